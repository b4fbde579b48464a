from detente.ground.faults import DataError, DetenteError, Fault, Place, StudyError, did_you_mean


def test_a_fault_reads_place_fault_and_mending():
    fault = Fault(Place("study.yaml", 3, 7), "no economy 'PKR'", "did you mean 'PRK'?", "  PKR\n  ^^^")
    assert str(fault) == "study.yaml:3:7: no economy 'PKR'; did you mean 'PRK'?\n  PKR\n  ^^^"


def test_faults_come_once_and_in_the_order_of_the_file():
    late, early = Fault(Place("s", 10, 1), "late"), Fault(Place("s", 2, 5), "early")
    error = StudyError([late, early, late])
    assert error.faults == (early, late)
    assert str(error) == "s:2:5: early\ns:10:1: late"
    assert isinstance(error, DetenteError) and issubclass(DataError, DetenteError)


def test_hints():
    assert did_you_mean("prk", ["PRK", "KOR"]) == "did you mean 'PRK'?"
    assert did_you_mean("x", ["PRK", "KOR"]) == "known: PRK, KOR"
    assert did_you_mean("x", []) == "none are defined"
    assert did_you_mean("?", [str(n) for n in range(30)]).endswith("23, ...")
