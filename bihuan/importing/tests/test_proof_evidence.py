"""What speaks against a reading: the row's own sums, the months known, the year's plan."""

from collections.abc import Mapping
from datetime import date

import pytest

from bihuan.importing.file_readings import BatchAnswers, read_sheet
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.questions import RememberedAnswer
from bihuan.importing.rows import ReadingRules
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.sheets import Sheet

NAMES = ("城东标准厂房项目", "滨河道路改造工程", "河西第三小学项目")


class KnownYear:
    """Three projects with their plans, and what each completed in each month so far, in 万元."""

    def __init__(self, *months: tuple[int, ...], plan: int = 1200, total: int = 5000) -> None:
        self.told, self.plan, self.whole = months, plan, total

    def find(self, name: str, code: str) -> int | None:
        return NAMES.index(name) + 1 if name in NAMES else None

    def total(self, project: int) -> int | None:
        return self.whole * WAN

    def planned(self, project: int, year: int) -> frozenset[int]:
        return frozenset({self.plan * WAN})

    def before(self, project: int, year: int) -> int | None:
        return None

    def months(self, project: int, year: int) -> Mapping[int, int]:
        told = self.told[project - 1] if self.told else ()
        return {n: amount * WAN for n, amount in enumerate(told, 1)}


FIVE_MONTHS = KnownYear((50, 60, 70, 80, 90), (40, 50, 60, 40, 50), (30, 30, 60, 30, 40))


def read(heads, *amounts, title, known=None, answers=None, remembered=None, top=("单位：万元",)):
    rows = [[title], list(top), ["序号", "项目名称", *heads]]
    rows += [[n, NAMES[n - 1], *each] for n, each in enumerate(amounts, 1)]
    facts = TableFacts(date(2024, 7, 5), None, None, answers or {}, remembered or {})
    rules = ReadingRules(facts, known or KnownYear())
    return read_sheet("表.xlsx", Sheet("Sheet1", rows), BatchAnswers(answers=answers or {}), rules)


def questions(found):
    return {q.id.partition("-")[0]: q for t in found for q in t.desk.questions if q.is_open}


def remembered(found, **values):
    """Return the answers to a table's questions as they are remembered of it."""
    return {
        q.id: RememberedAnswer(values[kind], q.context)
        for kind, q in questions(found).items()
        if kind in values
    }


MAY, JUNE = "2024年5月重点项目完成情况表", "2024年6月重点项目完成情况表"
FOUR_MONTHS = KnownYear(*(told[:4] for told in FIVE_MONTHS.told))


class TestARememberedAnswer:
    """An answer of the month before, against the sums of this one."""

    def of_may(self, value, heads=("完成投资",)):
        amounts = (20, 90)[: len(heads)]
        found = read(heads, *[amounts] * 3, title=MAY)
        return remembered(found, span=value)

    def test_holds_while_nothing_speaks_against_it(self):
        told = self.of_may("month")
        found = read(
            ["完成投资"], (60,), (50,), (40,), title=JUNE, known=FIVE_MONTHS, remembered=told
        )
        assert (asked(found), [done for done, _sum in month_rows(found)]) == (
            [],
            [60 * WAN, 50 * WAN, 40 * WAN],
        )

    @pytest.mark.parametrize(
        "amounts",
        [
            ((410,), (290,), (230,)),  # more than all months before together
            ((900,), (990,), (1010,)),  # with those before beyond the plan
        ],
    )
    def test_as_the_months_is_asked_anew_where_it_rather_is_the_year_so_far(self, amounts):
        told = self.of_may("month")
        found = read(["完成投资"], *amounts, title=JUNE, known=FIVE_MONTHS, remembered=told)
        question = questions(found)["span"]
        assert (question.former, month_rows(found)) == ("month", [])
        gives = {c.value: c.gives for c in question.choices}
        assert f"完成 {sum(a for (a,) in amounts):,} " in gives["month"]
        assert f"完成 {sum(a for (a,) in amounts) - 780:,} " in gives["to_date"]

    @pytest.mark.parametrize("sums", [(60, 50, 40), (350, 240, 190)])
    def test_is_asked_anew_where_the_rows_own_sum_contradicts(self, sums):
        heads = ["完成投资", "1-6月累计完成投资"]
        told = self.of_may("month", heads=("完成投资", "1-5月累计完成投资"))
        amounts = [(a, b) for a, b in zip((60, 50, 40), sums, strict=True)]
        found = read(heads, *amounts, title=JUNE, known=FIVE_MONTHS, remembered=told)
        assert questions(found)["span"].former == "month"

    def test_as_the_years_is_asked_anew_where_it_falls_or_goes_far_beyond_the_plan(self):
        told = self.of_may("to_date")
        for amounts in (((60,), (50,), (40,)), ((3100,), (2900,), (2500,))):
            found = read(["完成投资"], *amounts, title=JUNE, known=FIVE_MONTHS, remembered=told)
            assert questions(found)["span"].former == "to_date"

    def test_that_is_given_to_this_very_table_is_not_asked_again(self):
        told = self.of_may("month")
        more = {"title": JUNE, "known": FIVE_MONTHS, "remembered": told}
        found = read(["完成投资"], (410,), (290,), (230,), **more)
        answers = {questions(found)["span"].id: "month"}
        found = read(["完成投资"], (410,), (290,), (230,), answers=answers, **more)
        assert (asked(found), month_rows(found)[0]) == ([], (410 * WAN, None))


class TestAHeadingAgainstTheSums:
    """本月完成投资 that holds the year so far, and the other way about."""

    def test_of_the_month_is_asked_about_where_it_goes_beyond_the_plan_with_the_others(self):
        amounts = (900,), (990,), (1010,)
        found = read(["本月完成投资"], *amounts, title=JUNE, known=FIVE_MONTHS)
        assert {"month", "to_date"} < {c.value for c in questions(found)["span"].choices}

    def test_of_the_year_is_asked_about_where_it_falls(self):
        found = read(["1-6月累计完成投资"], (60,), (50,), (40,), title=JUNE, known=FIVE_MONTHS)
        assert "span" in questions(found)

    @pytest.mark.parametrize("heads", [("本月完成投资", "1-6月累计完成投资")])
    def test_are_asked_about_where_they_stand_the_wrong_way_round(self, heads):
        amounts = (410, 60), (290, 50), (230, 40)
        assert "span" in questions(read(heads, *amounts, title=JUNE, known=FIVE_MONTHS))

    def test_that_nothing_speaks_against_are_read(self):
        heads = ("本月完成投资", "1-6月累计完成投资")
        amounts = (60, 410), (50, 290), (40, 230)
        found = read(heads, *amounts, title=JUNE, known=FIVE_MONTHS)
        assert (asked(found), len(month_rows(found))) == ([], 3)

    def test_of_december_may_go_beyond_the_plan(self):
        months = tuple([110] * 11)
        found = read(
            ["本月完成投资"],
            (60,),
            (50,),
            (40,),
            title="2024年12月完成情况表",
            known=KnownYear(months, months, months),
        )
        assert asked(found) == []
