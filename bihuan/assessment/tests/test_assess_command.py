"""`bihuan assess`: a month, the end of a quarter, a year; and figures of a year nobody has."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from bihuan.assessment.kinds import AssessedPeriod
from bihuan.assessment.models import Freeze
from bihuan.figures.tests.district import MARCH
from bihuan.figures.tests.factories import WAN, accept_month, make_listed, open_rounds
from bihuan.kit.months import Month
from bihuan.plans.models import AnnualList, Entry, ProjectYear

from .frozen_district import freeze_march, locked_district
from .small_scheme import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
APRIL = datetime(2024, 4, 10, 2, tzinfo=UTC)
NEXT_YEAR = datetime(2025, 1, 20, 2, tzinfo=UTC)
GROWTH = TEXT.replace(
    "{figure: plan_completion.all}",
    "{figure: completed.all, compare: last-year, take: growth}",
    1,
)


def assess(*options):
    out = StringIO()
    call_command("assess", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def scored(found):
    return {each["subject"]: each["score"] for each in found if each["score"] is not None}


@time_machine.travel(APRIL, tick=False)
def test_to_the_end_of_a_quarter_it_gives_what_the_quarter_is_frozen_with():
    locked_district()
    freeze = freeze_march(period=AssessedPeriod.QUARTER)
    assert freeze.is_final
    rows = Freeze.objects.get().scores.filter(sheet="construction").exclude(total="")
    assert scored(assess("--year", "2024", "--month", "3")) == {
        row.label: row.total for row in rows
    }


@time_machine.travel(APRIL, tick=False)
def test_without_a_month_a_year_that_goes_on_is_scored_to_its_last_month_run():
    locked_district()
    found = assess("--year", "2024")
    assert scored(found)
    assert found == assess("--year", "2024", "--month", "2024-03")
    assert found != assess("--year", "2024", "--month", "2")


@time_machine.travel(NEXT_YEAR, tick=False)
def test_without_a_month_a_year_that_is_over_is_scored_whole():
    first, *_others = locked_district()
    open_rounds(*range(4, 13))
    accept_month(first, 40 * WAN, month=Month(2024, 12))
    found = assess("--year", "2024")
    assert scored(found)
    assert found == assess("--year", "2024", "--month", "12")
    assert found != assess("--year", "2024", "--month", "3")


class TestAYearWithoutData:
    @pytest.fixture(autouse=True)
    def _april(self):
        with time_machine.travel(APRIL, tick=False):
            yield

    @pytest.fixture
    def scheme(self, tmp_path):
        path = tmp_path / "growth.yaml"
        path.write_text(GROWTH.replace("default:", "growth:"), encoding="utf-8")
        return ("--year", "2024", "--month", "3", "--scheme", str(path))

    def test_who_has_no_last_year_is_not_assessed_with_the_reason_and_never_nought(self, scheme):
        project = make_listed(name="新")
        accept_month(project, 100 * WAN)
        (found,) = assess(*scheme, "--all")
        assert found["score"] is None
        assert found["rank"] is None
        assert found["items"] == []
        assert found["reason"].startswith("完成率：完成投资：没有可比数据")
        assert assess(*scheme) == []

    def test_a_last_year_of_nought_is_no_year_to_grow_from(self, scheme):
        project = make_listed(name="新")
        make_listed_before(project, 0)
        accept_month(project, 100 * WAN)
        (found,) = assess(*scheme, "--all")
        assert found["score"] is None
        assert found["reason"]

    def test_beside_one_who_has_a_last_year_it_has_no_part_in_the_places(self, scheme):
        new, old = make_listed(name="新"), make_listed(name="旧")
        make_listed_before(old, 50 * WAN)
        for project in (new, old):
            accept_month(project, 100 * WAN)
        found = {each["subject"]: each for each in assess(*scheme, "--all")}
        assert (found["旧"]["rank"], found["旧"]["of"]) == (1, 1)
        assert Decimal(found["旧"]["items"][0]["inputs"]["rate"]) == 100
        assert found["新"]["score"] is None


def make_listed_before(project, yuan):
    """Let a project have been on the list of the year before, with an accepted March."""
    ProjectYear.objects.create(project=project, year=2023, project_class="construction")
    annual_list, _new = AnnualList.objects.get_or_create(year=2023, tier="district")
    Entry.objects.create(
        annual_list=annual_list, project=project, added_on=Month(2023, 1).first_day
    )
    accept_month(project, yuan, month=Month(MARCH.year - 1, MARCH.number))
