"""A database that another holds is no fault of the caller's: the API says so in a sentence."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from bihuan.site.api import database_failed


def test_a_call_that_could_not_write_meanwhile_is_told_in_a_sentence():
    request = RequestFactory().get("/api/")
    answer = database_failed(request, OperationalError("database is locked"))
    assert answer.status_code == 503
    with pytest.raises(OperationalError):
        database_failed(request, OperationalError("disk is full"))
