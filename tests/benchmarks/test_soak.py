import sys

import pytest


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_ten_kills_at_random_leave_the_bytes_as_they_are(benchmark_folder, tmp_path):
    import soak

    told = []
    found = soak.soak(10, 7, tmp_path, told.append)
    assert found["kills"] == 10
    assert found["runs"] == len(told) > 1
