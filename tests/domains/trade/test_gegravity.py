"""A new Canada-Japan agreement in one industry without inputs, against the package gegravity's own run.

Gegravity's world is structural gravity (Anderson and van Wincoop 2003) in which the values of output and
expenditure stay and factory-gate prices clear: the trade model with one industry, no inputs and fixed
deficits, in units of each seller's output. So productivities are given at which wages stay, found here by
scaling rows and columns of the gravity matrix, and the trade model must return wages of one and gegravity's
welfare statistic, the consumer price over the factory-gate price.
"""

import csv
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from detente.domains.trade import equations
from tests.domains.trade.economies import solved, unchanged

TABLE = Path(__file__).parents[4] / "shared" / "data" / "gegravity_sample.csv"
SIGMA = 5.0
GRAVITY = {
    "lndist": -0.3898623130973596,
    "contiguity": 0.8915768981515626,
    "pta": 0.47113830269431123,
    "common_language": 0.032624966733283856,
    "international": -3.4125844119204825,
}
"""Poisson estimates on the sample with effects of exporters and importers, as gegravity's example has it."""

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="gegravity's sample is not at ../shared/data")


def scaled(access, output, spending):
    """Return row factors that, with column factors, give the gravity matrix its sums; it runs to rounding."""
    rows = np.ones_like(output)
    for _ in range(5000):
        columns = spending / (access.T @ rows)
        rows = output / (access @ columns)
    return rows


def test_a_new_agreement_between_canada_and_japan():
    table = list(csv.DictReader(TABLE.read_text().splitlines()))
    codes = sorted({row["exporter"] for row in table})
    at = {code: place for place, code in enumerate(codes)}
    count = len(codes)
    access, output, spending = np.zeros((count, count)), np.zeros(count), np.zeros(count)
    for row in table:
        seller, buyer = at[row["exporter"]], at[row["importer"]]
        access[seller, buyer] = np.exp(sum(size * float(row[name]) for name, size in GRAVITY.items()))
        output[seller], spending[buyer] = float(row["Y"]), float(row["E"])
    spending *= output.sum() / spending.sum()
    eased = np.ones_like(access)
    canada, japan, states = at["CAN"], at["JPN"], at["USA"]
    eased[canada, japan] = eased[japan, canada] = np.exp(GRAVITY["pta"])

    before, after = scaled(access, output, spending), scaled(access * eased, output, spending)
    gate = (after / before) ** (1 / (1 - SIGMA))
    bought = access * before[:, None]
    accounts = equations.Accounts(
        share=(bought / bought.sum(0)).T[None],
        tariff=np.zeros((1, count, count)),
        value_added_share=np.ones((count, 1)),
        inputs=np.zeros((count, 1, 1)),
        final_share=np.ones((count, 1)),
        value_added=output,
        deficit=spending - output,
        spending=spending[:, None],
    )
    agreement = unchanged(accounts, theta=SIGMA - 1)._replace(
        delivered=eased.T[None] ** (1 / (1 - SIGMA)), productivity=1 / gate[:, None]
    )
    found = solved(accounts, agreement)
    np.testing.assert_allclose(found.wage[0], 1.0, rtol=0, atol=1e-8)
    welfare = jnp.asarray(found.price[0, :, 0]) / gate
    np.testing.assert_allclose(
        welfare[np.array([canada, japan, states])], [0.995835, 0.999463, 1.000074], rtol=0, atol=5e-7
    )
