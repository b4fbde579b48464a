"""Run every benchmark and write `docs/performance.md` from what they found: `python benchmarks/all.py [names]`.

One that fails, or whose tool is not installed, is named at the end and keeps its old record; the others run on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from record import BENCHMARKS

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.py"


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all, one after the other; return 1 if one failed."""
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    failed = []
    for name in names or BENCHMARKS:
        print(f"== {name}", flush=True)
        if subprocess.call([sys.executable, str(HERE / f"{name}.py")]):
            failed.append(name)
    failed += ["the page"] if subprocess.call([sys.executable, str(PAGE)]) else []
    print(f"failed: {', '.join(failed)}" if failed else "all done")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
