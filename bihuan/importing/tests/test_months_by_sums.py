"""The month that a title names against the one of which the sums are, by the months known."""

import pytest

from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, KnownYear, questions, read
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.projects.kinds import Tier

JUNE = ((80, 430), (70, 310), (60, 250))
MAY = ((90, 350), (50, 240), (40, 190))
HEADS = ["本月完成投资", "累计完成投资"]


def title(number):
    return f"2024年{number}月重点项目完成情况表"


def offered(found):
    return [choice.value for choice in questions(found)["month"].choices]


@pytest.mark.parametrize("stated", [3, 5, 7])
def test_sums_of_another_month_are_asked_about(stated):
    found = read(HEADS, *JUNE, title=title(stated), known=FIVE_MONTHS)
    assert offered(found) == [f"2024-{stated:02d}", "2024-06"]
    told = {questions(found)["month"].id: "2024-06"}
    again = read(HEADS, *JUNE, title=title(stated), known=FIVE_MONTHS, answers=told)
    assert (asked(again), again[0].layout.month.number) == ([], 6)
    assert month_rows(again)[0] == (80 * WAN, 430 * WAN)


def test_of_the_month_that_is_stated_they_are_not():
    assert not asked(read(HEADS, *JUNE, title=title(6), known=FIVE_MONTHS))
    assert not asked(read(HEADS, *MAY, title=title(5), known=FIVE_MONTHS))  # brought in again


def test_last_months_table_under_a_new_title_is_asked_about():
    assert offered(read(HEADS, *MAY, title=title(6), known=FIVE_MONTHS)) == ["2024-06", "2024-05"]


@pytest.mark.parametrize("place", [0, 1])
def test_one_column_that_repeats_another_month_is_asked_about(place):
    heads = [["本月完成投资"], ["1-6月累计完成投资"]][place]
    amounts = [(row[place],) for row in MAY]
    found = read(heads, *amounts, title=title(6), known=FIVE_MONTHS)
    assert offered(found) == ["2024-06", "2024-05"]


def test_the_same_amount_in_every_month_tells_no_month():
    known = KnownYear(*[(50,) * 5] * 3)
    assert not asked(read(["本月完成投资"], (50,), (50,), (50,), title=title(6), known=known))


def test_sums_of_no_month_known_are_left_to_the_rows():
    found = read(HEADS, (80, 530), (70, 410), (60, 350), title=title(6), known=FIVE_MONTHS)
    assert "month" not in questions(found)


@pytest.mark.parametrize(
    "sum_", ["合计", "小计", "1-2月合计", "1-5月累计", "1-6月", "6月累计", "累计"]
)
@pytest.mark.parametrize("first", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("before", [(), ("1-2月",), ("一季度",)])
def test_months_of_any_number_beside_any_sum_of_them_are_read_or_asked(sum_, first, before):
    heads = [*before, *(f"{n}月" for n in range(first, 7)), sum_]
    rows = [[10 * n + place for place in range(len(heads))] for n in (3, 2, 1)]
    for row in rows:
        row[-1] = sum(row[:-1])
    for known in (None, FIVE_MONTHS):
        found = read(heads, *rows, title="2024年重点项目完成投资", known=known)
        assert found[0].rows or asked(found) or found[0].problems


@pytest.mark.parametrize(
    ("head", "whole", "rest"),
    [
        ("二季度完成投资", (250, 150, 130), (80, 60, 60)),
        ("2024年二季度/完成投资", (250, 150, 130), (80, 60, 60)),
        ("4-6月完成投资", (250, 150, 130), (80, 60, 60)),
        ("5、6月完成投资", (170, 110, 100), (80, 60, 60)),
    ],
)
def test_the_last_of_months_told_together_is_what_the_months_known_leave(head, whole, rest):
    def read_quarter(**more):
        amounts = [(each,) for each in whole]
        return read([head], *amounts, title="2024年二季度完成情况", known=FIVE_MONTHS, **more)

    question = questions(read_quarter())["rest"]
    assert f"{sum(rest)} 万元" in question.choices[0].gives
    found = read_quarter(answers={question.id: "rest"})
    months = [(amount * WAN, None) for amount in rest]
    assert (month_rows(found), asked(found)) == (months, [])


def test_months_told_together_are_left_where_one_before_the_last_is_not_known():
    known = KnownYear((50, 60, 70, 80, 90), (40, 50, 60, 40), (30, 30, 60, 30, 40))
    (found,) = questions(
        read(["二季度完成投资"], (250,), (150,), (130,), title=title(6), known=known)
    ).values()
    assert ("140 万元" in found.choices[0].gives, "1" in found.choices[0].gives) == (True, True)


class ListedIn2021(KnownYear):
    """The projects stand on a list of 2021 alone."""

    def tiers(self, project, year):
        return frozenset({Tier.DISTRICT}) if year == 2021 else frozenset()


@pytest.mark.parametrize(
    ("named", "heads", "kind", "choice"),
    [
        ("重点项目情况", ["累计完成投资"], "month", "2021-06"),
        ("6月重点项目情况", ["累计完成投资"], "month", "2021-06"),
        ("重点项目完成投资", ["1月完成投资", "2月完成投资"], "year", "2021"),
    ],
)
def test_the_year_on_whose_list_all_projects_stand_is_among_the_choices(named, heads, kind, choice):
    rows = [[10] * len(heads)] * 3
    assert choice in [
        each.value
        for each in questions(read(heads, *rows, title=named, known=ListedIn2021()))[kind].choices
    ]
