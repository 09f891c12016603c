"""A value stored as JSON that has another shape than ours is one sentence with an error number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection, models

from bihuan.access.digests import SEALED, changed_days
from bihuan.access.models import SignInRules
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.check import RecordFault, check
from bihuan.audit.log import record
from bihuan.audit.models import Event
from bihuan.importing.models import Batch
from bihuan.kit.errors import DamagedValue
from bihuan.kit.stored import ShapedJSONField, fits
from bihuan.kit.troubles import Trouble
from bihuan.kit.writing import one_writer
from bihuan.projects.actions import set_district
from bihuan.projects.models import District
from bihuan.visits.models import VisitPlan

from .cells import every
from .installations import begin_record

AT = datetime(2024, 4, 2, 3, tzinfo=UTC)
FOUND_OTHERWISE = {
    (Event, "note"),  # the check names the event; who shows it looks at it
    (Batch, "answers"),  # such a batch can be looked at and discarded (`kept_outcomes`)
    (Batch, "columns"),
    (Batch, "mended"),
    (Batch, "outcome"),
}
COLUMNS = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.local_concrete_fields
    if model.__module__.startswith("bihuan.") and isinstance(field, models.JSONField)
]
SHAPED = [field for model, field in COLUMNS if (model, field.name) not in FOUND_OTHERWISE]
WRONG = ["5", "null", "true", '"x"', '["x", {}]', "[[]]", '[{"clause": 5}]', '{"a": 1}', "no JSON"]


def test_every_column_of_json_has_a_shape_that_is_looked_at():
    assert len(SHAPED) >= 9
    for field in SHAPED:
        assert isinstance(field, ShapedJSONField), field
        assert field.shape is not object, field
    assert {(model, field.name) for model, field in COLUMNS} >= FOUND_OTHERWISE


@every("field", SHAPED)
def test_a_value_of_another_shape_is_not_read(field):
    for text in WRONG:
        with pytest.raises(DamagedValue, match=field.name):
            field.from_db_value(text, None, connection)
    assert field.from_db_value(None, None, connection) is None  # no row, beyond a join
    if not isinstance(field.shape, dict):
        assert field.from_db_value("[]", None, connection) == []


@every(
    "value, shape, does",
    [
        (["red"], [str], True),
        (["red", 5], [str], False),
        ("red", [str], False),
        (True, int, False),
        (1, bool, False),
        ({"a": 1, "b": 2}, {"a": int}, True),
        ({"b": 2}, {"a": int}, False),
        ({"甲": "x"}, {str: str}, True),
        ({"甲": 5}, {str: str}, False),
        (None, (int, type(None)), True),
        ("office", Role, True),
        ("nobody", Role, False),
        ([], Role, False),
        (Role.OFFICE, Role.OFFICE, True),
    ],
)
def test_what_fits_a_shape(value, shape, does):
    assert fits(value, shape) is does


def write(table, column, text):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [text])


def is_told(answer):
    """Return whether an answer says that a value is damaged, with an error number."""
    body = answer.content.decode()
    told = answer.json()["message"] if answer["Content-Type"].startswith("application") else body
    number = answer.headers["X-Request-Number"]
    return str(Trouble.DAMAGED_VALUE.label) in told.replace("&#x27;", "'") and number in body


@pytest.mark.django_db
class TestDoors:
    @pytest.fixture
    def client(self, client):
        client.force_login(make_user())
        client.raise_request_exception = False
        return client

    @pytest.mark.parametrize("text", ["5", "{}", '["nobody"]', "null"])
    def test_pages_and_programmes_are_told(self, client, text):
        VisitPlan.objects.create(
            month=AT.date().replace(day=1), seed=1, rules_version=1, made_at=AT, made_by=make_user()
        )
        begin_record()
        write("visits_visitplan", "pool", text)
        for address in ("/visits/plan/2024-04/", "/api/visits/plans/2024-04"):
            answer = client.get(address)
            assert (answer.status_code, is_told(answer)) == (503, True), address
        (found,) = check().found
        assert (found.trouble, found.kind) == (RecordFault.CHANGED, "visits.visitplan")

    @pytest.mark.parametrize("text", ["5", "[]", '{"changes": []}', "null"])
    def test_a_damaged_event_is_told_on_a_page_of_history(self, client, text):
        set_district(by=make_user(), at=AT, year=2024)
        assert client.get("/district/").status_code == 200
        write("audit_event", "note", text)
        answer = client.get("/district/")
        assert (answer.status_code, is_told(answer)) == (503, True)

    def test_a_damaged_word_of_a_day_at_the_doors_is_a_changed_day(self):
        with one_writer():
            record(SEALED, District.objects.served(), by=make_user(), at=AT)
        Event.objects.update(thing_id="2024-04-01")
        for note in ("{}", "[]", '{"events": "many", "sha256": 5}', "null"):
            write("audit_event", "note", note)
            assert [str(day) for day in changed_days(kept_from=AT.date().replace(day=1))] == [
                "2024-04-01"
            ]

    def test_a_damaged_rule_of_sign_in_is_told_on_its_page(self, client):
        SignInRules.objects.create(pk=1)
        begin_record()
        write("access_signinrules", "two_step_roles", '{"a": 1}')
        answer = client.get("/access/rules/")
        assert (answer.status_code, is_told(answer)) == (503, True)
