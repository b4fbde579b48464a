"""The study power-of-siberia-2: what theory says of it, whatever the draws, and a small run."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from detente.cli.echo import cost
from detente.domains.gas.moves import lines_of
from detente.domains.gas.worlds import corridors
from detente.run import load

COUNT = 24
PAGE = Path(__file__).resolve().parents[2] / "docs" / "studies" / "power-of-siberia-2.md"
PARTIES = ("RUS", "MNG", "CHN", "QAT", "AUS", "USA", "CAS", "JPN", "KOR", "EU28")


@pytest.fixture(scope="module")
def problem():
    return load("power-of-siberia-2").problem


@pytest.fixture(scope="module")
def values(problem):
    random = np.random.default_rng(0)
    found = {}
    for column in problem.columns:
        given = column.distribution
        if hasattr(given, "value"):
            found[column.name] = np.full(COUNT, given.value)
        elif hasattr(given, "mode"):
            found[column.name] = random.triangular(given.low, given.mode, given.high, COUNT)
        else:
            found[column.name] = random.uniform(given.low, given.high, COUNT)
    return found


def gains(found, world):
    return {party: found[f"gas_value[{party},{world}]"] for party in PARTIES}


def test_nothing_dated_after_the_study_enters(problem):
    months = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
    for one in problem.study.assumptions.values():
        for day, month, year in re.findall(r"(\d+) ([A-Z][a-z]+) (\d{4})", one.source):
            assert dt.date(int(year), months.index(month) + 1, int(day)) <= problem.study.as_of, one.source
    assert all(event.date > problem.study.as_of for event in problem.study.hindsight)
    assert problem.study.argument.date == problem.study.as_of


def test_it_asks_nothing_of_trade_and_says_what_it_costs(problem):
    assert not problem.cells_of("trade")
    assert cost(problem, 16_384).startswith("A full run solves 16,384 gas markets: about ")


def test_a_fee_moves_money_from_the_seller_to_mongolia_and_touches_nobody_else(problem, values):
    """Where the line is full whatever it costs, and the two discount alike."""
    alike = {"gas[booked]": 1.0, "gas[discount_RUS]": 7.0, "gas[discount_other]": 7.0}
    given = values | {name: np.full(COUNT, number) for name, number in alike.items()}
    low, high = (
        gains(corridors(problem, given | {"toll": given["toll"] + more}, COUNT), "at_market")
        for more in (0.0, 0.7)
    )
    assert (high["MNG"] > low["MNG"] + 0.1).all()
    np.testing.assert_allclose(high["MNG"] - low["MNG"], low["RUS"] - high["RUS"], rtol=1e-6)
    for party in set(PARTIES) - {"RUS", "MNG"}:
        np.testing.assert_allclose(high[party], low[party], atol=1e-6)


def test_who_is_paid_its_cost_alone_bears_no_fee_and_no_capital(problem, values):
    """At China's mercy the price is the full cost: Russia gains and loses by its other sales alone."""
    alike = values | {"gas[booked]": np.full(COUNT, 1.0)}
    one, other = (
        gains(corridors(problem, alike | more, COUNT), "dictated")
        for more in ({}, {"toll": values["toll"] + 0.7, "capital": values["capital"] + 5})
    )
    np.testing.assert_allclose(one["RUS"], other["RUS"], atol=1e-6)
    assert (other["CHN"] < one["CHN"]).all()


def test_the_price_moves_money_between_russia_and_china_alone(problem, values):
    found = corridors(problem, values, COUNT)
    worlds = [gains(found, case.name) for case in problem.cases if lines_of(case)]
    for party in set(PARTIES) - {"RUS", "CHN"}:
        for world in worlds[1:]:
            np.testing.assert_allclose(world[party], worlds[0][party], atol=1e-9)
    better = gains(found, "even")["RUS"] > gains(found, "dictated")["RUS"]
    cheaper = gains(found, "even")["CHN"] < gains(found, "dictated")["CHN"]
    assert (better == cheaper).all() and better.any()


def test_a_small_run_ends_in_the_verdicts_that_theory_says(tmp_path):
    found = load("power-of-siberia-2").run(draws=256, out=tmp_path)
    assert found.run.status_counts["gas_status[even]"] == {0: 256}
    share = {name: verdict.share for name, verdict in found.verdicts.items()}
    assert all(0 <= one <= 1 for one in share.values())
    for world in ("at_market", "even", "dictated"):
        assert (found.column(f"gas_value[MNG,{world}]") > 0).all()
    assert (found.column("gas_value[RUS,dictated]") < 0).mean() > 0.99
    assert share["discount_needed"] < 0.05
    assert share["serves_all"] <= 1 - share["in_the_red"]
    told = re.findall(r"^\| `(\w+)`: .*\| +(\d+) % \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, _ in told} == set(share)
    for name, percent in told:
        assert share[name] == pytest.approx(int(percent) / 100, abs=0.12), name
