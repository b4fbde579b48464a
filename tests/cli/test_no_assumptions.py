from detente.run import load

STUDY = """study: certain
question: What if nothing is uncertain?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS]
moves:
  cut: {ban: {between: [USA, RUS], share: 0.5}}
worlds: {dark: [cut]}
claims:
  hurts: {says: It hurts., holds: "real_income[RUS, dark] < 0"}
"""


def test_a_study_without_assumptions_is_judged_at_its_one_point(tmp_path):
    path = tmp_path / "certain.yaml"
    path.write_text(STUDY, encoding="utf-8")
    found = load(path).run(draws=256, out=tmp_path / "run")
    assert found.verdicts["hurts"].word == "holds"
    assert found.verdicts["hurts"].drivers == ()
