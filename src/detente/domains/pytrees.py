"""Where JAX meets the world: a `World` is a pytree of its arrays, with its labels as structure."""

from __future__ import annotations

import jax

from ..world.records import ARRAYS, LABELS, World

jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
jax.tree_util.register_dataclass(World, data_fields=list(ARRAYS), meta_fields=list(LABELS))
