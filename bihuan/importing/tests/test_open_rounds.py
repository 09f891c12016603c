"""Reports of months that are run here: handed in, late or not, and never written over."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import messages
from bihuan.importing.workbooks.sheets import monthly_sheet
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.workbooks import write_workbook
from bihuan.progress.actions import (
    accept,
    hand_in,
    mark_reviewed,
    open_round,
    run_rounds,
    save_draft,
)
from bihuan.progress.kinds import Origin, ReportState, RoundState
from bihuan.progress.models import FundsInPlace, Report, Round
from bihuan.progress.queries import board
from bihuan.progress.validation import Filling
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)
IN_TIME = datetime(2024, 3, 22, 2, tzinfo=UTC)
AFTERWARDS = datetime(2024, 4, 20, 2, tzinfo=UTC)
WAN = 10_000


def bring(*files, at, by=None, **told):
    return actions.bring_in(files=files, year=None, by=by or make_user(), at=at, **told)


@pytest.fixture(autouse=True)
def listed(db: None) -> Project:
    bring(ledger(ledger_row(1), ledger_row(2)), at=IN_TIME)
    open_round(month=MARCH, by=make_user(), at=IN_TIME)
    return Project.objects.get(name="示例工程乙")


def close() -> None:
    run_rounds(on=local_day(AFTERWARDS), by=make_user(), at=AFTERWARDS)


def late(office) -> int:
    return len(board(office, MARCH, today=local_day(AFTERWARDS)).late)


def reported(project: Project, *, at=IN_TIME, completed_yuan: int = 100 * WAN) -> Report:
    filling = Filling(completed_yuan=completed_yuan)
    return hand_in(project=project, month=MARCH, filling=filling, edition=0, by=make_user(), at=at)


def test_a_report_of_an_open_round_is_handed_in_and_somebody_else_accepts_it():
    office = make_user()
    bring(month(3, month_row(1, 100, 100)), at=IN_TIME, by=office)
    report = Report.objects.get()
    assert (report.state, report.origin) == (ReportState.SUBMITTED, Origin.WORKBOOK)
    assert (report.first_submitted_at, report.submitted_by) == (IN_TIME, office)
    with pytest.raises(Refusal):
        accept(report=report, by=office, at=IN_TIME)
    assert accept(report=report, by=make_user(), at=IN_TIME).state == ReportState.ACCEPTED


def test_after_the_last_day_it_counts_as_late():
    office = make_user()
    close()
    assert Round.objects.get(month=MARCH.first_day).state == RoundState.CLOSED
    before = late(office)
    bring(month(3, month_row(1, 100, 100), month_row(2, 1, 1)), at=AFTERWARDS, by=office)
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.SUBMITTED}
    assert late(office) == before + 2


def test_a_report_under_review_is_a_problem_of_its_row_and_stays(listed):
    report = mark_reviewed(report=reported(listed), by=make_user(), at=IN_TIME)
    batch = bring(month(3, month_row(1, 900, 900)), at=IN_TIME)
    assert "不能" in messages(batch)[0]
    report.refresh_from_db()
    assert (report.completed_yuan, report.reviewed_at) == (100 * WAN, IN_TIME)
    assert bring(month(3, month_row(1, 100, 100)), at=IN_TIME).outcome["unchanged"] == 1


def test_what_was_accepted_changes_only_with_a_reason_and_by_a_new_version(listed):
    accept(report=reported(listed), by=make_user(), at=IN_TIME)
    assert messages(bring(month(3, month_row(1, 120, 120)), at=AFTERWARDS))
    bring(month(3, month_row(1, 120, 120)), at=AFTERWARDS, reason="漏报")
    old, new = Report.objects.order_by("version")
    assert (old.completed_yuan, new.completed_yuan, new.reason) == (100 * WAN, 120 * WAN, "漏报")
    assert new.first_submitted_at == old.first_submitted_at


def test_a_draft_takes_what_the_row_says_and_an_undo_gives_it_back(listed):
    filling = Filling(completed_yuan=7, problems="缺电", funds={"fiscal": 5})
    draft = save_draft(
        project=listed, month=MARCH, filling=filling, edition=0, by=make_user(), at=IN_TIME
    )
    batch = bring(month(3, month_row(1, 100, 100)), at=IN_TIME)
    report = Report.objects.get()
    assert (report.pk, report.version, report.state) == (draft.pk, 1, ReportState.SUBMITTED)
    assert (report.completed_yuan, report.problems) == (100 * WAN, "缺电")
    assert batch.outcome["updated"] == 1
    actions.undo(batch=batch, by=make_user(), at=IN_TIME)
    report.refresh_from_db()
    assert (report.completed_yuan, report.state) == (7, ReportState.DRAFT)
    assert FundsInPlace.objects.get().amount_yuan == 5


def test_months_that_were_never_run_here_are_history():
    bring(month(1, month_row(1, 100, 100)), at=AFTERWARDS)
    bring(month(1, month_row(2, 5, 5)), at=AFTERWARDS)  # one file after the other
    found = Report.objects.values_list("origin", "state")
    assert set(found) == {(Origin.BACKFILL, ReportState.ACCEPTED)}


def test_a_month_that_has_not_begun_is_refused():
    assert messages(bring(month(12, month_row(1, 1, 1)), at=AFTERWARDS))
    assert not Report.objects.exists()


@pytest.mark.parametrize(("stated", "blocked"), [(1, True), (100, False), (None, False)])
def test_a_cumulative_written_into_our_own_form_is_checked(stated, blocked):
    form = write_workbook([monthly_sheet(make_user(), MARCH)], returns=True)
    book = load_workbook(io.BytesIO(form))
    page = book.worksheets[0]
    columns = {c.value: c.column_letter for c in page[3]}
    page[f"{columns['本月完成投资']}4"] = 100
    page[f"{columns['累计完成投资']}4"] = stated
    stream = io.BytesIO()
    book.save(stream)
    batch = bring(("月报.xlsx", stream.getvalue()), at=IN_TIME)
    assert batch.outcome["blocked"] is blocked
