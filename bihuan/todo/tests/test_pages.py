from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.matters.tests.factories import raise_one
from bihuan.notices.tests.factories import TODAY, at_hour, make_waiting
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at_hour(9), tick=False):
        yield


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_my_work_shows_what_waits_for_me_and_nothing_of_strangers():
    reporter, project = make_waiting()
    strange = make_listed(owner=make_organisation())
    page = shown(signed_in(reporter), "/work/")
    assert project.name in page
    assert "填报2024年3月月报" in page
    assert strange.name not in page


def test_who_has_nothing_to_do_is_told_so():
    assert "没有待办事项" in shown(signed_in(make_user(role=Role.VIEWER)), "/work/")


def test_the_number_in_the_header_is_fetched_beside_the_page():
    reporter, _project = make_waiting()
    assert ">1</span>" in shown(signed_in(reporter), "/work/number/")
    assert "span" not in shown(signed_in(make_user(role=Role.VIEWER)), "/work/number/")


def test_my_work_costs_no_more_queries_with_more_projects(django_assert_max_num_queries: Any):
    reporter = make_reporter()
    open_march()
    for _each in range(20):
        make_listed(owner=reporter.organisation)
    client = signed_in(reporter)
    with django_assert_max_num_queries(20):
        client.get("/work/")


def test_the_offices_work_costs_no_more_queries_with_more_matters():
    client = signed_in(make_user())

    def cost(number: int) -> int:
        for _each in range(number):
            raise_one(on=TODAY)
        with CaptureQueriesContext(connection) as captured:
            client.get("/work/")
        return len(captured)

    assert cost(2) == cost(10)
