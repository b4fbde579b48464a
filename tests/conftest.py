"""Array types are checked at run time in tests: every function and record that names the axes of an array."""

from jaxtyping import install_import_hook

install_import_hook(["detente.ground", "detente.models", "detente.system"], "beartype.beartype")
