"""Every call of the API answers what it declares, whatever it is asked."""

from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema

from bihuan.accounts.tests.factories import make_key, make_user
from bihuan.site.wsgi import application

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
HTTP_ITSELF = {"405"}  # a method that no call has


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


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_call_fails_or_answers_what_it_does_not_declare(case, office_key):
    answer = case.call(headers={"Authorization": f"Bearer {office_key}"})
    declared = {str(code) for code in case.operation.responses.status_codes}
    assert answer.status_code < 500, answer.text[:500]
    assert str(answer.status_code) in declared | HTTP_ITSELF, answer.text[:500]


def test_no_two_shapes_bear_one_name():
    """The contract knows shapes by their bare names: the second of two would replace the first."""
    everyone = {shape for shape in _kinds_of(Schema) if shape.__module__.startswith("bihuan.")}
    homes = Counter(shape.__name__ for shape in everyone)
    assert not [name for name, count in homes.items() if count > 1]


def _kinds_of(shape):
    for kind in shape.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def test_what_is_no_json_or_comes_from_another_site_is_told_in_the_declared_words(client, db):
    client.force_login(make_user())
    broken = client.post("/api/projects", "{", content_type="application/json")
    assert (broken.status_code, list(broken.json())) == (400, ["detail"])
    assert list(client.get("/api/projects?search=%00").json()) == ["detail"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    shut = strict.post("/api/projects", {"name": "x"}, content_type="application/json")
    assert (shut.status_code, list(shut.json())) == (403, ["message"])
