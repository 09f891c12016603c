"""A month's list and lights speak of who stood on the lists then, as its figures do."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from bihuan.accounts.tests.factories import make_user
from bihuan.command.queries.commanders import project_lights
from bihuan.dashboards.http import asked_projects
from bihuan.dashboards.queries.list_totals import list_totals, totals_by_part
from bihuan.dashboards.queries.listing import columns
from bihuan.dashboards.queries.narrowing import narrowed
from bihuan.dashboards.queries.register import colours, register
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.queries import parts
from bihuan.figures.questions import Question
from bihuan.figures.tests.factories import WAN, accept_month, put_on_list
from bihuan.kit.money import wan
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import distribution, lights
from bihuan.plans.actions import leave_list, return_to_list
from bihuan.plans.models import Entry
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.tests.factories import make_listed

pytestmark = pytest.mark.django_db
JANUARY, MARCH, MAY, JULY = (Month(2024, number) for number in (1, 3, 5, 7))
TODAY = date(2024, 8, 1)
AT = datetime(2024, 8, 1, 2, tzinfo=UTC)


def rows(month: Month):
    return {row.name: row for row in register(month, Basis.ORIGINAL, TODAY)}


def tiers_in(month: Month) -> dict[str, tuple[str, ...]]:
    return {name: row.tiers for name, row in rows(month).items()}


def test_the_tiers_of_a_month_are_those_of_its_end():
    leaver = make_listed(name="退出的", name_key="退出的")
    make_listed(name="新增的", name_key="新增的", added_on=date(2024, 3, 18))
    entry = Entry.objects.get(project=leaver)
    office = make_user()
    leave_list(entry=entry, on=date(2024, 4, 10), reason="缓建", by=office, at=AT)
    return_to_list(entry=entry, on=date(2024, 6, 20), reason="恢复", by=office, at=AT)
    tier = (entry.annual_list.tier,)
    assert tiers_in(JANUARY) == {"退出的": tier, "新增的": ()}
    assert tiers_in(MARCH) == {"退出的": tier, "新增的": tier}
    assert tiers_in(MAY) == {"退出的": (), "新增的": tier}
    assert tiers_in(JULY) == {"退出的": tier, "新增的": tier}
    seen = list(register(JANUARY, Basis.ORIGINAL, TODAY))
    (part, *_others) = totals_by_part(seen, columns(["planned_yuan"]), JANUARY.number)
    assert (part.count, part.listed) == (1, 1)


def test_a_tier_of_the_list_is_measured_by_the_plans_of_its_own_list():
    both = make_listed(planned_yuan=1_200 * WAN)
    put_on_list(both, "municipal", 2_000 * WAN)
    accept_month(both, 300 * WAN)
    accept_month(make_listed(planned_yuan=600 * WAN), 100 * WAN)
    seen = [row for row in register(MARCH, Basis.ORIGINAL, TODAY) if row.is_of_year]
    shown = columns(["planned_yuan", "to_date_yuan", "completion"])
    question = Question(2024, MARCH.number)
    ids = "planned.all", "completed.all", "plan_completion.all"
    by_tier = {each.label: each for each in parts(Dimension.TIER, question, *ids)}
    listed = {each.part: each for each in totals_by_part(seen, shown, MARCH.number)}
    for key, tier in (("municipal", "市重点"), ("district", "区重点")):
        found = list_totals(narrowed(seen, {"tier": key}), shown, MARCH.number)
        planned, done, rate = (by_tier[tier][each].value for each in ids)
        expected = [wan(int(planned or 0)), wan(int(done or 0)), f"{rate:.2f}"]
        assert found.texts == expected
        assert tier not in listed or listed[tier].texts == expected


def test_the_sums_of_the_whole_list_are_those_of_its_rows_and_follow_each_change(rf):
    def sums(**asked: str):
        request = rf.get("/", {"year": "2024", "month": "3", **asked})
        request.user = office
        return asked_projects(request, today=TODAY).sums(columns([]))

    office = make_user()
    accept_month(make_listed(), 100 * WAN)
    for added in (make_listed, lambda: make_listed(project_class="preparation")):
        added()
        assert sums() == sums(scope="all")
        assert sums().whole.count == sums(scope="all").whole.count
    with override("en"):
        assert sums().parts[0].part != ""
        assert sums() == sums(scope="all")


def test_a_class_counts_who_stands_on_the_lists():
    make_listed()
    leaver = make_listed()
    entry = Entry.objects.get(project=leaver)
    leave_list(entry=entry, on=date(2024, 2, 10), reason="缓建", by=make_user(), at=AT)
    make_listed(project_class="preparation")
    seen = list(register(MARCH, Basis.ORIGINAL, TODAY))
    shown = columns(["lacking_yuan"])
    counted = {each.part: each.count for each in totals_by_part(seen, shown, MARCH.number)}
    assert (counted["开工建设类"], counted["前期储备类"]) == (1, 1)
    assert rows(MARCH)[leaver.name].lacking_yuan is None


def test_a_project_counts_among_no_lights_before_it_was_on_a_list():
    make_listed(name="原有的", name_key="原有的")
    make_listed(name="新增的", name_key="新增的", added_on=date(2024, 3, 18))
    user = make_user()
    for month, expected in ((JANUARY, 1), (MARCH, 2)):
        found = lights(user, month, today=TODAY)
        assert distribution(found)[Colour.GREY] == expected
        assert colours(list(register(month, Basis.ORIGINAL, TODAY)))[Colour.GREY] == expected
        assert len(project_lights(user, month, TODAY)) == expected


def test_whoever_stands_on_two_lists_counts_from_the_first_day():
    project = make_listed(added_on=date(2024, 5, 2))
    make_entry(project=project, tier="provincial", added_on=date(2024, 1, 1))
    assert len(lights(make_user(), JANUARY, today=TODAY)) == 1
