"""What somebody builds into the database or takes off its tables is named."""

import pytest
from django.db import connection

from bihuan.audit.accepting import accept
from bihuan.audit.check import RecordFault, check
from bihuan.audit.log import ClockActor
from bihuan.site.doctor import DoctorState, database

from .tampering import AT, build_house, sql

pytestmark = pytest.mark.in_turns


@pytest.fixture
def house(db, settings, tmp_path):
    return build_house(settings, tmp_path)


PLANTED = {
    "sqlite": {
        "planted": "CREATE TRIGGER planted AFTER INSERT ON matters_matter BEGIN SELECT 1; END",
    },
    "postgresql": {
        "planted": """
            CREATE FUNCTION lies() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql;
            CREATE TRIGGER planted BEFORE INSERT ON matters_matter
            FOR EACH ROW EXECUTE PROCEDURE lies()""",
        "planted_too": "CREATE RULE planted_too AS ON DELETE TO matters_matter DO ALSO SELECT 1",
        "policy": """
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE matters_matter ENABLE ROW LEVEL SECURITY;
            CREATE POLICY policy ON matters_matter USING (id > 20)""",
        "shadow": "CREATE TABLE shadow () INHERITS (matters_matter)",
    },
}


def test_what_acts_inside_the_database_is_named_and_nobody_answers_for_it(house):
    planted = PLANTED[connection.vendor]
    usual = set(database.look())
    for sentence in planted.values():
        sql(sentence)
    for _turn in ("found", "found again though accepted"):
        found = check().found
        assert [each.key for each in found] == list(planted)
        assert all("matters_matter" in str(each) for each in found)
        assert accept(found, reason="it is ours", by=ClockActor(), at=AT) == 0
    named = [each for each in database.look() if each not in usual]
    assert [each.state for each in named] == [DoctorState.WRONG] * len(planted)


DOUBLED = {
    "sqlite": [
        "ALTER TABLE projects_district RENAME TO former",
        "CREATE TABLE projects_district AS SELECT * FROM former",
        "INSERT INTO projects_district SELECT * FROM former",
        "DROP TABLE former",
    ],
    "postgresql": [
        "CREATE TABLE shadow () INHERITS (projects_district)",
        "INSERT INTO shadow SELECT * FROM ONLY projects_district",
    ],
}


def test_a_row_that_stands_twice_with_one_key_is_named(house):
    for sentence in DOUBLED[connection.vendor]:
        sql(sentence)
    found = [each for each in check().found if each.trouble != RecordFault.INSIDE]
    assert [(each.trouble, each.kind) for each in found] == [
        (RecordFault.ADDED, "projects.district")
    ]


def test_a_table_without_its_keys_and_conditions_is_named(house):
    usual = {str(each) for each in database.look()}
    if connection.vendor == "postgresql":
        sql("ALTER TABLE projects_district DROP CONSTRAINT projects_district_pkey CASCADE")
    else:
        for sentence in DOUBLED["sqlite"][:2]:
            sql(sentence)
    told = [each for each in database.look() if str(each) not in usual]
    assert {each.state for each in told} == {DoctorState.WRONG}
    assert all("projects_district" in str(each) for each in told)
