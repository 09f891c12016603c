"""A check of a record that somebody emptied ends, and says so."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.check import check
from bihuan.audit.models import Event
from bihuan.progress.tests.factories import make_listed, make_reporter, report_march

pytestmark = pytest.mark.django_db


def test_of_many_differences_few_are_told_in_words_that_must_be_read(
    monkeypatch: Any, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    reporter = make_reporter()
    for _each in range(5):
        report_march(make_listed(owner=reporter.organisation), by=reporter)
    make_user()
    monkeypatch.setattr("bihuan.audit.check.IN_WORDS", 0)
    with CaptureQueriesContext(connection) as sound:
        check()
    Event.objects.all().delete()
    with CaptureQueriesContext(connection) as emptied:
        found = check().found
    assert len(found) > 20
    assert len(emptied) <= len(sound)
