"""“No change” over a saved draft: the page asks before anything is lost (REPORT-8)."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.progress.models import Report

from .factories import MARCH, WAN, make_listed, make_reporter, open_march

pytestmark = pytest.mark.django_db


def test_the_page_asks_and_replaces_only_what_was_agreed() -> None:
    open_march()
    reporter, client = make_reporter(), Client()
    project = make_listed(owner=reporter.organisation)
    client.force_login(reporter)
    fill = reverse("progress:fill", args=[MARCH, project.pk])
    url = reverse("progress:no_change", args=[MARCH, project.pk])
    client.post(fill, {"completed_yuan": "1200", "problems": "缺电", "edition": 0})
    edition = Report.objects.get().edition
    asked = client.post(url, {"edition": edition})
    assert asked.status_code == 409
    assert 'name="replace"' in asked.content.decode()
    assert Report.objects.get().completed_yuan == 1200 * WAN
    assert client.post(url, {"edition": edition, "replace": "1"}).status_code == 302
    assert (Report.objects.get().no_change, Report.objects.get().problems) == (True, "")
