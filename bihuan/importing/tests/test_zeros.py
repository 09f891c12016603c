"""Noughts that other systems put out for months of which nobody told anything."""

import pytest

from bihuan.importing.tests.test_proof_columns import WAN
from bihuan.importing.tests.test_proof_headings import (
    NAMED,
    YEAR,
    answered,
    of_months,
    questions,
    report,
)
from bihuan.importing.tests.test_proof_lines import asked, tables

TITLE = f"{YEAR}投资完成情况表"


def months(*amounts, heads="{}月完成投资", **more):
    width = len(amounts[0])
    return report([heads.format(n) for n in range(1, width + 1)], *amounts, title=TITLE, **more)


SINGLE = [(10, 20, 0.0, 0.0), (5, 1, 0.0, 0.0)]


def test_months_of_noughts_alone_are_asked_about_once():
    def read(**more):
        return months(*SINGLE, **more)

    (question,) = questions(read())
    assert [choice.value for choice in question.choices] == ["skip", "reported"]
    assert "4" in question.choices[1].gives
    assert of_months(read()) == [{1: 10, 2: 20}, {1: 5, 2: 1}]
    assert of_months(answered(read, zeros="skip")) == [{1: 10, 2: 20}, {1: 5, 2: 1}]
    told = answered(read, zeros="reported")
    assert of_months(told) == [{1: 10, 2: 20, 3: 0, 4: 0}, {1: 5, 2: 1, 3: 0, 4: 0}]


@pytest.mark.parametrize(
    "amounts",
    [
        [(10, 30, 30, 30), (5, 6, 6, 6)],
        [(10, 30, 0.0, 0.0), (5, 6, 0.0, 0.0)],
    ],
)
def test_cumulatives_that_add_nothing_are_asked_about_too(amounts):
    def read(**more):
        return months(*amounts, heads="1-{}月累计完成投资", **more)

    assert asked(read()) == ["zeros"]
    assert of_months(answered(read, zeros="skip")) == [{1: 10, 2: 30}, {1: 5, 2: 6}]


def test_months_at_the_start_may_have_been_reported_and_the_last_not():
    def read(**more):
        return months((0, 0, 3, 0), (0, 0, 1, 0), **more)

    (question,) = questions(read())
    assert len({choice.gives for choice in question.choices}) == 3
    assert of_months(answered(read, zeros="last"))[0] == {1: 0, 2: 0, 3: 3}
    assert of_months(answered(read, zeros="skip"))[0] == {3: 3}


def test_months_to_come_with_noughts_alone_are_left_out_and_said():
    found = months((10, 20, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0), (1, 2, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0))
    assert (asked(found), len(found[0].desk.left)) == ([], 1)
    assert [max(each) for each in of_months(found)] == [7, 7]


def test_a_row_for_each_month_is_left_out_where_all_say_nought():
    head = [*NAMED, "月份", "本月完成投资"]

    def read(**more):
        told = [("甲", "1月", 5), ("甲", "2月", 0.0), ("乙", "1月", 7), ("乙", "2月", 0.0)]
        rows = [[n, *each] for n, each in enumerate(told, 1)]
        return tables([head, *rows], title=TITLE, **more)

    assert asked(read()) == ["zeros"]
    told = answered(read, zeros="skip")
    assert [row.get("completed") for row in told[0].rows] == [5 * WAN, 7 * WAN]
    assert len(told[0].desk.left) == 2
    assert len(answered(read, zeros="reported")[0].rows) == 4


def test_a_month_in_which_some_project_went_on_is_no_question():
    assert asked(months((10, 0, 3), (0, 5, 0))) == []


def test_one_month_is_no_question_nor_is_a_pause_of_one_project():
    assert asked(report(["本月完成投资"], (0,), (0,))) == []
    assert asked(months((10, 0, 3))) == []
