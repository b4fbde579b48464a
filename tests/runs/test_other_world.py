"""Two runs on worlds of one's own: what differs is told by the files, and not by where they lie."""

from types import SimpleNamespace

from detente.compare.changes import changes
from detente.ground.faults import Place, RunError
from detente.runs.manifest import Fingerprint, check_same
from detente.study.records import Node
from tests.audit import laboratory


def kept(digest, world):
    about = Fingerprint("test", "", 1, 256, 256, {}, {}, world=digest)
    study = laboratory.study({})
    return SimpleNamespace(
        manifest=SimpleNamespace(fingerprint=about),
        study=study.__class__(**{**vars(study), "settings": {"world": Node(world, Place("s.yaml"))}}),
        distributions={},
    )


def test_the_same_files_elsewhere_are_the_same_world():
    assert changes(kept("ab" * 32, "/here/world"), kept("ab" * 32, "/there/world")) == ()
    (other,) = changes(kept("ab" * 32, "/here/world"), kept("cd" * 32, "/here/world"))
    assert other.name == "world" and "abababababab" in other.before and "cdcdcdcdcdcd" in other.after
    (moved,) = changes(kept("", "world-2014"), kept("cd" * 32, "/here/world"))
    assert moved.before == "world-2014"


def test_a_run_goes_on_only_on_its_own_world(tmp_path):
    same, other = kept("ab", "w").manifest.fingerprint, kept("cd", "w").manifest.fingerprint
    check_same(tmp_path, same, same)
    try:
        check_same(tmp_path, same, other)
    except RunError as error:
        assert "on another world" in str(error)
    else:
        raise AssertionError("a run went on on another world")
