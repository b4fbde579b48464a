import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.ground.blocks import by_block


@pytest.mark.parametrize("count", [1, 3, 4, 5, 8, 11])
def test_blocks_of_one_size_give_what_all_at_once_gives(count):
    shapes = []

    @jax.jit
    def solve(draws):
        shapes.append(draws["a"].shape)
        return jnp.stack([draws["a"] * 2, draws["b"].sum(axis=1)])

    draws = {"a": np.arange(float(count)), "b": np.arange(3.0 * count).reshape(count, 3)}
    found = by_block(solve, draws, 4)()
    assert np.array_equal(found, np.stack([draws["a"] * 2, draws["b"].sum(axis=1)]))
    assert shapes == [(min(count, 4),)]  # compiled once
