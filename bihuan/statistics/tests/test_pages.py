from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.statistics import actions
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth, StatisticsStanding

from .factories import MARCH, NOW, make_bureau, make_counted, make_project

pytestmark = pytest.mark.django_db
YEAR = "/statistics/?year=2024"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(user: User, name: str, *args: int, **typed: Any) -> int:
    return int(signed_in(user).post(reverse(f"statistics:{name}", args=args), typed).status_code)


def test_the_bureau_enters_by_form_in_wan() -> None:
    bureau, project = make_bureau(), make_project()
    assert post(bureau, "enter_standing", project.pk, entered_on="2024-01-20") == 302
    month = {"month": "2024-03", "completed_yuan": "5"}
    assert post(bureau, "enter_month", project.pk, **month) == 302
    assert post(bureau, "enter_investment", month="2024-03", cumulative_yuan="12亿") == 302
    assert StatisticsMonth.objects.get().completed_yuan == 50_000
    assert FixedAssetInvestment.objects.get().cumulative_yuan == 1_200_000_000
    page = signed_in(bureau).get(YEAR)
    assert page.context["completed_yuan"] == 50_000
    assert (
        signed_in(bureau).get(reverse("statistics:project", args=[project.pk])).status_code == 200
    )


def test_the_bureau_is_led_to_a_month_until_all_of_it_is_entered() -> None:
    bureau, projects = make_bureau(), [make_project() for _each in range(2)]
    for project in projects:
        post(bureau, "enter_standing", project.pk, entered_on="2024-01-20")
    client = signed_in(bureau)
    for project, leads_to in ((projects[0], "2024-01"), (projects[1], "2024-02")):
        post(bureau, "enter_month", project.pk, month="2024-01", completed_yuan="5")
        assert str(client.get(YEAR).context["month"]) == leads_to


def test_the_office_reads_and_may_not_enter() -> None:
    office, project = make_user(), make_counted()
    page = signed_in(office).get(YEAR)
    assert project.name in page.content.decode()
    assert not page.context["may_enter"]
    assert post(office, "enter_month", project.pk, month="2024-03", completed_yuan="5") == 403
    assert post(office, "enter_standing", project.pk) == 403
    assert post(office, "enter_investment", month="2024-03", cumulative_yuan="5") == 403


def test_unreadable_values_are_refused() -> None:
    bureau, project = make_bureau(), make_counted()
    assert post(bureau, "enter_month", project.pk, month="三月", completed_yuan="5") == 409
    assert post(bureau, "enter_standing", project.pk, entered_on="昨天") == 409
    assert post(bureau, "enter_investment", month="2024-03", cumulative_yuan="很多") == 409
    assert StatisticsStanding.objects.count() == 1


def test_a_stranger_s_projects_are_absent() -> None:
    project, stranger = make_counted(), make_user(role=Role.REPORTER)
    assert project.name not in signed_in(stranger).get(YEAR).content.decode()
    url = reverse("statistics:project", args=[project.pk])
    assert signed_in(stranger).get(url).status_code == 404


def test_the_year_costs_no_more_queries_with_more_rows(django_assert_max_num_queries: Any) -> None:
    bureau = make_bureau()
    for number in range(12):
        project = make_counted(f"路{number}", by=bureau)
        actions.enter_month(project=project, month=MARCH, completed_yuan=5, by=bureau, at=NOW)
    client = signed_in(bureau)
    client.get(YEAR)  # keeps the year
    with django_assert_max_num_queries(10):
        assert client.get(YEAR).status_code == 200
