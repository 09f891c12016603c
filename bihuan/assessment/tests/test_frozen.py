"""Scores are frozen whole: what was known, the scheme, the places; what comes later is beside."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.assessment import actions
from bihuan.assessment.kinds import AssessedPeriod, ResultList
from bihuan.assessment.models import FrozenScore
from bihuan.assessment.queries import board, final_scores, frozen, listed, scheme_of, would_be
from bihuan.assessment.queries.assessed import facts_assessed
from bihuan.assessment.queries.frozen import facts_of, lines_of
from bihuan.assessment.rules.stored_schemes import digest_of, stored_scheme, to_plain
from bihuan.audit.models import Event
from bihuan.figures.tests.district import MARCH
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.progress import actions as progress
from bihuan.progress.models import Report
from bihuan.progress.validation import Filling

from .frozen_district import APRIL, freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
TODAY = date(2024, 4, 10)


@pytest.fixture
def projects():
    return locked_district()


def test_what_was_frozen_reads_as_what_was_assessed(projects):
    sheets = scheme_of(MARCH).sheets[:2]
    before = [each.ranked for sheet in sheets for each in board(MARCH, sheet, TODAY)]
    freeze_march()
    assert [each.ranked for each in frozen(MARCH)] == before
    assert [each.ranked.score.is_assessed for each in frozen(MARCH)].count(True) == 3


def test_frozen_inputs_give_the_frozen_scores_again(projects):
    freeze = freeze_march()
    scheme = stored_scheme(freeze.scheme)
    for sheet in scheme.sheets:
        rows = freeze.scores.filter(sheet=sheet.id)
        noise = freeze.noise_percent
        again = facts_assessed(scheme, sheet, facts_of(rows, sheet), noise_percent=noise)
        assert [each.ranked for each in again] == [
            each.ranked for each in frozen(MARCH, sheet=sheet.id)
        ]


def test_the_scheme_is_frozen_with_its_digest(projects):
    freeze = freeze_march()
    scheme = scheme_of(MARCH)
    assert stored_scheme(freeze.scheme) == scheme
    assert digest_of(to_plain(scheme)) == freeze.scheme_digest
    assert freeze.appeals_until == date(2024, 4, 17), "five working days"


def test_every_score_is_the_sum_of_its_lines(projects):
    for row in freeze_march().scores.exclude(total=""):
        assert sum(line.points for line in lines_of(row.lines)) == Decimal(row.total)


def test_the_same_period_is_frozen_once(projects):
    freeze_march()
    with pytest.raises(Refusal, match="已由"):
        freeze_march()
    freeze_march(period=AssessedPeriod.QUARTER)


@pytest.mark.parametrize(
    ("period", "month", "said"),
    [
        (AssessedPeriod.YEAR, MARCH, "终了"),
        (AssessedPeriod.QUARTER, MARCH.previous(), "终了"),
        (AssessedPeriod.MONTH, MARCH.next(), "尚未结束"),
    ],
)
def test_a_period_ends_with_its_last_month_and_is_over(projects, period, month, said):
    with pytest.raises(Refusal, match=said):
        actions.freeze_scores(period=period, month=month, by=make_user(), at=APRIL)


def test_while_a_round_so_far_is_open_nothing_is_frozen(projects):
    office = make_user()
    progress.open_round(month=MARCH.previous().previous(), by=office, at=APRIL)
    with pytest.raises(Refusal, match="2024年1月"):
        freeze_march()


def test_a_period_whose_last_month_had_no_round_is_not_frozen(projects):
    in_june, office = datetime(2024, 6, 10, 2, tzinfo=UTC), make_user()
    for month in (MARCH.next(), MARCH.next().next()):
        with pytest.raises(Refusal, match="没有开展月调度"):
            actions.freeze_scores(period=AssessedPeriod.MONTH, month=month, by=office, at=in_june)


def test_where_nobody_is_assessed_nothing_is_frozen():
    with pytest.raises(Refusal, match="没有"):
        freeze_march()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DEPARTMENT, Role.COMMANDER, Role.VIEWER])
def test_the_office_alone_freezes(projects, role):
    with pytest.raises(NotAllowed):
        actions.freeze_scores(
            period=AssessedPeriod.MONTH, month=MARCH, by=make_user(role=role), at=APRIL
        )


def test_freezing_is_recorded_with_the_digest_of_the_scheme(projects):
    freeze = freeze_march()
    event = Event.objects.get(verb="scores.frozen")
    assert event.note["scheme"] == freeze.scheme_digest
    assert event.facts


def test_a_fact_that_changes_later_is_told_beside_the_frozen_score(projects):
    freeze = freeze_march()
    row = freeze.scores.get(label="二")
    assert not would_be(row, TODAY).differs
    report = Report.objects.get(project=row.project, month=MARCH.first_day, is_current=True)
    progress.correct(
        report=report,
        filling=Filling(completed_yuan=1),
        reason="核减",
        by=make_user(),
        at=APRIL,
    )
    told = would_be(row, TODAY)
    assert [each.name for each in told.changed] == ["completion.rate"]
    assert told.score.total < Decimal(row.total)
    assert FrozenScore.objects.get(pk=row.pk).total == row.total


def test_lists_are_of_the_scores_that_stand(projects):
    freeze = freeze_march()
    colours = {each.final.row.label: each.listing.colour for each in listed(freeze)}
    first, last = (each.row.label for each in final_scores(freeze)[:2])
    assert colours == {first: ResultList.RED, last: ResultList.BLACK}
