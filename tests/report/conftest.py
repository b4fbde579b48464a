"""One small run with a trade model, for every test that needs the files of a report."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

STUDY = """
study: small
question: Does the duty pay, & for whom?
argument: {title: An example <of> duties, author: A. Writer, date: 2018-08-01}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  duty: {is: the duty on what China sells, uniform: 1 % to 30 %, source: judgement}
  answer: {is: China's duty in return, uniform: 1 % to 30 %, source: 'a table, 2017'}
  patience: {is: how long it lasts, triangular: [1, 2, 6], unit: years, source: judgement}
moves:
  tax: {is: a duty, tariff: {seller: CHN, buyer: USA, add: duty}}
  answered: {is: a duty in return, tariff: {seller: USA, buyer: CHN, add: answer}}
worlds:
  taxed: {is: with a duty, moves: [tax]}
  war: {is: with both duties, moves: [tax, answered]}
claims:
  pays:
    says: The buyer gains by it.
    where: paragraph 1
    holds: 'real_income[USA, taxed] > 0'
    supported_by: [small, quick]
  small: {says: It is small., holds: 'duty < 15 %', supported_by: [later]}
  quick: {says: It is over soon., holds: 'patience < 3 years and duty < 25 %'}
  both_lose:
    says: Once China answers, neither side gains.
    holds: 'real_income[USA, war] < 0 and real_income[CHN, war] < 0'
    supported_by: [quick]
  later: {says: It lasts., not_modelled_yet: it waits for a model of time}
not_modelled:
  - {says: They trust each other., why: no model speaks of trust}
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A folder with `small.yaml` and its run in `runs/small`, with pictures as PNG, too."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.yaml").write_text(STUDY, encoding="utf-8")
    here = Path.cwd()
    os.chdir(folder)
    try:
        for words in (["run", "small.yaml", "--draws", "256"], ["report", "small.yaml", "--png"]):
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 0, done.output
    finally:
        os.chdir(here)
    return folder
