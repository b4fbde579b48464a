"""Set up and run the project with nothing but Python 3.11 or later: `python make.py demo` or `test`.

Both make a virtual environment in `.venv`, install the locked dependencies into it, and go on from there.
Works on Linux, macOS and Windows.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("DETENTE_VENV", ROOT / ".venv"))
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
TASKS = {
    "demo": [["-m", "detente", "run", "korea-2018"]],
    "test": [["-m", "pytest", "-n", "auto", "--dist", "loadfile"]],
    "lint": [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    ],
    "setup": [],
}


def main() -> int:
    """Do the task that the command line names; further words go to its last command."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before anything is installed)
        print("Python 3.11 or later is needed; this is", sys.version.split()[0])
        return 2
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        print("usage: python make.py", "|".join(TASKS), "[more words for its command]")
        return 2
    set_up()
    commands = [list(command) for command in TASKS[sys.argv[1]]]
    if commands:
        commands[-1] += sys.argv[2:]
    for command in commands:
        code = subprocess.call([str(PYTHON), *command], cwd=ROOT)
        if code:
            return code
    return 0


def set_up() -> None:
    """Make the environment and install into it, unless the lock has not changed since the last time."""
    stamp = ENVIRONMENT / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        print("making", ENVIRONMENT, flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("installing the locked dependencies (about 200 MB)", flush=True)
    subprocess.check_call([*pip, "--require-hashes", "-r", str(LOCK)], cwd=ROOT)
    subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], cwd=ROOT)
    stamp.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main())
