"""After a change only what it touched is told anew; the pages show what they would if all were."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.actions import edit_organisation
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.cached import clear_caches
from bihuan.command.queries import commanders, proposals, reasons_to_enter
from bihuan.command.queries.proposals import entry_clauses
from bihuan.command.wording import said
from bihuan.dashboards.queries import narrowing, register
from bihuan.dashboards.queries.overview import overview
from bihuan.figures import blocks, engine
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.queries import figures, parts, positions
from bihuan.figures.questions import Question
from bihuan.figures.tests.factories import WAN, accept_month, make_listed, put_on_list
from bihuan.kit.months import Month
from bihuan.lights.queries import headlines, lights
from bihuan.lights.tests.factories import give_commander_light, run_from_january
from bihuan.matters.actions import escalate
from bihuan.matters.tests.factories import assign_one, noon
from bihuan.notices.tests.factories import CLOCK
from bihuan.plans import actions as plans
from bihuan.plans.tests.factories import make_entry
from bihuan.progress import actions as progress
from bihuan.progress.models import Report, Round
from bihuan.progress.queries import board, year_counts
from bihuan.progress.validation import Filling
from bihuan.projects import actions as projects
from bihuan.projects.models import Project, Theme
from bihuan.statistics.actions import enter_month, enter_standing
from bihuan.todo.queries import work_of
from tests.cells import sample, share_of_engine

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.in_turns]
MARCH = Month(2024, 3)
AT = datetime(2024, 4, 3, 2, tzinfo=UTC)
TODAY = AT.date()
YEAR = Question(2024, 3, today=TODAY)
DIMENSIONS = (Dimension.TIER, Dimension.CLASS, Dimension.THEME, Dimension.ORGANISATION)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """Two projects a block, so that a small district has several."""
    monkeypatch.setattr(blocks, "SIZE", 2)


@pytest.fixture
def district():
    """Five projects with accepted reports, two lists, a theme, a commander and her light."""
    unit, commander = make_organisation(), make_user(role="commander")
    found = [make_listed(owner=unit, planned_yuan=(number + 1) * 100 * WAN) for number in range(4)]
    found.append(make_listed(commander=make_leader(user=commander), added_on=date(2024, 3, 1)))
    put_on_list(found[1], "municipal", 900 * WAN)
    found[2].themes.set([Theme.objects.create(name="民生实事")])
    for number, project in enumerate(found):
        accept_month(project, (number + 3) * 7 * WAN)
    give_commander_light(found[4], commander, "yellow")
    return found


def shown_now(office):
    """All that the pages show, as it is kept now."""
    asked = (MARCH, Basis.ORIGINAL, TODAY)
    return {
        "overview": overview(office, MARCH, Basis.ORIGINAL, today=TODAY),
        "register": register.register(*asked),
        "names": narrowing.choices_of(office, MARCH, (), TODAY),
        "commanders": commanders(office, MARCH, TODAY),
        "lights": lights(office, MARCH, today=TODAY),
        "headlines": dict(headlines(2024, TODAY)),
        "figures": figures(YEAR),
        "parts": [parts(each, YEAR, "completed.all", "planned.all") for each in DIMENSIONS],
        "positions": positions(YEAR),
        "rounds": year_counts(office, 2024, today=TODAY),
        "proposals": list(proposals(office, MARCH, TODAY)),
        "work": work_of(office, TODAY),
    }


def changes(district, office):
    """Changes of every kind, each by its action."""
    first, second, third, fourth, fifth = district
    at_work: dict[str, Any] = {"by": office, "at": AT}
    bureau: dict[str, Any] = {"by": make_user(role=Role.STATISTICS), "at": AT}
    entry = first.entries.get()

    def edit(project, **said):
        project.refresh_from_db()
        projects.edit_project(project=project, edition=project.edition, **said, **at_work)

    def march():
        return Round.objects.get(month=MARCH.first_day)

    def correct():
        report = Report.objects.get(project=second, is_current=True)
        progress.correct(
            report=report,
            filling=Filling(completed_yuan=3 * WAN, funds={"own": WAN}),
            reason="误报",
            **at_work,
        )

    return {
        "corrected": correct,
        "corrected again": correct,
        "renamed": lambda: edit(third, name="三号工程", place="城南"),
        "themes": lambda: edit(fourth, themes=list(Theme.objects.all())),
        "no theme": lambda: edit(third, themes=[]),
        "commander": lambda: edit(second, commander=make_leader()),
        "owner": lambda: edit(second, owner=make_organisation()),
        "organisation renamed": lambda: edit_organisation(
            organisation=first.owner, name="区新城办", credit_code="", **at_work
        ),
        "off the list": lambda: plans.leave_list(
            entry=entry, on=date(2024, 3, 5), reason="调出", **at_work
        ),
        "back on it": lambda: plans.return_to_list(
            entry=entry, on=date(2024, 3, 20), reason="调回", **at_work
        ),
        "class": lambda: plans.set_class(
            project=fourth, year=2024, project_class="preparation", reason="转段", **at_work
        ),
        "light": lambda: give_commander_light(fifth, fifth.commander.user, "red", at=AT),
        "standing": lambda: enter_standing(
            project=first, entered_on=date(2024, 3, 1), started_on=None, **bureau
        ),
        "counted": lambda: enter_month(
            project=first, month=MARCH, completed_yuan=5 * WAN, **bureau
        ),
        "new project": lambda: accept_month(make_entry(at=AT).project, 9 * WAN),
        "cancelled": lambda: projects.cancel(
            project=second, on=date(2024, 4, 1), reason="不建了", **at_work
        ),
        "merged": lambda: projects.merge_projects(
            gone=fourth, kept=third, on=date(2024, 4, 1), reason="同一工程", **at_work
        ),
        "list made": lambda: plans.make_list(year=2024, tier="provincial", **at_work),
        "list published": lambda: plans.edit_list(
            annual_list=entry.annual_list,
            title="重点项目",
            document_number="区办〔2024〕1号",
            published_on=None,
            **at_work,
        ),
        "month opened": lambda: progress.open_round(month=Month(2024, 4), **at_work),
        "month closed": lambda: progress.close_round(round=march(), **at_work),
        "month locked": lambda: progress.lock_round(round=march(), reason="月报已齐", **at_work),
        "month of another year": lambda: progress.open_round(month=Month(2023, 2), **at_work),
        "rounding": lambda: projects.set_district(rounding="truncate", **at_work),
    }


def test_whatever_changes_shows_as_if_all_were_told_afresh(district):
    office = make_user()
    shown_now(office)
    looked_at = sample(share_of_engine(changes(district, office)), 6)
    for name, change in changes(district, office).items():
        change()
        if name not in looked_at:
            continue
        renewed = shown_now(office)
        clear_caches()
        afresh = shown_now(office)
        assert renewed == afresh, name
        for key, answer in renewed.items():
            assert answer == afresh[key], (name, key)


def test_one_change_adds_up_one_block(district, monkeypatch):
    figures(YEAR)
    passes, really = [], engine.run

    def watched(*asked, of=None):
        passes.append(of)
        return really(*asked, of=of)

    monkeypatch.setattr(blocks, "run", watched)
    figures(YEAR)
    assert passes == []
    accept_month(district[3], 90 * WAN, month=Month(2024, 2))
    figures(YEAR)
    (block,) = passes
    assert district[3].pk in block


def test_sums_by_blocks_are_the_sums_over_all(district):
    by_blocks = (figures(YEAR), *(parts(each, YEAR, "completed.all") for each in DIMENSIONS))
    with transaction.atomic():
        at_once = (figures(YEAR), *(parts(each, YEAR, "completed.all") for each in DIMENSIONS))
    assert by_blocks == at_once
    assert len(blocks._every()) > 1


def test_a_register_renewed_reads_the_touched_project_alone(district):
    before = register.by_project(MARCH, Basis.ORIGINAL, TODAY)
    projects.edit_project(
        project=district[0], edition=district[0].edition, place="城北", by=make_user(), at=AT
    )
    after = register.by_project(MARCH, Basis.ORIGINAL, TODAY)
    others = before.keys() - {district[0].pk}
    assert all(after[pk] is before[pk] for pk in others)
    assert after[district[0].pk] != before[district[0].pk]


def test_rounds_counted_together_are_the_boards_of_the_months(district):
    office = make_user()
    for change in changes(district, office).values():
        change()
        counts = year_counts(office, 2024, today=TODAY)
        boards = [board(office, count.month, today=TODAY) for count in counts]
        assert [count.tally for count in counts] == [each.tally for each in boards]


def test_what_the_rules_propose_is_what_they_say_of_each_project(district):
    office = make_user()
    for change in changes(district, office).values():
        change()
        each = {
            project.pk: said(reasons_to_enter(project, MARCH, TODAY))
            for project in Project.objects.filter(years__year=2024)
        }
        proposed = proposals(office, MARCH, TODAY)
        assert {one.project.pk: one.why for one in proposed} == {k: v for k, v in each.items() if v}
        assert len(list(proposed)) == len(proposed)


def test_a_matter_escalated_is_proposed_for_it_at_once():
    run_from_january()
    project, late = assign_one().project, date(2024, 6, 28)
    (before,) = proposals(make_user(), MARCH, late)
    for day in (12, 19, 26):
        escalate(on=date(2024, 4, day), by=CLOCK, at=noon(date(2024, 4, day)))
    (after,) = proposals(make_user(), MARCH, late)
    assert before.project == after.project == project
    assert len(after.why) == len(before.why) + 1


def test_the_work_of_the_office_costs_as_much_after_a_change_in_a_district_twice_as_large(district):
    def queries_after_a_change():
        work_of(office, TODAY)
        district[0].refresh_from_db()
        projects.edit_project(
            project=district[0], edition=district[0].edition, place="城北", by=office, at=AT
        )
        with CaptureQueriesContext(connection) as asked:
            work_of(office, TODAY)
        return len(asked)

    office = make_user()
    queries_after_a_change()
    before = queries_after_a_change()
    for _each in range(5):
        accept_month(make_listed(), 3 * WAN)
    assert queries_after_a_change() <= before


def test_a_round_that_opens_as_the_rules_say_has_no_light_judged_anew(district):
    office = make_user()
    before = headlines(2024, TODAY), entry_clauses(MARCH, TODAY)
    progress.open_round(month=Month(2024, 4), by=office, at=AT)
    progress.open_round(month=Month(2023, 2), by=office, at=AT)
    after = headlines(2024, TODAY), entry_clauses(MARCH, TODAY)
    assert all(now is was for now, was in zip(after, before, strict=True))
    progress.lock_round(
        round=Round.objects.get(month=MARCH.first_day), reason="月报已齐", by=office, at=AT
    )
    assert headlines(2024, TODAY) is not before[0]
