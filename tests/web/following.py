"""Begins a run as the page does, and follows it by its events."""

import json

from .served import STUDY

RUN, RUNS = f"/api/studies/{STUDY.name}/run", f"/api/studies/{STUDY.name}/runs"


def begun(client, draws=256, seed=1, **more):
    answer = client.post(RUN, json={"draws": draws, "seed": seed, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def events(client, run):
    """Yield what the server tells of a run until it has ended."""
    with client.stream("GET", f"/api/runs/{run}/events", timeout=300) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def finished(client, run):
    """Return the last that is told of a run, which is that it is done."""
    last = list(events(client, run))[-1]
    assert last["ended"] == "done", last
    return last
