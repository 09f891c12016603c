"""A system that starts in mid-year: what one sum tells of the months before is told once, and is
read as what it is wherever months are shown, judged, counted, taken in or sent out (ROUND-9).
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.dashboards.queries.project_page import project_page
from bihuan.dashboards.queries.register import register
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import figure
from bihuan.figures.questions import Question
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import bring, messages
from bihuan.importing.workbooks.sheets import MONTHLY, monthly_sheet
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.lights.queries.shown import shown_year
from bihuan.progress.actions import correct, hand_in
from bihuan.progress.actions.rounds import open_round
from bihuan.progress.kinds import Origin
from bihuan.progress.models import Report
from bihuan.progress.queries import board, known_before
from bihuan.progress.validation import Filling
from bihuan.project_months.reading import project_months
from bihuan.projects.models import Project

TODAY, NOW = date(2024, 6, 20), datetime(2024, 6, 20, 2, tzinfo=UTC)
APRIL, MAY = Month(2024, 4), Month(2024, 5)
NAME = ledger_row(1)[1]

pytestmark = pytest.mark.django_db


def until_april(yuan_wan):
    rows = [["示例区2024年1-4月投资完成情况表"], ["单位：万元"], ["项目名称", "1-4月累计完成投资"]]
    return "4月.xlsx", workbook({"月报": [*rows, [NAME, yuan_wan]]})


@pytest.fixture(autouse=True)
def opened():
    bring(ledger(ledger_row(1)))
    assert not messages(bring(until_april(400)))
    assert not messages(bring(month(5, month_row(1, 50))))
    return Report.objects.get(origin=Origin.OPENING)


@pytest.fixture
def project():
    return Project.objects.get()


def test_its_months_are_not_due_and_the_next_is(project):
    year = {n: board(make_user(), Month(2024, n), today=TODAY).lines for n in range(1, 7)}
    due = {n: [line.must_report for line in lines] for n, lines in year.items()}
    assert due == {1: [], 2: [], 3: [], 4: [False], 5: [True], 6: [True]}
    assert figure("reports.due", Question(2024, 5)).value == 1


def test_a_month_of_it_that_says_as_much_is_told_and_not_taken_for_reported():
    told = messages(bring(month(4, month_row(1, 400))))
    assert any("期初数" in sentence for sentence in told), told
    assert Report.objects.filter(origin=Origin.OPENING).count() == 1


def test_only_what_came_so_far_is_judged_of_its_last_month(project):
    lights = shown_year(project, 2024, TODAY)
    assert [n for n in range(1, 5) if n in lights] == [4]
    assert lights[4].headline.colour is not None
    assert not [r for r in lights[4].reasons if r.kind == "month_ratio"]


def test_none_of_it_is_any_months_own(project, opened):
    assert [project_months(m)[project.pk].month_yuan for m in (APRIL, MAY)] == [0, 500_000]
    assert [figure("completed_month.all", Question(2024, n)).value for n in (4, 5)] == [0, 500_000]
    [row] = register(APRIL, Basis.ORIGINAL, TODAY)
    assert (row.month_yuan, row.to_date_yuan) == (None, 4_000_000)
    [line] = [x for x in project_page(project, 2024, today=TODAY).lines if x.month == APRIL]
    assert (line.report, line.to_date_yuan) == (opened, 4_000_000)


def test_pages_and_forms_show_it_as_a_sum_of_the_year(project, opened):
    browser, pages = (
        signed_in(),
        (f"projects/{project.pk}", "progress/2024-04", f"progress/reports/{opened.pk}"),
    )
    for page in pages:
        shown = browser.get(f"/{page}/", {"year": "2024", "tab": "all"})
        assert "期初数" in shown.content.decode()
    sheet = monthly_sheet(make_user(), APRIL)
    [(_key, values)] = sheet.rows
    cells = dict(zip(MONTHLY, values, strict=True))
    assert (cells["completed"], cells["cumulative"]) == (None, Decimal(400))


def test_its_months_are_refused_at_every_door_with_one_sentence(project):
    told = {}
    for number in (2, 4):
        [told[number]] = messages(bring(month(number, month_row(1, 20)), reason="补报"))
    round = open_round(month=Month(2024, 2), by=make_user(), at=NOW)
    with pytest.raises(Refusal) as refused:
        hand_in(
            project=project,
            month=Month.of(round.month),
            filling=Filling(completed_yuan=1),
            edition=0,
            by=make_user(),
            at=NOW,
        )
    assert str(refused.value) == told[2]
    assert "2024年4月" in told[4]
    assert Report.objects.count() == 2


def test_it_is_corrected_as_a_whole_and_stays_one(project, opened):
    by = make_user()
    filling = Filling(completed_yuan=4_100_000)
    first = correct(report=opened, filling=filling, reason="复核", by=by, at=NOW)
    assert (first.origin, first.version) == (Origin.OPENING, 2)
    assert messages(bring(until_april(420)))  # without a reason
    assert not messages(bring(until_april(420), reason="再核"))
    now = Report.objects.get(project=project, month=APRIL.first_day, is_current=True)
    assert (now.origin, now.completed_yuan, now.version) == (Origin.OPENING, 4_200_000, 3)


def test_what_was_history_stays_so_when_it_is_corrected(project):
    old = Report.objects.get(month=MAY.first_day)
    assert old.origin == Origin.BACKFILL
    bring(month(5, month_row(1, 60)), reason="更正")
    new = Report.objects.get(month=MAY.first_day, is_current=True)
    assert (new.completed_yuan, new.origin) == (600_000, Origin.BACKFILL)
    again = correct(
        report=new, filling=Filling(completed_yuan=1), reason="再更正", by=make_user(), at=NOW
    )
    assert again.origin == Origin.BACKFILL
    assert figure("reports.on_time", Question(2024, 5)).value == 0


def test_the_month_after_it_is_not_held_against_it(project):
    assert known_before(project, MAY).previous_yuan is None
    assert known_before(project, MAY).earlier_yuan == 4_000_000
