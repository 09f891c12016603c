"""The scoreboard narrowed, sorted and summed up; the wall of the meeting room."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest
import time_machine
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.assessment.rules.ranking import ranked
from bihuan.assessment.rules.scoring import Graded, scored
from bihuan.assessment.rules.summary import summary
from bihuan.assessment.views.wall import wall_page
from bihuan.assessment.wording import size_groups_in_words

from .frozen_district import freeze_march, locked_district
from .small_scheme import TEXT, scheme_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
BOARD = "/assessment/2024-03/"
SIZE = "      size: {input: {figure: planned.all, divide_by: 100000000}, bounds: [1, 5]}\n"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def projects():
    return locked_district()


def shown(client, query=""):
    answer = client.get(f"{BOARD}?{query}")
    assert answer.status_code == 200
    return [row.each.ranked.score.label for row in answer.context["rows"]]


def test_a_summary_is_the_mean_and_median_of_those_assessed(tmp_path):
    sheet, drawn = scheme_in(tmp_path).sheets[0], Random(29)
    rate, steps, late = dict.fromkeys(sheet.specs)
    for number in range(1, 12):
        known = [{rate: drawn.randint(0, 100), steps: 50, late: 1} for _each in range(number)]
        known.append({steps: 50})
        subjects = [
            Graded(str(at), "甲", {s: Decimal(v) for s, v in values.items()})
            for at, values in enumerate(known)
        ]
        scores = scored(sheet, subjects)
        found = summary(sheet, scores)
        totals = sorted(s.total for s in scores if s.is_assessed)
        assert (found.number, found.best, found.worst) == (number, totals[-1], totals[0])
        assert found.worst <= found.median <= found.best
        assert abs(found.mean * number - sum(totals)) <= Decimal("0.01") * number
        assert sum(dict(found.grades).values()) == number
        assert found.item_means[1] == 15
    assert summary(sheet, []) is None


def test_size_groups_are_called_by_their_bounds(tmp_path):
    figures = SIZE
    sheet = scheme_in(
        tmp_path, TEXT.replace("      total: 100\n", f"      total: 100\n{figures}", 1)
    )
    assert size_groups_in_words(sheet.sheets[0]) == ["1亿元以下", "1亿元至5亿元以下", "5亿元及以上"]
    assert size_groups_in_words(sheet.sheets[1]) == []


def test_words_organisation_commander_and_list_narrow_the_board(projects):
    client = signed_in(make_user())
    every = shown(client)
    assert every == ["一", "二"] or every == ["二", "一"]
    assert shown(client, "q=一") == ["一"]
    assert shown(client, f"organisation={projects[0].responsible_id}&q=一") == ["一"]
    assert shown(client, f"commander={projects[0].commander_id}") == ["一"]
    assert shown(client, "show=red") == every[:1]
    assert shown(client, "kind=preparation") == []
    nothing = client.get(f"{BOARD}?q=没有这个")
    assert "没有符合条件的对象" in nothing.text


@pytest.mark.parametrize("query", ["size=x&organisation=0", "show=blue", "kind=9", "sort=nothing"])
def test_what_cannot_be_read_narrows_nothing(projects, query):
    client = signed_in(make_user())
    assert shown(client, query) == shown(client)


def test_rows_are_sorted_by_each_column_and_those_without_a_value_stand_last(projects):
    client = signed_in(make_user())
    answer = client.get(f"{BOARD}?sort=-item.completion")
    points = [row.items[0].points for row in answer.context["rows"]]
    assert points == sorted(points, reverse=True)
    answer = client.get(f"{BOARD}?sort=score")
    totals = [row.each.ranked.score.total for row in answer.context["rows"]]
    assert totals == sorted(totals)
    for column in ("name", "rank", "others", "organisation", "item.steps", "-item.steps"):
        assert sorted(shown(client, f"sort={column}")) == ["一", "二"]


def test_those_not_assessed_are_shown_alone_with_the_reason(projects):
    client = signed_in(make_user())
    answer = client.get("/assessment/2024-01/?show=unassessed")
    assert answer.context["rows"] == []
    assert answer.context["unassessed"]
    assert answer.context["unassessed"][0].each.ranked.score.reason in answer.text


def test_tabs_count_each_sheet_and_the_workbook_is_narrowed_as_the_page(projects):
    client = signed_in(make_user())
    tabs = {tab.sheet.id: tab for tab in client.get(BOARD).context["tabs"]}
    assert tabs["construction"].assessed == 2
    assert tabs["towns"].assessed == 0
    book = load_workbook(io.BytesIO(client.get(f"{BOARD}scores.xlsx?q=一").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in rows] == ["一"]
    assert projects[0].responsible.name in rows[0]


def test_a_month_to_come_says_that_it_has_not_begun(projects):
    client = signed_in(make_user())
    html = client.get("/assessment/2024-09/").text
    assert "该月尚未开始" in html
    assert "尚未冻结" in html
    assert "还没有得分" in client.get("/assessment/2030-09/wall/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", ["", "wall/"])
def test_a_board_that_was_seen_before_asks_little(projects, django_assert_max_num_queries, page):
    freeze_march()
    client = signed_in(make_user())
    client.get(f"{BOARD}{page}")
    with django_assert_max_num_queries(16):
        client.get(f"{BOARD}{page}?q=一")


def test_the_wall_shows_the_ends_of_each_sheet_and_the_frozen_lists(projects):
    client = signed_in(make_user())
    html = client.get(f"{BOARD}wall/").text
    assert 'data-mode="wall"' in html
    assert "暂定，按现有数据" in html
    assert "红榜" not in html
    freeze_march()
    answer = client.get(f"{BOARD}wall/")
    assert "红榜" in answer.text
    assert "暂定，按现有数据" not in answer.text
    page = answer.context["sheets"][0]
    assert [r.score.label for r in (*page.first, *page.last)] == shown(client)


def test_the_wall_shows_nobody_whom_the_reader_may_not_see(projects):
    freeze_march()
    owner = signed_in(make_user(role=Role.DEPARTMENT, organisation=projects[0].responsible))
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation(name="外单位"))
    sheets = owner.get(f"{BOARD}wall/").context["sheets"]
    labels = {r.score.label for page in sheets for r in (*page.first, *page.last)}
    assert "一" in labels
    assert signed_in(stranger).get(f"{BOARD}wall/").context["sheets"] == []
    viewer = signed_in(make_user(role=Role.VIEWER)).get(f"{BOARD}wall/")
    assert viewer.context["is_frozen"] is False


def test_those_without_a_grade_are_found_by_the_filter(projects):
    client = signed_in(make_user())
    rows = client.get(BOARD).context["rows"]
    grades = {row.each.ranked.score.grade for row in rows if row.each.ranked.score.is_assessed}
    choices = {value for value, _label in client.get(BOARD).context["grades"]}
    assert grades <= choices
    for grade in grades:
        assert shown(client, f"grade={grade}")


def test_the_wall_counts_those_between_the_first_and_the_last(tmp_path):
    sheet = scheme_in(tmp_path).sheets[0]
    rate, steps, late = dict.fromkeys(sheet.specs)
    known = {steps: Decimal(50), late: Decimal(1)}
    subjects = [Graded(str(n), "甲", {rate: Decimal(n), **known}) for n in range(27)]
    scores = scored(sheet, subjects)
    places = ranked(scores, [(score.total, score.total) for score in scores])
    page = wall_page(sheet, places, places)
    assert (len(page.first), len(page.last), page.left_out) == (10, 10, 7)
    assert wall_page(sheet, places, places[:15]).left_out == 0
