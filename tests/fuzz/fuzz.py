"""Fuzz the study reader or the claim language with Atheris: `python tests/fuzz/fuzz.py study|language [MINUTES]`.

Needs `pip install atheris` (Linux). It begins with the texts of `corpus/TARGET.json`; what reaches new code is kept in
`runs/fuzz/` (or the folder that DETENTE_FUZZ names), and a text that breaks a promise of `targets.py` is written
here as `broken-*`. `python tests/fuzz/fuzz.py TARGET keep` puts what was found into the corpus, where tests read it.
"""

from __future__ import annotations

import json
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
    """Fuzz one target for so many minutes, or keep what was found."""
    name, how = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "20"
    work = Path(os.environ.get("DETENTE_FUZZ", ROOT / "runs" / "fuzz")) / name
    corpus = HERE / "corpus" / f"{name}.json"
    if how == "keep":
        keep(work, corpus)
        return
    with atheris.instrument_imports(
        include=["detente.study", "detente.bind", "detente.domains", "ruamel.yaml"]
    ):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]

    def one(data: bytes) -> None:
        target(data.decode("utf-8", errors="replace"))

    work.mkdir(parents=True, exist_ok=True)
    for place, text in enumerate(json.loads(corpus.read_text(encoding="utf-8"))):
        (work / f"known-{place}").write_bytes(text.encode())
    atheris.Setup([sys.argv[0], *options(name, float(how), work), str(work)], one)
    atheris.Fuzz()


def keep(work: Path, corpus: Path) -> None:
    """Put every text that was found into the corpus, each once, the shortest first."""
    found = {one.read_bytes().decode("utf-8", errors="replace") for one in work.iterdir()}
    texts = sorted(
        found | set(json.loads(corpus.read_text(encoding="utf-8"))), key=lambda text: (len(text), text)
    )
    corpus.write_text(json.dumps(texts, indent=0) + "\n", encoding="utf-8", newline="\n")
    print(len(texts), "texts in", corpus.name)


def options(name: str, minutes: float, work: Path) -> list[str]:
    """Return what the fuzzer is told; writes the words of the target where it finds them."""
    listed = (HERE / "words" / f"{name}.txt").read_text(encoding="utf-8").split()
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in listed)
    words = work.with_suffix(".dict")
    words.write_text("".join(f'"{word}"\n' for word in quoted), encoding="utf-8")
    bounds = [f"-max_total_time={int(60 * minutes)}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEMORY_MB}"]
    return [*bounds, "-max_len=3000", f"-dict={words}", f"-artifact_prefix={HERE}/broken-{name}-"]


if __name__ == "__main__":
    main()
