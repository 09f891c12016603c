"""Both engines: how they are chosen, and that tables and models agree on each."""

import os
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from bihuan.accounts.models import Organisation
from bihuan.site.home import database_name
from bihuan.site.settings import _database


def test_without_an_address_the_data_is_a_file_in_the_data_folder():
    chosen = _database("")
    assert chosen["ENGINE"] == "bihuan.kit.databases.sqlite"
    assert str(chosen["NAME"]).endswith("bihuan.sqlite3")


def test_an_address_names_a_postgresql_server():
    chosen = _database("postgresql://office:p%40ss@db.example:6432/bihuan")
    assert chosen["ENGINE"] == "bihuan.kit.databases.postgresql"
    assert (chosen["USER"], chosen["PASSWORD"]) == ("office", "p@ss")
    assert (chosen["HOST"], chosen["PORT"]) == ("db.example", 6432)
    assert chosen["NAME"] == "bihuan"


@pytest.mark.both
def test_the_suite_runs_on_the_engine_it_was_told():
    expected = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == expected


@pytest.mark.both
def test_the_name_of_the_database_holds_no_password(settings):
    password = settings.DATABASES["default"].get("PASSWORD")
    assert not password or password not in database_name()


@pytest.mark.django_db
def test_tables_hold_what_the_models_say():
    told = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=told)
    assert "No changes" in told.getvalue() or "没有" in told.getvalue() or not told.getvalue()


@pytest.mark.django_db
def test_system_checks_find_nothing():
    call_command("check", "--fail-level", "WARNING", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_halfway_leaves_nothing_behind():
    with pytest.raises(RuntimeError):
        _create_and_fail()
    assert not Organisation.objects.exists()


@transaction.atomic
def _create_and_fail():
    Organisation.objects.create(name="区住建局")
    raise RuntimeError("halfway")


@pytest.mark.django_db(transaction=True)
def test_a_row_locked_by_one_person_makes_the_next_wait():
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    row = Organisation.objects.create(name="甲")
    locked, order = threading.Event(), []

    def second():
        locked.wait()
        _rename(row.pk, "第二次", order)
        connections.close_all()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=row.pk)
        locked.set()
        while not _somebody_waits():
            assert thread.is_alive(), "the second did not wait"
        order.append("first")
    thread.join()
    assert order == ["first", "第二次"]


def _somebody_waits():
    waiting = "datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")
        return cursor.fetchone()[0] > 0


@transaction.atomic
def _rename(pk, name, order):
    row = Organisation.objects.select_for_update().get(pk=pk)
    order.append(name)
    row.name = name
    row.save()
