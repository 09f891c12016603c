"""What speaks against a reading: the row's own sums, the months known, the year's plan."""

from collections.abc import Mapping
from datetime import date

import pytest

from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.questions import RememberedAnswer
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.sheets import Cell, Sheet
from bihuan.projects.kinds import Tier

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

    def tiers(self, project: int, year: int) -> frozenset[Tier]:
        return frozenset({Tier.DISTRICT})

    def before(self, project: int, year: int) -> int | None:
        return None

    def months(self, project: int, year: int) -> Mapping[int, int]:
        told = self.told[project - 1] if self.told else ()
        return {n: amount * WAN for n, amount in enumerate(told, 1)}

    def opened(self, project: int, year: int) -> int:
        return 0

    def money(self, project: int) -> Mapping[tuple[str, str], int]:
        return {}


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
        assert f"完成{sum(a for (a,) in amounts):,} " in gives["month"]
        assert f"完成{sum(a for (a,) in amounts) - 780:,} " in gives["to_date"]

    def test_is_asked_anew_where_the_rows_own_sum_contradicts(self):
        heads = ["完成投资", "1-6月累计完成投资"]
        told = self.of_may("month", heads=("完成投资", "1-5月累计完成投资"))
        amounts = [(60, 350), (50, 240), (40, 190)]
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
        assert {"stands", "so-far"} < {c.value for c in questions(found)["size"].choices}

    def test_of_the_year_is_asked_about_where_it_falls(self):
        found = read(["1-6月累计完成投资"], (60,), (50,), (40,), title=JUNE, known=FIVE_MONTHS)
        assert "month" in [c.value for c in questions(found)["size"].choices]

    @pytest.mark.parametrize("heads", [("本月完成投资", "1-6月累计完成投资")])
    def test_are_asked_about_where_they_stand_the_wrong_way_round(self, heads):
        amounts = (410, 60), (290, 50), (230, 40)
        question = questions(read(heads, *amounts, title=JUNE, known=FIVE_MONTHS))["size"]
        assert "swapped" in [c.value for c in question.choices]

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


def by_month(found):
    """Return what is read of the rows by month."""
    return [
        {key: value // WAN for key, value in row.values.items() if isinstance(key, tuple)}
        for table in found
        for row in table.rows
    ]


ALONE = {("completed", n): 10 * n for n in (1, 2, 3)}
SO_FAR = {("cumulative", n): 10 * n for n in (1, 2, 3)}
RISING = (10, 20, 30)
DONE, BARE = "2024年3月重点项目完成情况表", "2024年3月重点项目一览表"


class TestARowsOwnSum:
    """1月 2月 3月 合计."""

    @pytest.mark.parametrize("word", ["合计", "累计", "1-3月合计", "1-3月累计", "全年合计"])
    @pytest.mark.parametrize(("last", "read_as"), [(60, ALONE), (30, SO_FAR)])
    def test_proves_what_months_without_a_measure_are(self, word, last, read_as):
        found = read(["1月", "2月", "3月", word], *[(*RISING, last)] * 2, title=DONE)
        assert asked(found) == []
        assert [{**each, **read_as} for each in by_month(found)] == by_month(found)

    @pytest.mark.parametrize(("last", "way"), [(60, "completed"), (30, "to_date")])
    def test_leaves_no_other_way_than_a_plan_under_a_title_that_tells_nothing(self, last, way):
        found = read(["1月", "2月", "3月", "合计"], *[(*RISING, last)] * 2, title=BARE)
        assert [c.value for c in questions(found)["measure"].choices] == [way, "-"]

    @pytest.mark.parametrize("word", ["合计", "1-3月合计", "累计完成投资", "全年累计完成投资"])
    def test_is_held_against_months_that_say_that_they_are_completed(self, word):
        heads = [*(f"{n}月完成投资" for n in (1, 2, 3)), word]
        assert asked(read(heads, *[(*RISING, 60)] * 2, title=DONE)) == []
        found = read(heads, *[(*RISING, 30)] * 2, title=DONE)
        question = questions(found)["sums"]
        assert [c.value for c in question.choices] == ["completed", "to_date", "skip"]
        assert ["120" in question.choices[0].gives, "60" in question.choices[1].gives] == [True] * 2
        for way, is_read in (("to_date", SO_FAR), ("completed", ALONE)):
            again = read(heads, *[(*RISING, 30)] * 2, title=DONE, answers={question.id: way})
            assert [{**each, **is_read} for each in by_month(again)] == by_month(again)
        assert not read(heads, *[(*RISING, 30)] * 2, title=DONE, answers={question.id: "skip"})[
            0
        ].rows

    def test_of_more_than_the_year_is_no_doubt(self):
        heads = [*(f"{n}月完成投资" for n in (1, 2, 3)), "累计完成投资"]
        assert asked(read(heads, (*RISING, 500), (*RISING, 900), title=DONE)) == []

    def test_that_one_row_alone_misses_is_that_rows_fault(self):
        heads = [*(f"{n}月" for n in (1, 2, 3)), "合计"]
        many: list[list[Cell]] = [
            ["2024年3月完成情况"],
            ["单位：万元"],
            ["序号", "项目名称", *heads],
        ]
        for n in range(1, 20):
            many.append([n, f"第{n}号工程", *RISING, 60])
        many.append([20, "末项", *RISING, 61])
        rules = ReadingRules(TableFacts(date(2024, 7, 5)), KnownYear())
        (found,) = read_sheet("表.xlsx", Sheet("S", many), BatchAnswers(), rules)
        assert [(p.row, p.column) for p in found.problems] == [(23, "合计")]
        assert found.rows[-1].bad


class TestMonthsKnown:
    """Bare months beside those that were reported."""

    def test_prove_what_months_without_a_measure_are(self):
        known = KnownYear((10, 20), (10, 20))
        found = read(["1月", "2月", "3月"], RISING, RISING, title=BARE, known=known)
        assert (asked(found), by_month(found)) == ([], [ALONE, ALONE])
        found = read(["1月", "2月", "3月"], *[(10, 30, 60)] * 2, title=BARE, known=known)
        assert (asked(found), next(iter(by_month(found)[0]))[0]) == ([], "cumulative")

    def test_speak_against_what_is_remembered(self):
        heads = ["1月", "2月", "3月"]
        may = read(heads, RISING, RISING, title=BARE)
        told = remembered(may, measure="to_date")
        falling = read(heads, (30, 20, 10), RISING, title=BARE, remembered=told)
        assert "measure" in questions(falling)
        told = remembered(may, measure="completed")
        assert asked(read(heads, RISING, RISING, title=BARE, remembered=told)) == []
        beyond = [(500, 800, 1100)] * 2
        found = read(heads, *beyond, title=BARE, remembered=told)
        assert questions(found)["measure"].former == "completed"
        found = read([*heads, "合计"], *[(*RISING, 30)] * 2, title=BARE, remembered=told)
        assert "measure" in questions(found)


class TestTwoColumnsOfOneTime:
    """Which of them counts: as the sums prove, else as answered, while these do not contradict."""

    HEADS = ("本月完成投资", "当月完成投资", "本年累计完成投资")

    def test_are_not_asked_about_where_the_sums_prove_one(self):
        amounts = (999, 60, 410), (888, 50, 290), (777, 40, 230)
        found = read(self.HEADS, *amounts, title=JUNE, known=FIVE_MONTHS)
        assert (asked(found), month_rows(found)[0]) == ([], (60 * WAN, 410 * WAN))

    @pytest.mark.parametrize("heads", [HEADS, ("本月完成投资", "本月完成投资", HEADS[2])])
    def test_a_remembered_answer_gives_way_to_the_proof(self, heads):
        may = read(heads, (20, 30, 90), (20, 40, 90), title=MAY)
        told = remembered(may, twice="1")
        assert len(told) == 1
        amounts = (999, 60, 410), (888, 50, 290), (777, 40, 230)
        more = {"title": JUNE, "known": FIVE_MONTHS, "remembered": told}
        found = read(heads, *amounts, **more)
        assert (asked(found), month_rows(found)[0][0]) == ([], 60 * WAN)
        contradicted = (999, 61, 410), (888, 51, 290), (777, 41, 230)
        assert questions(read(heads, *contradicted, **more))["twice"].former == "1"


def test_months_without_a_measure_are_no_amounts_without_a_unit():
    found = read(["1月", "2月", "3月"], *[(30, 20.5, 10)] * 2, title=DONE, top=())
    assert asked(found) == ["unit"]


class TestAUnit:
    """亿元 where every amount speaks against it: asked, and each choice says what it gives."""

    @pytest.mark.parametrize(
        ("heads", "row", "top"),
        [
            (["本月完成投资（亿元）"], (60,), ()),
            (["本月完成投资"], (60,), ("单位：亿元",)),
            (["总投资（亿元）", "本月完成投资（亿元）"], (5000, 60), ()),
            (["本月完成投资（元）"], (0.5,), ()),
            (["本月完成投资"], (0.5,), ("单位：元",)),
            (["年度计划投资（亿元）", "1-6月累计完成投资（亿元）"], (1200, 600), ()),
        ],
    )
    def test_that_the_amounts_contradict_is_asked_about(self, heads, row, top):
        found = read(heads, *[row] * 3, title=JUNE, known=FIVE_MONTHS, top=top)
        question = questions(found)["unit"]
        gives = {c.value: c.gives for c in question.choices}
        assert f"{row[0] * 3:,} 万元" in gives["万元"]
        more = {"title": JUNE, "known": FIVE_MONTHS, "top": top}
        answers = {question.id: "万元"}
        again = read(heads, *[row] * 3, answers=answers, **more)
        if asked(again) == ["size"]:  # half a ten thousand is as unlike the months known
            answers[questions(again)["size"].id] = "stands"
            again = read(heads, *[row] * 3, answers=answers, **more)
        done = [a or b for a, b in month_rows(again)]
        assert (asked(again), done) == ([], [int(row[-1] * WAN)] * 3)

    def test_of_a_list_whose_totals_nobody_knows_is_asked_about(self):
        found = read(
            ["总投资（亿元）", "建设性质", "2024年计划投资（万元）"],
            (5000, "续建", 60),
            title="2024年区重点项目一览表",
            top=(),
        )
        assert "unit" in questions(found)

    @pytest.mark.parametrize("row", [(0.6, 60), (0.0001, 1)])
    def test_that_the_amounts_bear_is_not_asked_about(self, row):
        heads = ["总投资（亿元）", "本月完成投资（万元）"]
        known = KnownYear(plan=0, total=int(row[0] * WAN))
        assert asked(read(heads, *[row] * 3, title=JUNE, top=(), known=known)) == []
