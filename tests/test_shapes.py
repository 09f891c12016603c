"""What the record holds of a row is the same whichever database it stands in, and whoever reads."""

import hashlib
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest

from bihuan.accounts.models import Organisation, User
from bihuan.audit.many import digests
from bihuan.audit.recorded import recorded_models, shape_of
from bihuan.audit.sealing import written_facts
from bihuan.audit.shapes import FORMS, FactColumn, FactShape, canonical, digest
from bihuan.kit.bulk import insert_all
from bihuan.progress.kinds import ReportState
from bihuan.projects.models import Theme

KINDS = (
    (True, False),
    (1, 0, -1, 2**70),
    (1.5, -0.0, 0.0),
    (UUID(int=7),),
    (time(8, 30),),
    (b"\x00",),
    ("", "1", '引号“"”\n\u2028%s', "\udc80", "62.50", "2024-02-29", "2024-02-29 01:00:00"),
    (ReportState.ACCEPTED, ReportState.DRAFT),
    (date(2024, 2, 29),),
    (Decimal("0.00"), Decimal("-0"), Decimal("62.50"), Decimal("62.5")),
    (datetime(2024, 2, 29, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("form", "spellings", "said"),
    [
        ("truth", [True, 1], True),
        ("day", [date(2024, 2, 29), "2024-02-29"], "2024-02-29"),
        (
            "moment",
            [datetime(2024, 2, 29, 1, tzinfo=UTC), "2024-02-29 01:00:00", datetime(2024, 2, 29, 1)],  # noqa: DTZ001  # as SQLite's adapter gives it
            "2024-02-29T01:00:00+00:00",
        ),
        ("number", [Decimal("62.50"), 62.5, "62.5", Decimal("6.25E+1")], "62.5"),
        (
            "structure",
            ['{"b": 1, "a": [true, null]}', {"a": [True, None], "b": 1}],
            {"a": [True, None], "b": 1},
        ),
    ],
)
def test_a_value_is_said_in_one_way_however_a_database_spells_it(form, spellings, said):
    assert [FORMS[form](each) for each in spellings] == [said] * len(spellings)
    assert FORMS[form](None) is None


def test_a_digest_is_that_of_plain_json_which_anyone_can_make():
    values = {"name": "区住建局", "amount": 12, "more": {"b": [1, "é"], "a": None}, "is": True}
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert canonical(values) == plain
    assert digest(values) == hashlib.sha256(plain.encode()).hexdigest()


def test_rows_written_in_bulk_digest_to_what_is_read_back(db):
    insert_all(Theme, [Theme(name="港产城"), Theme(name="民生")])
    written = {key: value for fact in written_facts() for key, value in fact.facts.items()}
    shape = shape_of(Theme)
    assert written == {
        f"{shape.kind}#{key}": (None, digest(values)) for key, values in shape.rows()
    }


def test_every_table_of_facts_is_recorded_but_for_those_that_say_otherwise():
    kinds = {shape_of(model).kind for model in recorded_models()}
    assert {"progress.report", "plans.planmonth", "matters.matter", "accounts.user"} <= kinds
    assert "projects.project_themes" in kinds
    assert "audit.event" not in kinds


def test_a_password_leaves_the_house_as_a_digest_only():
    column = next(c for c in FactShape.of(User).columns if c.name == "password")
    assert column.form == "secret"
    assert "last_login" not in FactShape.of(User).names
    assert FactShape.of(Organisation).names == tuple(sorted(FactShape.of(Organisation).names))


def test_every_kind_of_fact_is_digested_as_its_plain_json(db):
    for model in recorded_models():
        shape = shape_of(model)
        values = dict.fromkeys(shape.names, "值") | {shape.names[0]: {"b": 1, "a": [None]}}
        flat = dict.fromkeys(shape.names, 12)
        assert shape.digest(flat) == digest(flat)
        if any(column.form == "structure" for column in shape.columns):
            assert shape.digest(values) == digest(values)


def test_many_rows_are_digested_as_each_alone_whatever_stands_in_them():
    for shape, kind in product(map(shape_of, recorded_models()), KINDS):
        if shape.is_plain:
            rows = [[value] * len(shape.columns) for value in (*kind, None, *kind)]
            assert list(digests(shape, rows)) == [shape.digest(shape.values(row)) for row in rows]


def test_a_choice_is_digested_as_the_text_that_it_is():
    shape = FactShape("x", "x", "id", (FactColumn("state", "state", "same"),))
    assert len(set(digests(shape, [[ReportState.ACCEPTED], ["accepted"]]))) == 1
