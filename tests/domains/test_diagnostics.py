"""Every way in which a solve ends, brought about by an input: what is said of it is what was done."""

from functools import partial

import numpy as np
import pytest

from detente.domains import domain
from detente.domains.gas.checks import sentence
from detente.domains.gas.equilibrium import equilibrium
from detente.domains.table import DOMAINS
from tests.domains.gas.markets import line, market
from tests.domains.trade.economies import economy, solved, unchanged

ended = partial(domain.ended, DOMAINS)


def closed(accounts, shock):
    shock.open[1, 2, :] = 0


def cut_off(accounts, shock):
    others = np.arange(5) != 1
    shock.open[:, 1, others] = shock.open[:, others, 1] = 0


def given(share):
    def give(accounts, shock):
        shock.transfer[:2] = -share * accounts.value_added[0], share * accounts.value_added[0]

    return give


def wrong(accounts, shock):
    shock.theta[0] = -1.0


TRADE = [
    (lambda accounts, shock: None, "solved"),
    (given(3.0), "no equilibrium found"),
    (closed, "no supplier left"),
    (cut_off, "deficit cannot be financed"),
    (given(0.95), "income below zero"),
    (wrong, "out of range"),
]
GAS = [
    ({}, "solved"),
    ({"lines": [line(operating=1e30)]}, "no equilibrium"),
    ({"reach": np.array([[True, False], [True, False]])}, "no seller can reach"),
    ({"floor": np.full((1, 2, 2), 30.0)}, "infeasible floors"),
    ({"capacity": np.array([[3.0, 50.0]])}, "the base path asks more of"),
    ({"lines": [line(capacity=1e5, booked=1.0)]}, "is booked for more than its supply has left"),
    ({"elasticity": np.array([-0.5, 0.2])}, "out of range"),
]


@pytest.mark.parametrize(("change", "words"), TRADE, ids=[words for _, words in TRADE])
def test_how_a_trade_solve_ended_is_what_was_asked_of_it(change, words):
    accounts = economy(np.random.default_rng(7), (5, 3))
    shock = unchanged(accounts)
    change(accounts, shock)
    code = int(solved(accounts, shock).status.code[0])
    assert words in ended("status[cut]", code)
    assert words in domain.statuses_of(DOMAINS, "status[cut]").of(code).told(economy="", industry="")


@pytest.mark.parametrize(("facts", "words"), GAS, ids=[words for _, words in GAS])
def test_how_a_gas_solve_ended_is_what_was_asked_of_it(facts, words):
    beyond = 0.0 if "reach" in facts else 4.0
    gas = market([[5.0, beyond], [5.0, beyond]], [8.0, 8.0], **facts)
    code = int(equilibrium(gas).status.code[0])
    assert words in ended("gas_status[built]", code)
    assert words in sentence(code, 0, gas)


def test_every_ending_is_brought_about_here_and_no_code_goes_untold():
    for name, inputs in (("status", TRADE), ("gas_status", GAS)):
        briefs = [one.brief for one in domain.statuses_of(DOMAINS, f"{name}[cut]")]
        assert len(inputs) == len(briefs)
        assert all(sum(words in one for one in briefs) == 1 for _, words in inputs)
        assert ended(f"{name}[cut]", len(briefs)) == f"status {len(briefs)}"
        assert ended(f"{name}[cut]", -1) == "status -1"


KNOWN = {name: one.statuses for name, one in domain.diagnostics_of(DOMAINS).items() if one.statuses}


@pytest.mark.parametrize("name", KNOWN)
def test_the_few_words_of_a_status_are_fewer_and_name_no_place(name):
    for one in KNOWN[name]:
        assert len(one.brief) <= len(one.sentence) and not set("{};:") & set(one.brief)
        assert one is KNOWN[name].of(0) or one.sentence != one.brief
