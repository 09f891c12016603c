"""Plans under other words: targets, halves of a year, what is planned beside what is done."""

from datetime import date

import pytest

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.labels import read_label
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.curve import points_of
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, JUNE, KnownYear, questions, read
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import Tier

LIST = "2024年区重点项目一览表"
ROW = (5000, "续建", 1200)
TARGETS = [
    "当年投资任务",
    "年度投资任务",
    "投资目标",
    "2024年投资目标",
    "年度投资安排",
    "今年投资指标",
]


def planned(found):
    return [row.get("planned") for table in found for row in table.rows]


@pytest.mark.parametrize("heading", TARGETS)
class TestATarget:
    HEADS = ("总投资", "建设性质")

    def test_that_nobody_knows_is_asked_about(self, heading):
        more = {"title": LIST, "known": NothingKnown()}
        found = read([*self.HEADS, heading], ROW, **more)
        question = questions(found)["plan"]
        assert "1,200" in question.choices[0].gives
        value = question.choices[0].value
        again = read([*self.HEADS, heading], ROW, answers={question.id: value}, **more)
        assert (asked(again), planned(again)) == ([], [1200 * WAN])
        again = read([*self.HEADS, heading], ROW, answers={question.id: "-"}, **more)
        assert planned(again) == [None]

    def test_that_the_ledger_proves_is_read(self, heading):
        found = read([*self.HEADS, heading], ROW, title=LIST, known=KnownYear())
        assert (asked(found), planned(found)) == ([], [1200 * WAN])

    def test_beside_a_plan_is_left_alone(self, heading):
        heads = [*self.HEADS, "年度计划投资", heading]
        found = read(heads, (*ROW, 1300), title=LIST, known=NothingKnown())
        assert (asked(found), planned(found)) == ([], [1200 * WAN])


def test_two_targets_are_asked_about_together():
    heads = ["总投资", "建设性质", "年度投资任务", "投资目标"]
    found = read(heads, (*ROW, 1300), title=LIST, known=NothingKnown())
    assert len(questions(found)["plan"].choices) == 3


@pytest.mark.parametrize("words", ["{}计划", "{}计划投资", "{}投资计划"])
def test_the_halves_of_a_year_add_up_to_its_plan(words):
    heads = ["总投资", "建设性质", *(words.format(half) for half in ("上半年", "下半年"))]
    found = read(heads, (5000, "续建", 500, 700), title=LIST)
    assert (asked(found), planned(found)) == ([], [1200 * WAN])
    row = found[0].rows[0]
    assert points_of(row) == {6: 500 * WAN, 12: 1200 * WAN}


def test_the_second_half_of_a_year_is_no_month():
    assert read_label("下半年计划").words == "H半年计划"
    assert "span" in questions(read(["下半年完成投资"], (60,), title="2024年12月完成情况表"))


@pytest.mark.parametrize(
    "heads",
    [
        ["本月计划", "本月实际"],
        ["6月计划", "6月实际"],
        ["本月计划投资", "本月实际投资"],
        ["本月计划完成投资", "本月实际完成投资"],
        ["当月计划", "当月实际"],
    ],
)
def test_what_is_planned_for_a_month_is_not_what_was_done(heads):
    for pair, row in ((heads, (100, 60)), (heads[::-1], (60, 100))):
        found = read(pair, row, title=JUNE, known=FIVE_MONTHS)
        assert (asked(found), month_rows(found)) == ([], [(60 * WAN, None)])


def test_pairs_of_the_month_and_the_year_are_told_apart():
    heads = ["6月计划", "6月实际", "1-6月计划", "1-6月实际"]
    found = read(heads, (100, 60, 300, 410), title=JUNE, known=FIVE_MONTHS)
    assert (asked(found), month_rows(found)) == ([], [(60 * WAN, 410 * WAN)])


def test_a_pair_whose_title_does_not_speak_of_completion_is_asked_about():
    found = read(["本月计划", "本月实际"], (100, 60), title="2024年6月重点项目一览表")
    assert asked(found) == ["measure"]


@pytest.mark.parametrize(
    "top", [["本月", "本月"], ["6月", "6月"], ["实际", "计划"], ["投资完成情况", "投资完成情况"]]
)
def test_pairs_stand_under_one_heading_too(top):
    low = ["实际", "计划"] if "月" in top[0] else ["本月实际", "本月计划"]
    if top[0] == "实际":
        low = ["本月", "本月"]
    rows = [[JUNE], ["单位：万元"], ["项目名称", *top], [None, *low], ["滨河道路改造工程", 60, 100]]
    merged = [(2, 0, 3, 0), *([(2, 1, 2, 2)] if top[0] == top[1] else [])]
    rules = ReadingRules(TableFacts(date(2024, 7, 5)), FIVE_MONTHS)
    found = read_sheet("表.xlsx", Sheet("S", rows, merged), BatchAnswers(), rules)
    assert (asked(found), month_rows(found)) == ([], [(60 * WAN, None)])


WHICH_YEARS = ["{}年计划", "{}年度计划", "{}年计划（万元）", "{}年安排", "{}年计划数"]


@pytest.mark.parametrize("words", WHICH_YEARS)
def test_a_heading_of_a_year_and_a_plan_is_the_years_plan(words):
    heads = ["总投资", "建设性质", *(words.format(year) for year in (2023, 2024, 2025))]
    found = read(heads, (5000, "续建", 900, 1200, 1500), title=LIST, known=NothingKnown())
    assert (asked(found), planned(found)) == ([], [1200 * WAN])


class TestTheListOnWhichAllStandAlready:
    HEADS = ("总投资", "建设性质", "年度计划投资")

    def tiers(self, *amounts, title="2024年重点项目", known=None):
        found = read(self.HEADS, *amounts, title=title, known=known)
        return [table.tier for table in found], asked(found)

    def test_with_the_plans_that_the_table_has_needs_no_question(self):
        assert self.tiers(ROW, ROW) == ([Tier.DISTRICT], [])

    def test_with_other_plans_is_asked_about(self):
        other = (5000, "续建", 900)
        assert "tier" in self.tiers(other, other)[1]

    def test_of_which_a_title_names_another_is_not_taken(self):
        assert self.tiers(ROW, title="2024年省重点项目")[0] == [Tier.PROVINCIAL]
        assert "tier" in self.tiers(ROW, title="2024年省、市重点项目")[1]

    def test_of_a_project_that_stands_on_two_is_asked_about(self):
        class OnTwo(KnownYear):
            def tiers(self, project, year):
                return frozenset({Tier.DISTRICT, *[Tier.PROVINCIAL] * (project == 2)})

        assert "tier" in self.tiers(ROW, ROW, known=OnTwo())[1]


class TestAListWithAnAdjustedPlanAndItsReason:
    HEADS = ("总投资", "建设性质", "年度计划", "调整后年度计划", "调整原因")
    ROW = (5000, "续建", 1200, 1100, "征地")

    def kinds(self, title, known, heads=HEADS, row=ROW):
        found = read(heads, row, title=title, known=known)
        return [table.layout.kind for table in found], list(questions(found))

    def test_of_new_projects_is_a_ledger_and_its_plan_is_asked_about(self):
        assert self.kinds(LIST, NothingKnown()) == ([SheetKind.LEDGER], ["plan"])

    def test_of_known_projects_is_one_of_adjustments(self):
        assert self.kinds(LIST, KnownYear())[0] == [SheetKind.ADJUSTMENT]

    def test_whose_title_speaks_of_adjustments_is_one(self):
        found, _asked = self.kinds("2024年区重点项目计划调整表", NothingKnown())
        assert found == [SheetKind.ADJUSTMENT]

    def test_that_says_no_more_of_projects_is_one_of_adjustments(self):
        found, _asked = self.kinds(LIST, NothingKnown(), self.HEADS[2:], self.ROW[2:])
        assert found == [SheetKind.ADJUSTMENT]
