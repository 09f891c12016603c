"""Every call of the API answers what it declares, whatever it is asked."""

import json
import random
from collections import Counter, defaultdict
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client, RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ninja import Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import get_schema
from ninja.responses import NinjaJSONEncoder
from schemathesis import GenerationMode
from schemathesis.generation.meta import coverage_scenario

from bihuan.accounts.tests.factories import make_key, make_user
from bihuan.site.api import ROUTERS, api
from bihuan.site.wsgi import application

from .cells import FULL, drawn, share_of_day, share_of_engine

HTTP_ITSELF = {"405"}  # a method that no call has
PARTS = 8 if FULL else 2  # so that several processes share the calls
OF_A_KIND = 99 if FULL else 1  # cases of one kind (a wrong type, one above the most) for each call
AT_BOUNDS = 6  # cases of each call in the sample
DRAWN = drawn(2, in_full=8)
LONG = 1_000  # characters


@pytest.fixture
def one_connection():
    """A request would close the connection, and with it the transaction that the test undoes."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def office_key(db, one_connection):
    return make_key(user=make_user(role="office"))


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_call_fails_or_answers_what_it_does_not_declare(part, office_key):
    faults = []
    for operation in share_of_day(share_of_engine(_operations()), of=2)[part::PARTS]:
        with transaction.atomic():
            tried = _at_its_bounds(operation, office_key, faults) + _drawn(
                operation, office_key, faults
            )
            transaction.set_rollback(True)
        assert tried > 1, operation.label
    assert not faults, "\n".join(faults)


@cache
def _operations():
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


@schemathesis.hook
def before_load_schema(_context, raw_schema):
    """Let long texts be drawn at once: by a pattern, 5,000 characters are drawn one by one."""
    for shape in _shapes_in(raw_schema):
        if shape.get("maxLength", 0) > LONG:
            shape.pop("pattern", None)


def _shapes_in(node):
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and not isinstance(node.get("maxLength", 0), dict):
        yield node
    for each in inside:
        yield from _shapes_in(each)


def _at_its_bounds(operation, key, faults):
    """Try what lies at and beyond the bounds that the call declares; return how many cases."""
    generation = operation.schema.config.generation_for(operation=operation, phase="coverage")
    kinds = defaultdict(list)
    for case in operation.schema.iter_coverage_cases(
        operation, generation_modes=generation.modes, generation_config=generation
    ):
        kinds[str(coverage_scenario(case))].append(case)
    chance = random.Random(operation.label)
    chosen = [
        case
        for cases in kinds.values()
        for case in (cases if len(cases) <= OF_A_KIND else chance.sample(cases, OF_A_KIND))
    ]
    if not FULL:
        chosen = chance.sample(chosen, min(len(chosen), AT_BOUNDS))
    faults += filter(None, (_fault(case, key) for case in chosen))
    return len(chosen)


def _drawn(operation, key, faults):
    """Try what is drawn by chance, within and beyond what is declared; return how many cases."""
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    tried = []

    @settings(max_examples=DRAWN, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=st.one_of(modes))
    def draw(case):
        tried.append(_fault(case, key))

    draw()
    faults += filter(None, tried)
    return len(tried)


def _fault(case, key):
    """Return what is wrong with the answer, or nothing."""
    answer = case.call(headers={"Authorization": f"Bearer {key}"})
    declared = {str(code) for code in case.operation.responses.status_codes} | HTTP_ITSELF
    if answer.status_code < 500 and str(answer.status_code) in declared:
        return ""
    return (
        f"{case.operation.label} {case.as_curl_command()}: {answer.status_code} {answer.text[:300]}"
    )


def test_no_two_shapes_bear_one_name():
    """The contract knows shapes by their bare names: the second of two would replace the first."""
    everyone = {shape for shape in _kinds_of(Schema) if shape.__module__.startswith("bihuan.")}
    homes = Counter(shape.__name__ for shape in everyone)
    assert not [name for name, count in homes.items() if count > 1]


def _kinds_of(shape):
    for kind in shape.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def test_every_refusal_is_a_sentence_in_the_reader_s_language_with_its_number(client, db):
    strangers = [client.get("/api/projects"), client.get("/api/none")]
    client.force_login(make_user())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    refused = [
        *strangers,
        client.post("/api/projects", "{", content_type="application/json"),
        client.get("/api/projects?search=%00"),
        client.get("/api/projects/999999"),
        client.delete("/api/projects"),
        client.post("/api/projects", {}, content_type="application/json"),
        strict.post("/api/projects", {"name": "x"}, content_type="application/json"),
    ]
    assert [each.status_code for each in refused] == [401, 404, 400, 400, 404, 405, 422, 403]
    for answer in refused:
        said = answer.json()
        assert list(said)[:2] == ["message", "number"]
        assert not said["message"].isascii(), said
        assert said["number"] == answer["X-Request-Number"]
    client.cookies["django_language"] = "en"
    assert client.get("/api/projects/999999").json()["message"].isascii()


def operations_that_read():
    for _prefix, router in ROUTERS:
        for path_view in router.path_operations.values():
            yield from (each for each in path_view.operations if "GET" in each.methods)


def test_every_call_refuses_a_parameter_that_it_does_not_have(client, db):
    client.force_login(make_user())
    answer = client.get("/api/plans/entries?jahr=2025&seite=2")
    assert answer.status_code == 422
    assert "此接口没有参数“jahr”" in answer.json()["message"]
    assert [each["loc"] for each in answer.json()["detail"]] == [
        ["query", "jahr"],
        ["query", "seite"],
    ]
    assert client.get("/api/projects?search=x").status_code == 200
    assert Client().get("/api/projects?jahr=2025").status_code == 401
    reading = list(operations_that_read())
    assert len(reading) > 60
    for operation in reading:
        with pytest.raises(ValidationError):
            operation.view_func(RequestFactory().get("/", {"jahr": "2025"}))


def test_the_description_is_made_once_and_is_the_same_in_every_language():
    kept = api.get_openapi_schema()
    assert api.get_openapi_schema() is kept
    with translation.override("en"):
        anew = get_schema(api=api, path_prefix=api.get_root_path({}))
    assert json.dumps(anew, cls=NinjaJSONEncoder) == json.dumps(kept, cls=NinjaJSONEncoder)


def test_the_description_of_the_api_is_refused_in_the_same_form(client, db, settings):
    settings.OPEN_API_DOCS = False
    assert list(client.get("/api/openapi.json").json()) == ["message", "number"]
