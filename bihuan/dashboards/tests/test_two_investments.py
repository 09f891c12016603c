from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.progress import actions as progress
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import (
    IN_MARCH,
    WAN,
    make_listed,
    make_reporter,
    report_march,
)
from bihuan.projects.models import Project
from bihuan.statistics import actions as statistics
from bihuan.statistics.models import StatisticsMonth

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)
URL = "/two-investments/?year=2024"


def counted_twice(office_yuan: int, bureau_yuan: int | None) -> Project:
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    report = report_march(project, by=reporter, completed_yuan=office_yuan)
    progress.accept(report=report, by=make_user(), at=IN_MARCH)
    bureau = make_user(role=Role.STATISTICS)
    if bureau_yuan is not None:
        statistics.enter_standing(
            project=project, entered_on=date(2024, 1, 9), started_on=None, by=bureau, at=IN_MARCH
        )
        statistics.enter_month(
            project=project, month=MARCH, completed_yuan=bureau_yuan, by=bureau, at=IN_MARCH
        )
    return project


def page(user: User) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(URL)


def test_differences_are_questions_the_largest_first_and_nothing_is_changed() -> None:
    less = counted_twice(100 * WAN, 90 * WAN)
    least = counted_twice(80 * WAN, 85 * WAN)
    counted_twice(50 * WAN, 50 * WAN)
    rows = page(make_user()).context["page"].object_list
    assert [row.project_id for row in rows] == [less.pk, least.pk]
    assert [row.difference_yuan for row in rows] == [10 * WAN, -5 * WAN]
    assert Report.objects.get(project=less).completed_yuan == 100 * WAN
    assert StatisticsMonth.objects.get(project=less).completed_yuan == 90 * WAN


def test_where_the_bureau_says_nothing_nothing_is_subtracted() -> None:
    absent, less = counted_twice(300 * WAN, None), counted_twice(100 * WAN, 90 * WAN)
    answer = page(make_user())
    rows = answer.context["page"].object_list
    assert [row.project_id for row in rows] == [less.pk, absent.pk]
    assert rows[1].difference_yuan is None
    assert answer.content.decode().count("300.00") == 1


def test_a_difference_is_of_what_stands_beside_it() -> None:
    counted_twice(1_004_950, 900_051)  # 100.50 and 90.01 as they are shown, 10.49 apart in full
    shown = page(make_user()).content.decode()
    assert all(f">{told}<" in shown for told in ("100.50", "90.01", "10.49"))


def test_without_any_statistics_nothing_is_asked() -> None:
    counted_twice(100 * WAN, None)
    assert page(make_user()).context["both"].until is None


def test_a_stranger_s_projects_are_absent() -> None:
    project = counted_twice(100 * WAN, 1)
    assert project.name not in page(make_reporter()).content.decode()
    assert Client().get(reverse("dashboards:two_investments")).status_code == 302


def test_more_rows_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        counted_twice(100 * WAN, number)
    office, client = make_user(), Client()
    client.force_login(office)
    client.get(URL)  # keeps the year
    with django_assert_max_num_queries(11):
        assert client.get(URL).status_code == 200
