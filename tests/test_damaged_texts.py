"""Bytes in a column of text, written past the programme: SQLite takes them. Such a text is shown as
damaged, and all else as it is.
"""

from __future__ import annotations

import random

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.urls import reverse

from bihuan.accounts.actions import add_organisation
from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation
from bihuan.importing.actions import discard, stage
from bihuan.importing.models import SourceFile
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.kit.errors import DamagedValue

from .cells import FULL, TURN, every, share_of_day
from .tampering import AT, build_house
from .test_damaged_values import is_told
from .test_doors import PAGES
from .unchecked import without_checks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes no such value"),
]
TEXTS = [
    (model._meta.db_table, str(field.column))
    for model in apps.get_models()
    for field in model._meta.local_concrete_fields
    if model.__module__.startswith("bihuan.")
    and isinstance(field, models.CharField | models.TextField | models.FileField)
]
LISTS = [path for _view, path in PAGES.values() if "1" not in path.split("/")]
AT_ONCE = len(LISTS) if FULL else 2
"""Pages that are drawn for each column."""
BYTES = ["x'00ff'", "CAST(x'e4b8ff' AS TEXT)"]
"""No text at all, and one that is no UTF-8."""


@pytest.fixture
def office(settings, tmp_path):
    build_house(settings, tmp_path)
    user = User.objects.filter(role=Role.OFFICE).earliest("pk")
    for number in (1, 2):
        stage(files=[ledger(ledger_row(number))], year=2024, by=user, at=AT)
    return user


@pytest.fixture
def client(client, office):
    client.force_login(office)
    client.raise_request_exception = False
    return client


def damage(table, column, value):
    """Write into the last row; return whether there is one that takes it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(rowid) FROM {table}")
        (last,) = cursor.fetchone()
        if last is not None:
            with without_checks():
                cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = {last}")
    return last is not None


def test_no_page_fails_for_a_damaged_text_without_saying_so(client):
    drawn, failed, tried = random.Random(8), [], 0
    opened = [path for path in LISTS if client.get(path).status_code == 200]
    for number, (table, column) in enumerate(share_of_day(TEXTS, of=2), TURN // 2):
        with transaction.atomic():
            if damage(table, column, BYTES[number % 2]):
                for path in drawn.sample(opened, min(AT_ONCE, len(opened))):
                    answer, tried = client.get(path), tried + 1
                    if answer.status_code not in (200, 302) and not is_told(answer):
                        failed.append((table, column, path, answer.status_code))
            transaction.set_rollback(True)
    assert tried > 75
    assert failed == []


@every("value", BYTES, rolled_back=True)
def test_an_import_whose_file_has_a_damaged_name_stands_among_the_others(client, office, value):
    assert damage("intake_sourcefile", "name", value)
    batch, other = SourceFile.objects.latest("pk").batch, SourceFile.objects.earliest("pk")
    seen = client.get("/import/")
    assert seen.status_code == 200
    assert "（已损坏）" in seen.content.decode()
    assert other.name in seen.content.decode()
    assert client.get("/api/imports").status_code == 200
    assert client.get(reverse("importing:batch", args=[batch.pk])).status_code == 200
    assert discard(batch=batch, by=office, at=AT).is_discarded


@every("value", BYTES, rolled_back=True)
def test_a_stand_in_is_never_written_nor_searched_for(office, value):
    make_organisation()
    assert damage("accounts_organisation", "name", value)
    damaged = Organisation.objects.latest("pk")
    with pytest.raises(DamagedValue), transaction.atomic():
        damaged.save()
    with pytest.raises(DamagedValue), transaction.atomic():
        Organisation.objects.filter(name=damaged.name).exists()
    assert add_organisation(name="另一单位", by=office, at=AT).name == "另一单位"


@every("value", BYTES, rolled_back=True)
def test_nothing_is_decided_by_a_damaged_choice(office, value):
    assert damage("accounts_user", "role", value)
    with pytest.raises(DamagedValue):
        list(User.objects.all())


def test_a_text_is_read_as_ever_after_a_damaged_one(office):
    assert damage("accounts_organisation", "name", BYTES[1])
    list(Organisation.objects.all())
    office.refresh_from_db()
    assert type(office.username) is str
