"""A page that took long keeps no memory that nobody needs; a quick one keeps its connection."""

import pytest
from django.db import connection

from bihuan.site.journal import requests


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("long_ms", "is_kept"), [(60_000, True), (-1, False)])
def test_a_connection_is_let_go_after_a_page_that_took_long(client, monkeypatch, long_ms, is_kept):
    monkeypatch.setattr(requests, "LONG_MS", long_ms)
    connection.ensure_connection()
    before = connection.connection
    client.get("/accounts/login/")
    assert (connection.connection is before) is is_kept


@pytest.mark.django_db
def test_a_transaction_under_way_keeps_its_connection(client, monkeypatch):
    monkeypatch.setattr(requests, "LONG_MS", -1)
    before = connection.connection
    client.get("/accounts/login/")
    assert connection.connection is before
