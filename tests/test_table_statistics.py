"""What SQLite knows of its tables is told when many rows came in, and again when they grew."""

import pytest
from django.db import connection

from bihuan.accounts.models import Leader
from bihuan.kit.databases.table_statistics import refresh_if_grown

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself"
    ),
]


def leaders(count: int) -> None:
    Leader.objects.bulk_create(Leader(name=f"领导{n}") for n in range(count))


def test_a_table_that_was_never_looked_at_is_looked_at_once() -> None:
    leaders(20)
    assert refresh_if_grown(Leader)
    assert not refresh_if_grown(Leader)


def test_a_table_is_looked_at_again_once_it_grew_or_shrank_by_a_tenth() -> None:
    leaders(20)
    refresh_if_grown(Leader)
    Leader.objects.create(name="又一位")
    Leader.objects.create(name="再一位")
    assert not refresh_if_grown(Leader)
    Leader.objects.create(name="第三位")
    assert refresh_if_grown(Leader)
    Leader.objects.filter(name__startswith="领导1").delete()
    assert refresh_if_grown(Leader)


def test_nothing_is_looked_at_where_nothing_stands() -> None:
    assert not refresh_if_grown(Leader)
