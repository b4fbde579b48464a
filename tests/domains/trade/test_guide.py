import os
import subprocess
import sys

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.trade.guide import inverse

BITS = """
import hashlib
import numpy as np
from detente.domains.trade.guide import inverse

matrix = np.random.default_rng(1).standard_normal((265, 265))
print(hashlib.sha256(np.asarray(inverse(matrix)).tobytes()).hexdigest())
"""


@given(st.integers(1, 30), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_a_matrix_times_its_inverse_is_one(size, seed):
    matrix = np.random.default_rng(seed).standard_normal((size, size))
    found = np.asarray(inverse(jnp.asarray(matrix)))
    scale = np.abs(matrix).sum(axis=1).max() * np.abs(found).sum(axis=1).max()
    assert np.abs(matrix @ found - np.eye(size)).max() < 1e-13 * scale * size


def test_rows_are_exchanged_where_a_pivot_is_zero():
    matrix = jnp.array([[0.0, 2.0], [4.0, 0.0]])
    assert np.asarray(inverse(matrix)).tolist() == [[0.0, 0.25], [0.5, 0.0]]


def test_a_matrix_without_an_inverse_gives_numbers_that_are_not_finite():
    assert not np.isfinite(np.asarray(inverse(jnp.ones((2, 2))))).all()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two processors to tell")
def test_bits_do_not_hang_on_the_number_of_threads():
    found = {
        subprocess.run(
            [sys.executable, "-c", BITS],
            env=os.environ | {"OPENBLAS_NUM_THREADS": str(threads)},
            check=True,
            capture_output=True,
        ).stdout
        for threads in (1, 2)
    }
    assert len(found) == 1
