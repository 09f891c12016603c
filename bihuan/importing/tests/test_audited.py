"""What was reported beside what was audited: which counts is asked once, and read as answered."""

import pytest

from bihuan.importing.tests.sheets_read import A, B, C, amounts, answered, asked, read

NAMES = (A, B, C)
REPORTED, AUDITED, CUT = (100, 200, 300), (90, 190, 280), (10, 10, 20)


def rows(*columns):
    return [[n, NAMES[n - 1], *(c[n - 1] for c in columns)] for n in (1, 2, 3)]


def under(*leaves):
    """Return two levels of headings over columns of the month."""
    width = len(leaves)
    top = ["序号", "项目名称", "本月完成投资", *[None] * (width - 1)]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 1 + width)]
    return [top, [None, None, *leaves]], merged


@pytest.mark.parametrize(
    "pair",
    [
        ("本月完成投资（上报数）", "本月完成投资（审核数）"),
        ("本月上报完成投资", "本月审核完成投资"),
        ("本月填报完成投资", "本月审定完成投资"),
        ("本月完成投资", "本月完成投资（审核后）"),
        ("本月完成投资", "审核完成投资"),
        ("本月完成投资", "核准完成投资"),
    ],
)
def test_which_of_two_columns_counts_is_asked(pair):
    table = [["序号", "项目名称", *pair], *rows(REPORTED, AUDITED)]
    found = read(table)
    assert asked(found) == ["corrected"]
    for value, told in (("stands", REPORTED), ("3", AUDITED)):
        done = amounts(read(table, answers=answered(found, "corrected", value))[0], "completed")
        assert [each for (each,) in done.values()] == list(told)


@pytest.mark.parametrize("pair", [("上报数", "审核数"), ("自报", "认定"), ("填报数", "审核后数")])
def test_they_are_no_parts_of_one_sum(pair):
    heads, merged = under(*pair)
    table = [*heads, *rows(REPORTED, AUDITED)]
    found = read(table, merged=merged)
    assert asked(found) == ["corrected"]
    answers = answered(found, "corrected", "3")
    done = amounts(read(table, merged=merged, answers=answers)[0], "completed")
    assert [each for (each,) in done.values()] == list(AUDITED)


def test_what_was_cut_of_them_is_the_same_answer():
    heads, merged = under("填报数", "审核数", "核减数")
    found = read([*heads, *rows(REPORTED, AUDITED, CUT)], merged=merged)
    assert asked(found) == ["corrected"]
    (question,) = [q for t in found for q in t.desk.questions if q.is_open]
    assert [c.value for c in question.choices] == ["stands", "3"]


@pytest.mark.parametrize("pair", [("上报数", "审核数"), ("单位填报数", "部门审核数")])
def test_a_title_says_what_they_are_of(pair):
    table = [["序号", "项目名称", *pair], *rows(REPORTED, AUDITED)]
    found = read(table)
    assert asked(found) == ["corrected", "span"]
    answers = answered(found, "corrected", "3") | answered(found, "span", "month")
    done = amounts(read(table, answers=answers)[0], "completed")
    assert [each for (each,) in done.values()] == list(AUDITED)


def test_days_and_people_of_reporting_are_no_amounts():
    heads = ["序号", "项目名称", "本月完成投资", "填报日期", "审核人", "审核意见"]
    table = [heads, *[[*row, "2024-07-02", "张某某", "同意"] for row in rows(REPORTED)]]
    assert asked(read(table)) == []
