import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ground.faults import StudyError
from detente.study.read import parse_study, read, shipped

SOUND = """study: sound
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
assumptions:
  leak: {is: a share, uniform: 5 % to 20 %, source: judgement}
  NO: {is: Norway, fixed: 3, source: facts}
moves:
  cut: {is: a ban, ban: {between: [USA, RUS], share: 1 - leak}}
worlds:
  dark: [cut]
claims:
  one: {says: It is., holds: "real_income[RUS, dark] < 0"}
"""


def faults(text):
    return parse_study(text, "f.yaml").faults


def test_a_sound_study_has_no_fault_and_keeps_its_words():
    study = parse_study(SOUND, "f.yaml")
    assert study.faults == ()
    assert study.assumptions["leak"].distribution.words() == "uniform between 0.05 and 0.2"
    assert study.assumptions["NO"].meaning == "Norway"
    assert study.moves["cut"].kind == "ban"


@pytest.mark.parametrize("name", shipped())
def test_shipped_studies_are_sound(name):
    assert read(name).faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("question:", "qestion:", 2, "no key 'qestion'"),
        ("uniform: 5 % to 20 %", "uniform: 20 % to 5 %", 7, "not below"),
        ("uniform: 5 % to 20 %", "unifrom: 5 % to 20 %", 7, "did you mean 'uniform'"),
        (", source: judgement", "", 7, "source"),
        ("uniform: 5 % to 20 %", "triangular: [1, 9, 2]", 7, "order"),
        ("as_of: 2018-08-31", "as_of: 2018-13-31", 4, "not a date"),
        ("world: world-2014\n", "", 1, "`world` is missing"),
        ("share: 1 - leak", "share: 1 -", 0, ""),
        ('holds: "real_income[RUS, dark] < 0"', "", 14, "needs one of"),
        ('holds: "real_income[RUS, dark] < 0"', 'holds: "real_income[RUS, dark"', 14, "bracket"),
        ('holds: "real_income[RUS, dark] < 0"', 'holds: "1 + 2"', 14, "compares nothing"),
        ('holds: "real_income[RUS, dark] < 0"', 'holds: "1 < 2", supported_by: [two]', 14, "no claim 'two'"),
        ('holds: "real_income[RUS, dark] < 0"', 'holds: "1 < 2", supported_by: [one]', 14, "supports itself"),
        ("ban: {", "bann: 1, ban: {", 10, "several kinds"),
        ("  NO:", "  leak:", 8, "stands twice"),
        ("  NO:", "  min:", 8, "word of the claim language"),
    ],
)
def test_each_fault_is_found_at_its_line(old, new, line, words):
    found = faults(SOUND.replace(old, new, 1))
    if line:
        assert any(fault.place.line == line and words in f"{fault.what}; {fault.mend}" for fault in found), (
            found
        )
        assert all(fault.what for fault in found)


def test_a_quantity_is_a_number():
    found = faults(SOUND.replace("moves:", "quantities: {q: {is: odd, value: leak < 1}}\nmoves:"))
    assert [(fault.place.line, fault.what) for fault in found] == [
        (9, "the quantity 'q' is a comparison, and no number")
    ]


def test_twenty_faults_are_reported_at_once():
    bad = "\n".join(f"  a{k}: {{is: x, uniform: {k + 2} to {k + 1}, source: judgement}}" for k in range(20))
    found = faults(SOUND.replace("assumptions:", "assumptions:\n" + bad))
    assert sorted(fault.place.line for fault in found) == list(range(7, 27))


def test_a_yaml_bomb_is_one_clear_fault():
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 12)
    )
    (fault,) = faults(bomb)
    assert "aliases" in fault.what


def test_deep_nesting_and_size_are_bounded():
    assert "nested" in faults("a: " + "[" * 40 + "]" * 40)[0].what
    assert "1 MiB" in faults("a: '" + "x" * (1 << 20) + "'")[0].what


def test_latin_1_is_a_fault_at_its_byte(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("study: x\nquestion: Détente?\n".encode("latin-1"))
    with pytest.raises(StudyError) as error:
        read(path)
    (fault,) = error.value.faults
    assert (fault.place.line, fault.place.column) == (2, 12)
    assert "UTF-8" in fault.what


def test_a_missing_file_says_what_was_meant():
    with pytest.raises(StudyError, match="did you mean 'korea-2018'"):
        read("korea-2081")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,\n 0123", max_size=60))
def test_no_text_makes_it_fall_over(text):
    study = parse_study(text, "f.yaml")
    assert study.faults
    assert all(fault.place.line >= 1 and fault.place.column >= 1 for fault in study.faults)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND)), st.text(alphabet="ab:-[]{}&*'\" \n0", max_size=3))
def test_no_slip_of_the_pen_makes_it_fall_over(at, slip):
    parse_study(SOUND[:at] + slip + SOUND[at:], "f.yaml")
