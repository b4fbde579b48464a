"""The OpenAPI description is put to the server by schemathesis: no error, no answer it does not tell of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from detente.web.app import ROUTES, app
from detente.web.library import Library
from detente.web.open_studies import OpenStudies
from detente.web.runs import Runs
from detente.web.stored_runs import StoredRuns

from .served import STUDY

home = STUDY.parent
description = app(OpenStudies(Library(home), StoredRuns(home)), Runs(home)).openapi()
schema = schemathesis.openapi.from_dict(description)


@pytest.fixture(scope="module")
def client(site):
    with site.visitor() as found:
        yield found


@pytest.mark.filterwarnings(
    "ignore::hypothesis.errors.HypothesisDeprecationWarning"
)  # of schemathesis' own making
@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_server_does_what_its_description_says(case, site, client, ran):
    known = {"study": STUDY.name, "run": ran}
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    if case.path.endswith("/run") and isinstance(case.body, dict):
        case.body["version"] = "another"  # what is run has tests of its own
    if case.query:
        case.query = dict.fromkeys(case.query, "lng")
    file = case.body.get("file") if isinstance(case.body, dict) else None
    if isinstance(file, str) and len(file) <= 80:
        del case.body["file"]  # what is written has tests of its own
    headers = {"origin": site.origin, "cookie": "; ".join(f"{k}={v}" for k, v in client.cookies.items())}
    answer = case.call(base_url=site.origin, headers=headers)
    # Names are those of a study, which a schema does not know: what fits the schema may yet name nothing.
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])


def test_every_json_route_is_described():
    told = {(method.upper(), path) for path, methods in description["paths"].items() for method in methods}
    served = {(method, path) for method, path, _ in ROUTES if path.startswith("/api/")}
    assert served == told


def test_a_refusal_is_described_as_json_everywhere():
    for methods in description["paths"].values():
        for operation in methods.values():
            refused = [operation["responses"][one]["content"] for one in ("4XX", "5XX")]
            assert [list(one) for one in refused] == [["application/json"]] * 2
    events = description["paths"]["/api/runs/{run}/events"]["get"]["responses"]["200"]["content"]
    assert list(events) == ["text/event-stream"]
