import csv
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.audit.judge import judge
from detente.bind.problem import bind
from detente.domains.negotiation.rounds import at_centre
from detente.domains.negotiation.settlements import settlements
from detente.domains.negotiation.view.issue_figures import apart
from detente.domains.negotiation.view.settlements import issues
from detente.report.show import show
from detente.study.read import parse_study
from tests.bind.test_negotiation import STUDY


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    problem = bind(parse_study(STUDY, "talks.yaml"))
    problem = replace(
        problem, cells=tuple(one for one in problem.cells if not one.outcome.startswith(("real", "money")))
    )

    def outcomes(values):
        return settlements(problem, values, len(values["weight"]))

    return judge(problem, outcomes, tmp_path_factory.mktemp("run"), draws=256)


@pytest.fixture(scope="module")
def page(judgement, tmp_path_factory):
    return show(judgement, tmp_path_factory.mktemp("report"))


def test_the_page_says_how_many_draws_do_not_settle(judgement, page):
    text = page.read_text(encoding="utf-8")
    for issue in ("relief_order", "delay"):
        moving = int((judgement.column(f"rounds_settle[{issue}]") == 0).sum())
        assert f"In {moving} of 256 draws" in text and f'id="issue-{issue}"' in text
    assert "where 0 is “relief first”, 0.5 is “in steps”, 1 is “all first”" in text
    assert "Capability of China (United States = 1)" in text and "0.6 to 1.731, likeliest 1" in text
    assert "2 * weight" in text and "who disputes what" in text


def test_a_settlement_that_is_unknown_stays_so_on_disk(judgement):
    settles = judgement.column("rounds_settle[relief_order]") == 1
    np.testing.assert_array_equal(np.isfinite(judgement.column("settlement[relief_order]")), settles)
    assert not settles.all()


def data(page, name):
    return list(
        csv.DictReader((page.parent / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines())
    )


def test_the_figures_have_their_data(page, judgement):
    rows = data(page, "rounds-relief_order")
    held = at_centre(judgement.problem, judgement.problem.options["negotiation"].issues[0])
    assert len(rows) == 9 * 4 and {row["move"] for row in rows if row["round"] == "0"} == {"begins", ""}
    means = [float(row["position"]) for row in rows if row["actor"] == "weighted mean"]
    np.testing.assert_array_equal(means, held.mean)
    spread = data(page, "spread-delay")
    assert len(spread) == len({row["round"] for row in rows})
    begins = judgement.quantiles("weighted_mean[delay]")
    for end in (5, 25, 50, 75, 95):
        assert float(spread[0][f"p{end}"]) == pytest.approx(begins[end], abs=1e-9)
        assert float(spread[-1]["p5"]) <= float(spread[-1]["p95"])
    bands = data(page, "landing-delay")
    first = next(row for row in bands if row["measure"] == "mean of first positions")
    assert float(first["p50"]) == pytest.approx(2 * 0.4 / 0.9)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_names_keep_apart_and_on_the_picture(places):
    found = apart(sorted(places), 0.05, 1.0)
    assert all(b - a >= 0.05 - 1e-9 for a, b in pairwise(found))
    assert all(at <= 1.0 for at in found)


def test_a_claim_on_settlements_is_driven_by_what_the_negotiation_reads(judgement):
    columns = {one.column.partition("[")[0] for one in judgement.verdicts["steps"].drivers}
    assert columns <= {"talks", "weight", "rule"} and "talks" in columns


def test_a_centre_out_of_range_is_left_out_and_the_rest_told(judgement):
    issue = judgement.problem.options["negotiation"].issues[0]
    narrow = replace(issue, points=(("here", 0.9), ("there", 1.0)))
    assert at_centre(judgement.problem, narrow) is None
    nothing = {name: {"centre": None, "means": None} for name in judgement.solved["negotiation"]}
    for one in issues(replace(judgement, solved={"negotiation": nothing})):
        assert one.course is None and one.rounds is None and one.bands and len(one.words) == 1
