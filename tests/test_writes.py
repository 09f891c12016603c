"""Every way to write through the ORM is noted, row by row, and does what it did before."""

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.db.models import F

from bihuan.accounts.models import Leader, Organisation
from bihuan.accounts.tests.factories import make_user
from bihuan.kit import writes
from bihuan.kit.bulk import insert_all, update_all

pytestmark = pytest.mark.django_db


def noted():
    """Return the keys noted since the last time, by model."""
    found = {}
    for written in writes.take():
        rows = [row[0] for row in written.rows]
        keys = {*written.keys, *rows, *(thing.pk for thing in written.objects)}
        found.setdefault(written.model, set()).update(keys)
    return found


@pytest.fixture
def three():
    made = [Organisation.objects.create(name=name) for name in "甲乙丙"]
    noted()
    return made


def test_rows_that_are_made_are_noted_singly_and_in_bulk(three):
    one = Organisation.objects.create(name="丁")
    many = Organisation.objects.bulk_create([Organisation(name=name) for name in "戊己"])
    fast = [Leader(name="某甲"), Leader(name="某乙")]
    insert_all(Leader, fast)
    assert noted() == {
        Organisation: {one.pk, *(each.pk for each in many)},
        Leader: {each.pk for each in fast},
    }


def test_an_update_by_a_condition_changes_its_rows_and_notes_just_those(three):
    changed = Organisation.objects.filter(name__in=["甲", "丙"]).update(credit_code=F("name"))
    assert changed == 2
    assert noted() == {Organisation: {three[0].pk, three[2].pk}}
    codes = dict(Organisation.objects.values_list("name", "credit_code"))
    assert codes == {"甲": "甲", "乙": "", "丙": "丙"}


def test_an_update_through_another_table_changes_its_rows_and_notes_just_those(three):
    leader = Leader.objects.create(name="某甲")
    Organisation.objects.filter(pk=three[1].pk).update(in_charge=leader)
    noted()
    assert Organisation.objects.filter(in_charge__name="某甲").update(credit_code="x") == 1
    assert noted() == {Organisation: {three[1].pk}}
    three[1].refresh_from_db()
    assert three[1].credit_code == "x"


def test_an_update_that_meets_no_row_notes_none(three):
    assert Organisation.objects.filter(name="癸").update(credit_code="x") == 0
    assert noted() == {}


def test_a_saved_row_and_rows_updated_each_in_its_own_way_are_noted(three):
    three[0].name = "子"
    three[0].save()
    three[1].credit_code = "x"
    Organisation.objects.bulk_update(three[1:2], ["credit_code"])
    update_all(Organisation, ["name"], [("丑", three[2].pk)])
    assert noted() == {Organisation: {each.pk for each in three}}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"子", "乙", "丑"}


def test_rows_that_go_are_noted_by_condition_and_by_cascade(three):
    assert Organisation.objects.filter(name="甲").delete()[0] == 1
    three[1].delete()
    found = noted()[Organisation]
    assert len(found) == 2
    assert list(Organisation.objects.all()) == [three[2]]


def test_every_compiler_that_django_has_for_a_database_is_the_one_that_notes():
    """Most of ours are shared between both: a Django with others of its own must not be missed."""
    engine = {"sqlite": "sqlite3"}.get(connection.vendor, connection.vendor)
    django_s = import_module(f"django.db.backends.{engine}.operations").DatabaseOperations
    ours = connection.ops
    theirs = import_module(django_s.compiler_module)
    mine = import_module(ours.compiler_module)
    for name in mine.__all__:
        assert issubclass(getattr(mine, name), getattr(theirs, name)), name


def test_what_a_savepoint_takes_back_is_forgotten_and_its_recording_with_it(three):
    Organisation.objects.create(name="丁")
    with pytest.raises(RuntimeError):
        _write_and_fail()
    assert set(noted()) == {Organisation}


def test_bookkeeping_alone_is_not_noted(three):
    user = make_user()
    noted()
    type(user).objects.filter(pk=user.pk).update(last_login=None)
    assert noted() == {}


@transaction.atomic
def _write_and_fail():
    Leader.objects.create(name="某甲")
    assert set(noted()) == {Organisation, Leader}
    raise RuntimeError
