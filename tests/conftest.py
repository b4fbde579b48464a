"""Array types are checked at run time in tests: every function and record that names the axes of an array."""

from importlib.util import find_spec
from pathlib import Path

from jaxtyping import install_import_hook

SOURCE = Path(find_spec("detente").origin).parent
ARRAYS = [
    ".".join(("detente", *path.relative_to(SOURCE).with_suffix("").parts))
    for folder in ("domains", "solve")
    for path in sorted((SOURCE / folder).rglob("*.py"))
    if "\nfrom jaxtyping" in path.read_text(encoding="utf-8")
]
LOOSE = ("detente.domains.strategy.", "detente.domains.entry.", "detente.domains.gas.records")
"""Here whole numbers and fractions stand where a type says float, which beartype tells apart."""
install_import_hook(
    ["detente.ground", *(one for one in ARRAYS if not one.startswith(LOOSE))], "beartype.beartype"
)
