"""Fuzz the study reader or the claim language with Atheris: `python tests/fuzz/fuzz.py study|language [MINUTES]`.

Needs `pip install atheris` (Linux). It begins with the texts in `corpus/`; what reaches new code is kept in
`runs/fuzz/` (or the folder that DETENTE_FUZZ names), and a text that breaks a promise of `targets.py` is written
here as `broken-*`. `python tests/fuzz/fuzz.py TARGET merge` puts the fewest texts that reach all of that code
into `corpus/`, where tests read them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
MEMORY_MB, SECONDS = 2048, 20
"""Most memory, and most time for one text, before the fuzzer says that it blew up or hangs."""


def main() -> None:
    """Fuzz one target for so many minutes, or merge what was found into its corpus."""
    name, how = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "20"
    with atheris.instrument_imports(
        include=["detente.study", "detente.bind", "detente.moves", "ruamel.yaml"]
    ):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]

    def one(data: bytes) -> None:
        target(data.decode("utf-8", errors="replace"))

    work = Path(os.environ.get("DETENTE_FUZZ", ROOT / "runs" / "fuzz")) / name
    work.mkdir(parents=True, exist_ok=True)
    corpus = HERE / "corpus" / name
    folders = [corpus, work] if how == "merge" else [work, corpus]
    atheris.Setup([sys.argv[0], *options(name, how, work), *map(str, folders)], one)
    atheris.Fuzz()


def options(name: str, how: str, work: Path) -> list[str]:
    """Return what the fuzzer is told; writes the words of the target where it finds them."""
    if how == "merge":
        return ["-merge=1"]
    listed = (HERE / "words" / f"{name}.txt").read_text(encoding="utf-8").split()
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in listed)
    words = work.with_suffix(".dict")
    words.write_text("".join(f'"{word}"\n' for word in quoted), encoding="utf-8")
    bounds = [f"-max_total_time={int(60 * float(how))}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEMORY_MB}"]
    return [*bounds, "-max_len=3000", f"-dict={words}", f"-artifact_prefix={HERE}/broken-{name}-"]


if __name__ == "__main__":
    main()
