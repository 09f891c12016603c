"""What overview and list say of a month that asked nobody, or whose reports are not all in."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.tests.factories import signed_in
from bihuan.lights.tests.factories import AFTER_GRACE, give_inspector_light, make_reported
from bihuan.progress.tests.factories import IN_MARCH, make_listed
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
OVERVIEW, PROJECTS = reverse("dashboards:overview"), reverse("dashboards:projects")


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def test_a_persons_light_makes_no_gap_where_nothing_was_reported():
    project = make_listed()
    give_inspector_light(project, "red")
    seen = signed_in().get(PROJECTS, {"month": "3"}).context
    ((row, _cells),) = seen["lines"]
    assert (row.light, row.gap_linear, row.lacking_yuan) == ("red", None, 0)
    assert "-25.00" not in seen["totals"].texts


def test_a_month_that_asked_nobody_is_neither_reported_nor_behind():
    give_inspector_light(make_listed(), "red")
    answer = signed_in().get(OVERVIEW, {"year": "2024", "month": "3"})
    assert answer.context["seen"].short == []
    for words in ("均已报送", "进度滞后：", "均不落后"):
        assert words not in answer.text


def test_a_group_without_a_report_is_not_called_behind():
    make_reported(completed_yuan=1_000_000)
    make_listed(project_class="preparation")
    seen = signed_in().get(OVERVIEW, {"month": "3"}).context["seen"]
    assert len(seen.classes) == 2
    assert [bar for bar in seen.short if bar in seen.classes] == [seen.classes[0]]


def test_before_the_last_day_the_headline_says_that_reports_are_missing():
    make_reported(completed_yuan=1_000_000)
    make_listed()
    for mode in ("", "wall"):
        with time_machine.travel(IN_MARCH, tick=False):
            answer = signed_in().get(OVERVIEW, {"month": "3", "mode": mode})
        assert "2个项目中已审定1个" in answer.text
        assert "总体慢于" not in answer.text
        assert "均已报送" not in answer.text
    assert "总体慢于" in signed_in().get(OVERVIEW, {"month": "3"}).text
