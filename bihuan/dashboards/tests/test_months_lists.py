"""A month's list and lights speak of who stood on the lists then, as its figures do."""

from datetime import UTC, date, datetime

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.command.queries.commanders import project_lights
from bihuan.dashboards.queries.list_totals import totals_by_part
from bihuan.dashboards.queries.listing import columns
from bihuan.dashboards.queries.register import colours, register
from bihuan.figures.kinds import Basis
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
