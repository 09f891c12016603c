from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.tests.factories import signed_in
from bihuan.notices.tests.factories import at_hour, make_waiting
from bihuan.progress.tests.factories import make_reporter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at_hour(9), tick=False):
        yield


def test_my_work_is_told_with_days_and_links():
    reporter, project = make_waiting()
    told = signed_in(reporter).get("/api/work").json()
    assert (told["on"], told["number"], told["overdue"]) == ("2024-03-25", 1, 0)
    (task,) = told["tasks"]
    assert task["project_id"] == project.pk
    assert (task["kind"], task["due_on"]) == ("fill", "2024-03-28")


def test_a_stranger_is_told_nothing_and_nobody_unknown_is_answered():
    make_waiting()
    assert signed_in(make_reporter()).get("/api/work").json()["tasks"] == []
    assert Client().get("/api/work").status_code == 401
