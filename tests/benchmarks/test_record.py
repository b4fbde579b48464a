import dataclasses
import json
import runpy

import pytest

from .conftest import BENCHMARKS


@pytest.fixture
def record(benchmark_folder):
    import record

    return record


def test_ways_take_turns_after_a_round_that_is_not_counted(record):
    done = []
    taken = record.alternate({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 2)
    assert "".join(done) == "ababab"
    assert [len(times) for times in taken.values()] == [2, 2]


def test_a_figure_is_the_median_with_its_spread(record):
    found = record.Figure.of("time", "s", [3.0, 1.0, 7.0])
    assert (found.median, found.low, found.high, found.runs) == (3.0, 1.0, 7.0, 3)


def test_ratios_are_of_the_same_round(record):
    assert record.ratios([4.0, 9.0], [2.0, 3.0]) == [2.0, 3.0]
    with pytest.raises(ValueError):
        record.ratios([1.0], [1.0, 2.0])


def test_a_record_is_kept_whole(record, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results")
    figure = record.Figure.of("a way", "a second", [123.456789, 100.0, 200.0])
    kept = record.Record(
        "x", "X", "What.", (record.Table("T", (figure,)),), aims=(record.Aim("a", "b", 1, 2),)
    )
    found = json.loads(record.keep(kept, [0.9, 0.8]).read_text(encoding="utf-8"))
    assert {field.name for field in dataclasses.fields(kept)} <= set(found)
    assert found["tables"][0]["figures"][0]["median"] == 123.5 and found["free"] == 0.8
    assert found["versions"]["detente"] and found["machine"]["cores"] >= 1
    assert "123.5 a second" in capsys.readouterr().out


def test_the_load_gets_a_share(record, monkeypatch):
    monkeypatch.setattr(record, "PROBE", 1 << 22)
    assert 0 < record.free_share() <= 1


def test_without_a_gpu_one_sentence_says_so(benchmark_folder, monkeypatch, capsys):
    import jax

    def none(kind):
        raise RuntimeError(f"no {kind}")

    monkeypatch.setattr(jax, "devices", none)
    runpy.run_path(str(BENCHMARKS / "gpu.py"))["main"]()
    assert capsys.readouterr().out == "JAX finds no GPU on this machine: nothing is measured\n"


def test_the_same_code_runs_on_the_processor(benchmark_folder):
    import jax

    found = runpy.run_path(str(BENCHMARKS / "gpu.py"))["compared"](
        {"processor": jax.devices("cpu")[0]}, 256, 1
    )
    assert found.tables[0].figures[0].median > 0
    assert all(one.gap <= one.most for one in found.agreement)


def test_all_names_every_benchmark_and_refuses_another(benchmark_folder, capsys):
    script = runpy.run_path(str(BENCHMARKS / "all.py"))
    shared = {"all", "record", "tariffs", "mutants"}
    assert set(script["BENCHMARKS"]) == {path.stem for path in BENCHMARKS.glob("*.py")} - shared
    assert script["main"](["nothing"]) == 2
    assert "workbench" in capsys.readouterr().out
