"""Projects change hands: months that ended before stay with whoever had them (PROJ-12)."""

import importlib
import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.apps import apps

from bihuan.accounts import actions as accounts
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.audit.log import record
from bihuan.command.actions import appoint
from bihuan.dashboards.queries.register import register
from bihuan.figures.engine import run
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.project_months import asked_places
from bihuan.figures.queries import figure, parts, positions
from bihuan.figures.questions import Question
from bihuan.figures.tests.factories import WAN, accept_month, make_listed
from bihuan.importing.actions import undo
from bihuan.importing.tests.books import CODE, ledger, ledger_row
from bihuan.importing.tests.test_actions import bring
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.writing import one_writer
from bihuan.lights.queries import lights
from bihuan.matters.tests.factories import raise_one
from bihuan.progress.queries import board
from bihuan.projects import actions as projects
from bihuan.projects.kinds import PartyRole
from bihuan.projects.models import FormerParty, Project
from bihuan.projects.parties import parties_on

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 1)
AT = datetime(2024, 3, 1, 2, tzinfo=UTC)
LATER = datetime(2024, 4, 10, 2, tzinfo=UTC)
FEBRUARY, MARCH = Month(2024, 2), Month(2024, 3)


def give(project, *, at=AT, since=None, **said):
    project.refresh_from_db()
    return projects.edit_project(
        project=project, edition=project.edition, since=since, by=make_user(), at=at, **said
    )


def terms(project, role="responsible"):
    rows = FormerParty.objects.filter(project=project, role=role)
    return [(str(each.party), each.until) for each in rows]


def shares(question, dimension, figure_id="completed.all"):
    return {part.label: part[figure_id].value for part in parts(dimension, question, figure_id)}


@pytest.fixture
def hands():
    """A project of one organisation and leader, which another of each has from 1 March on."""
    was, into = make_organisation(name="区住建局"), make_organisation(name="区城建局")
    first, second = make_leader(), make_leader()
    project = make_listed(responsible=was, commander=first)
    accept_month(project, 50 * WAN, month=FEBRUARY)
    accept_month(project, 70 * WAN)
    raise_one(project=project, on=date(2024, 2, 5))
    give(project, responsible=into, commander=second)
    clear_caches()
    return project, was, into, first, second


class TestFiguresAndLists:
    def test_a_month_that_ended_before_stays_with_whoever_had_it(self, hands):
        first, second = map(str, hands[3:])
        february, march = Question(2024, 2), Question(2024, 3)
        assert shares(february, Dimension.ORGANISATION) == {"区住建局": 50 * WAN}
        assert shares(march, Dimension.ORGANISATION) == {"区城建局": 120 * WAN}
        assert shares(february, Dimension.COMMANDER) == {first: 50 * WAN}
        assert shares(march, Dimension.COMMANDER) == {second: 120 * WAN}
        for question, label in ((february, "区住建局"), (march, "区城建局")):
            counted = shares(question, Dimension.ORGANISATION, "matters.open")
            assert counted == {label: 1}

    def test_what_was_not_known_yet_is_told_as_it_was_known(self, hands):
        project, was, *_others = hands
        give(project, responsible=was, at=LATER, since=date(2024, 3, 15))
        clear_caches()
        then = Question(2024, 3, known_on=date(2024, 4, 9))
        assert set(shares(then, Dimension.ORGANISATION, "count.all")) == {"区城建局"}
        now = Question(2024, 3, known_on=date(2024, 4, 10))
        assert set(shares(now, Dimension.ORGANISATION, "count.all")) == {"区住建局"}

    def test_lists_and_lights_of_old_months_name_the_same(self, hands):
        office, today = make_user(), date(2024, 4, 20)
        for month, named in ((FEBRUARY, "区住建局"), (MARCH, "区城建局")):
            (row,) = register(month, Basis.ORIGINAL, today)
            (position,) = positions(Question(month.year, month.number))
            assert row.responsible == named
            assert row.responsible_id == position.responsible_id
            assert row.commander_id == position.commander_id
            assert {each.organisation for each in lights(office, month, today=today)} <= {named}

    def test_rounds_of_old_months_name_the_same_and_who_is_asked_is_of_today(self, hands):
        _project, was, into, _first, _second = hands
        office = signed_in(make_user())
        for month, named in ((FEBRUARY, was), (MARCH, into)):
            page = office.get(f"/progress/{month}/?tab=organisations")
            assert [each.organisation for each in page.context["organisations"]] == [str(named)]
            of_it = office.get(f"/progress/{month}/?tab=all&organisation={named.pk}")
            assert len(of_it.context["board"].lines) == 1
            (line,) = office.get(f"/api/progress/rounds/{month}/lines").json()
            assert line["organisation"] == str(named)
            asked = board(make_user(), month, today=LATER.date())
            assert [each.member.organisation_id for each in asked.lines] == [into.pk]

    def test_rights_follow_today(self, hands):
        _project, was, into, *_leaders = hands
        then = Question(2024, 2)
        for organisation, seen in ((was, 0), (into, 1)):
            user = make_user(role=Role.DEPARTMENT, organisation=organisation)
            scope = Question(2024, 2).row_scope.of(user)
            assert figure("count.all", Question(2024, 2, row_scope=scope)).value == seen
        assert figure("count.all", then.narrowed(Dimension.ORGANISATION, str(was.pk))).value == 1


class TestEveryDoor:
    def test_page_and_api(self):
        was, into = make_organisation(), make_organisation()
        project, client = make_listed(responsible=was, owner=was), signed_in()
        said = {"edition": project.edition, "responsible_id": into.pk, "since": "2024-02-01"}
        address = f"/api/projects/{project.pk}"
        sent = json.dumps(said)
        assert client.patch(address, sent, content_type="application/json").status_code == 200
        assert terms(project) == [(str(was), date(2024, 1, 31))]
        page = f"/projects/{project.pk}/edit/"
        assert "换单位" in client.get(page).text
        typed = {"name": project.name, "owner": into.pk, "responsible": into.pk}
        typed |= {"edition": project.edition + 1, "since": "2024-03-05"}
        assert client.post(page, typed).status_code == 302
        assert terms(project, "owner") == [(str(was), date(2024, 3, 4))]

    def test_a_merger_counts_from_its_own_day(self):
        was, into = make_organisation(), make_organisation()
        project = make_listed(owner=was, responsible=was)
        accounts.merge_organisations(
            was=was, into=into, on=date(2024, 2, 1), reason="机构改革", by=make_user(), at=AT
        )
        for role in ("owner", "responsible"):
            assert terms(project, role) == [(str(was), date(2024, 1, 31))]

    def test_a_commander_appointed_in_place_of_another(self):
        first, second = make_leader(), make_leader()
        project = make_listed()
        appoint(projects=[project], leader=first, by=make_user(), at=AT)
        assert terms(project, "commander") == []  # nobody had it before
        appoint(
            projects=[project],
            leader=second,
            instead_of=first,
            reason="分工调整",
            by=make_user(),
            at=LATER,
        )
        assert terms(project, "commander") == [(str(first), date(2024, 4, 9))]

    def test_a_workbook_and_its_undoing(self):
        bring(ledger(ledger_row(1)))
        project = Project.objects.get(national_code=CODE.format(1))
        was = project.responsible
        row = ["区城建局" if cell == was.name else cell for cell in ledger_row(1)]
        batch = bring(ledger(row))
        project.refresh_from_db()
        assert (project.responsible.name, len(terms(project))) == ("区城建局", 1)
        assert terms(project)[0][0] == was.name
        undo(batch=batch, by=make_user(), at=datetime.now(UTC))
        project.refresh_from_db()
        assert (project.responsible, terms(project)) == (was, [])


class TestTerms:
    def test_a_blank_filled_in_holds_for_the_past_too(self):
        project = make_listed()
        give(project, responsible=make_organisation())
        assert terms(project) == []

    def test_of_one_day_only_the_last_change_counts(self):
        first, second, third = (make_organisation() for _each in range(3))
        project = make_listed(responsible=first)
        give(project, responsible=second)
        give(project, responsible=third)
        assert terms(project) == [(str(first), date(2024, 2, 29))]

    def test_a_mistake_is_mended_from_the_day_on_which_it_was_otherwise(self):
        first, second, third = (make_organisation() for _each in range(3))
        project = make_listed(responsible=first)
        give(project, responsible=second)
        give(project, responsible=third, at=LATER, since=date(2024, 2, 1))
        assert terms(project) == [(str(first), date(2024, 1, 31))]
        give(project, responsible=first, at=LATER, since=date(2024, 1, 1))
        assert terms(project) == []

    def test_a_day_to_come_is_refused(self):
        project = make_listed(responsible=make_organisation())
        with pytest.raises(Refusal):
            give(project, responsible=make_organisation(), since=AT.date() + timedelta(days=1))
        assert terms(project) == []


def _turned_over(seed):
    """Return a project that changed hands at random, on days in order."""
    drawn, units = Random(seed), [make_organisation() for _each in range(3)]
    leaders = [make_leader() for _each in range(2)]
    project = make_listed(responsible=units[0], owner=units[1], commander=leaders[0])
    at = datetime(2024, 1, 5, 2, tzinfo=UTC)
    for _each in range(8):
        at += timedelta(days=drawn.randrange(40))
        give(
            project,
            at=at,
            responsible=drawn.choice([*units, None]),
            owner=drawn.choice(units),
            commander=drawn.choice([*leaders, None]),
        )
    project.refresh_from_db()
    return project


@pytest.mark.parametrize("seed", range(4))
def test_both_engines_read_one_past(seed):
    project = _turned_over(seed)
    for month in range(1, 13):
        question = Question(2024, month)
        (row,) = run(asked_places, question)
        then = parties_on(Month(2024, month).last_day).get(project.pk, {})
        assert row["responsible_then"] == then.get(PartyRole.RESPONSIBLE, project.responsible_id)
        assert row["commander_then"] == then.get(PartyRole.COMMANDER, project.commander_id)


@pytest.mark.parametrize("seed", range(4))
def test_an_upgrade_finds_in_the_record_what_is_kept_from_now_on(seed):
    _turned_over(seed)
    was, into = make_organisation(), make_organisation()
    make_listed(owner=was, responsible=was)
    accounts.merge_organisations(
        was=was, into=into, on=date(2024, 2, 1), reason="机构改革", by=make_user(), at=LATER
    )
    kept = _all_terms()
    assert kept
    FormerParty.objects.all().delete()
    step = importlib.import_module("bihuan.projects.migrations.0008_former_parties")
    step.keep_former_parties(apps, None)
    with one_writer():
        record("record.resealed", into, by=make_user(), at=LATER)  # as an upgrade does
    assert _all_terms() == kept


def _all_terms():
    names = ("project", "role", "organisation", "leader", "until", "recorded_at")
    return sorted(map(str, FormerParty.objects.values_list(*names)))
