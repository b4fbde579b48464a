import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.chance import kinds
from detente.chance.kinds import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from detente.compare.reweigh import shift, weights
from detente.runs.draws import Draws

from ..audit.laboratory import column, columns

ALL = [
    Uniform(2, 5),
    Triangular(0, 0.05, 0.3),
    Triangular(0, 0, 1),
    Triangular(0, 1, 1),
    Normal(1, 2),
    LogNormal(0.5, 0.4),
    Beta(2, 3, 1, 4),
    Gamma(3, 2),
]


@pytest.mark.parametrize("distribution", ALL, ids=repr)
def test_a_density_is_the_slope_of_its_distribution(distribution):
    # Between quantiles u and u + du lies du: the density there is du over the gap.
    u = np.linspace(0.05, 0.95, 2001)
    x = distribution.ppf(u)
    middles = distribution.ppf((u[1:] + u[:-1]) / 2)
    assert distribution.density(middles) == pytest.approx(np.diff(u) / np.diff(x), rel=2e-3)


@pytest.mark.parametrize(
    ("distribution", "at"),
    [(Uniform(0, 1), 2.0), (Triangular(0, 1, 2), -1.0), (Gamma(2, 1), -1.0), (Beta(2, 2), 1.5)],
)
def test_a_density_is_nothing_outside(distribution, at):
    assert distribution.density(np.array([at]))[0] == 0


@pytest.mark.parametrize(
    "distribution",
    [
        *ALL,
        Fixed(3.0),
        Discrete((1.0, 2.0), (0.3, 0.7)),
        Choice(("a", "b"), (1.0, 2.0)),
        Dirichlet(("x", "y"), (1.5, 2.0)),
        Path(1, 0, 0.5, 3, 2018, 2020),
        Normal(-1.5, np.float64(2.0)),
    ],
    ids=repr,
)
def test_what_a_run_records_is_read_back(distribution):
    assert kinds.read(repr(distribution)) == distribution


@pytest.mark.parametrize(
    "text", ["nonsense(", "os.system('x')", "Unknown(a=1)", "Uniform(low=1)", "Uniform(low=f(1, 2), high=3)"]
)
def test_what_is_no_distribution_is_not_read(text):
    assert kinds.read(text) is None


def drawn(distribution, draws=16_384):
    return Draws((column("a", distribution), column("b")), draws, 1).values(0, draws)


def weighed(one, two, values):
    return weights({"a": one}, {"a": two}, {"a": values["a"]})


PAIRS = [
    (Uniform(0, 1), Triangular(0.2, 0.3, 0.9)),
    (Normal(0, 1), Normal(0.5, 0.9)),
    (LogNormal(0, 0.5), LogNormal(0.2, 0.4)),
    (Gamma(3, 2), Gamma(4, 2.5)),
    (Beta(2, 2), Beta(3, 2)),
    (Discrete((1.0, 2.0, 3.0), (1, 1, 1)), Discrete((1.0, 3.0), (3, 1))),
    (Discrete((1.0, 2.0, 3.0), (1, 1, 1)), Fixed(2.0)),
]


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=repr)
def test_reweighted_draws_have_the_other_distributions_quantiles(one, two):
    values = drawn(one)
    found = weighed(one, two, values)
    assert found.effective > 1000
    for at in (0.25, 0.5, 0.75):
        point = float(two.ppf(np.array([at]))[0])
        for truth, exact in ((values["a"] <= point, None), (values["b"] <= 0.3, 0.3)):
            moved = shift(truth.astype(int), found.values)
            share = (
                exact
                if exact is not None
                else float((two.ppf((np.arange(9999) + 0.5) / 9999) <= point).mean())
            )
            assert moved.share == pytest.approx(share, abs=0.01)


def test_a_claim_moves_as_it_does_in_a_run_of_the_other_distribution():
    one, two = Uniform(0, 1), Uniform(0.25, 0.75)
    values = drawn(one)
    found = weighed(one, two, values)
    truth = (values["a"] ** 2 + values["b"] > 0.9).astype(int)
    moved = shift(truth, found.values)
    # P(b > 0.9 - a^2) = 0.1 + E[a^2], as a^2 < 0.9 but for a > 0.949, where it is 1.
    exact_two = 0.1 + (0.75**3 - 0.25**3) / 3 / 0.5
    exact_one = 0.1 * np.sqrt(0.9) + 0.9**1.5 / 3 + 1 - np.sqrt(0.9)
    assert moved.low < exact_two - exact_one < moved.high
    assert moved.high - moved.low < 0.02
    assert found.effective == pytest.approx(8192, rel=0.01)


def test_what_is_not_covered_is_not_told():
    values = drawn(Uniform(0, 1))
    found = weighed(Uniform(0, 1), Uniform(0.5, 1.5), values)
    assert found.values is None
    assert found.note == "50 % of it lies where these draws do not reach"


def test_too_few_effective_draws_are_not_told():
    found = weighed(Normal(0, 1), Normal(6, 0.1), drawn(Normal(0, 1), 4096))
    assert found.values is None and "effective draws" in found.note


def test_a_fixed_value_is_stood_for_by_the_draws_near_it():
    values = drawn(Uniform(0, 1))
    found = weighed(Uniform(0, 1), Fixed(0.7), values)
    assert found.effective == pytest.approx(1024, abs=20)
    moved = shift((values["b"] < values["a"]).astype(int), found.values)
    assert moved.share == pytest.approx(0.7, abs=0.02)
    assert "stand for 0.7" in found.note
    assert weighed(Uniform(0, 1), Fixed(2.0), values).values is None
    assert weighed(Fixed(0.5), Uniform(0, 1), {"a": np.full(16, 0.5)}).values is None


def test_variants_are_matched_by_name():
    one, two = Choice(("x", "y", "z"), (1, 1, 2)), Choice(("y", "x"), (3, 1))
    values = drawn(one)
    found = weighed(one, two, values)
    moved = shift((values["a"] == 1).astype(int), found.values)
    assert moved.share == pytest.approx(0.75, abs=0.005)
    assert "no variant w" in weighed(one, Choice(("x", "w"), (1, 1)), values).note


def test_shares_of_a_dirichlet_are_reweighted_together():
    one, two = Dirichlet(("p", "q", "r"), (2, 3, 5)), Dirichlet(("p", "q", "r"), (3, 3, 5))
    made = columns("s", one)
    values = Draws(made, 16_384, 1).values(0, 16_384)
    found = weights(dict.fromkeys(values, one), dict.fromkeys(values, two), values)
    mean = float((found.values * values["s[p]"]).sum() / found.values.sum())
    assert mean == pytest.approx(3 / 11, abs=0.003)
    exact = stats.dirichlet([2, 3, 5]).pdf([0.2, 0.3, 0.5])
    at = {name: np.array([value]) for name, value in (("p", 0.2), ("q", 0.3), ("r", 0.5))}
    assert one.together(at)[0] == pytest.approx(exact)


def test_paths_and_mixed_kinds_are_not_told():
    values = drawn(Uniform(0, 1))
    assert weighed(Uniform(0, 1), Discrete((0.5,), (1,)), values).values is None
    assert weighed(Path(1, 0, 1, 1, 0, 1), Path(2, 0, 1, 1, 0, 1), values).values is None


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_equal_weights_move_nothing(seed):
    truth = np.random.default_rng(seed).integers(-1, 2, 256)
    moved = shift(truth, np.full(256, 0.7))
    if moved is not None:
        assert moved.move == pytest.approx(0, abs=1e-12)
        assert moved.low <= 1e-12 and moved.high >= -1e-12


def test_a_claim_that_is_known_nowhere_does_not_move():
    assert shift(np.full(256, -1), np.ones(256)) is None
