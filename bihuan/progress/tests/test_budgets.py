from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import signed_in
from bihuan.progress.models import FundsInPlace
from bihuan.projects.models import Project

from .factories import (
    APRIL,
    IN_MARCH,
    make_listed,
    open_march,
    report_march,
)
from .pages import fill_url, round_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(IN_MARCH, tick=False):
        yield


class TestBudgets:
    """Queries do not grow with rows."""

    def several(self, reporter: User) -> None:
        for _each in range(6):
            report_march(make_listed(owner=reporter.organisation), by=reporter, funds={"own": 1})

    @pytest.mark.parametrize("tab", ["fill", "review", "silent", "late", "all", "organisations"])
    def test_a_month_s_lists(
        self, reporter: User, tab: str, django_assert_max_num_queries: Any
    ) -> None:
        self.several(reporter)
        client = signed_in(reporter)
        with django_assert_max_num_queries(18 if tab == "review" else 12):
            client.get(round_url(tab))

    def test_the_year(self, reporter: User, django_assert_max_num_queries: Any) -> None:
        self.several(reporter)
        client = signed_in(reporter)
        client.get(reverse("progress:rounds") + "?year=2024")  # keeps the year
        with django_assert_max_num_queries(10):
            client.get(reverse("progress:rounds"))

    def test_one_form(
        self, project: Project, reporter: User, django_assert_max_num_queries: Any
    ) -> None:
        report_march(project, by=reporter, funds={"own": 1, "fiscal": 2})
        client = signed_in(reporter)
        with django_assert_max_num_queries(16):
            client.get(fill_url(project, APRIL))

    def test_a_save_over_the_api(
        self, project: Project, reporter: User, django_assert_max_num_queries: Any
    ) -> None:
        """Funds that stand as they were said are not written again. PostgreSQL is asked for the
        turn, too.
        """
        open_march()
        client, said = signed_in(reporter), {"project_id": project.pk, "month": "2024-03"}
        funds = set()
        for edition, most in enumerate((19, 17, 17)):
            told = {"edition": edition, "completed_yuan": edition, "funds_yuan": {"own": 1}}
            with django_assert_max_num_queries(most):
                answer = client.post(
                    "/api/progress/reports", said | told, content_type="application/json"
                )
            assert answer.json()["funds_yuan"] == {"own": 1}
            funds.add(FundsInPlace.objects.get().pk)
        assert len(funds) == 1
