"""Fuzz the study reader or the claim language with Atheris: `python tests/fuzz/fuzz.py study|language [MINUTES]`.

Needs `pip install atheris` (Linux). What reaches new code is kept in `corpus/`; a text that breaks a promise of `targets.py`
is written beside it as `broken-*`, with the error. `python tests/fuzz/fuzz.py TARGET 0` only makes the corpus smaller.
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
WORDS = {
    "study": "study question argument title as_of world economies options assumptions moves worlds claims is source judgement "
    "uniform triangular normal lognormal beta gamma discrete choice fixed from between seller buyers share ban tariff quota says "
    "holds supported_by quantities value unit actors hindsight date what correlations start game world-2014 RUS USA EU28 : - { } [ ] "
    "& * ! | > % # 0.5 1e3 2018-08-31",
    "language": "leak cost theta[mining] real_income[ RUS EU28 [USA,RUS] dark ] and or not min( max( sum( mean( abs( exp( log( sqrt( "
    "all( any( .sum .max .min .mean .all .any <= >= == != < > + - * / ^ % USD bn/year 1e308 0.5 ( ) [ ] ,",
}


def main() -> None:
    """Fuzz one target for so many minutes, from the corpus and the shipped studies."""
    name, minutes = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    with atheris.instrument_imports(
        include=["detente.study", "detente.bind", "detente.moves", "ruamel.yaml"]
    ):
        from tests.fuzz.targets import TARGETS
    work = Path(os.environ.get("DETENTE_FUZZ", ROOT / "runs" / "fuzz")) / name
    work.mkdir(parents=True, exist_ok=True)
    words = work.with_suffix(".dict")
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in WORDS[name].split())
    words.write_text("".join(f'"{word}"\n' for word in quoted), encoding="utf-8")
    target = TARGETS[name]

    def one(data: bytes) -> None:
        target(data.decode("utf-8", errors="replace"))

    corpus = HERE / "corpus" / name
    options = [f"-max_total_time={int(60 * minutes)}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEMORY_MB}"]
    options += ["-max_len=3000", f"-dict={words}", f"-artifact_prefix={HERE}/broken-{name}-"]
    atheris.Setup([sys.argv[0], *options, str(work), str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
