"""The report's command and Python name the folder that the run is kept in."""

from types import SimpleNamespace as Some

import pytest

from detente.report.content import command, snippet


@pytest.mark.parametrize(
    ("folder", "out", "python"),
    [("runs/mine", "", ""), ("else where/run", " --out 'else where/run'", ', out="else where/run"')],
)
def test_the_folder_is_the_run_s_own(folder, out, python):
    study = Some(id="mine", file="mine.yaml", fixed={}, text="")
    judgement = Some(study=study, run=Some(draws=256, seed=3, folder=folder))
    assert command(judgement) == f"detente run mine.yaml --draws 256 --seed 3{out}"
    said = snippet(judgement, Some(name="one", chart=None))
    assert f"lab.run(draws=256, seed=3, flips=0{python})  # what is kept in {folder}\n" in said
