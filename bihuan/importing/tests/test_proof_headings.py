"""Headings as offices shorten them: read where words and sums tell, asked where they do not."""

from datetime import date

import pytest

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN, month_rows
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.kit.dates import in_digits
from bihuan.kit.months import Month
from bihuan.kit.sheets import Cell
from bihuan.projects.kinds import Tier

NAMED = ["序号", "项目名称"]
YEAR = "2024年区重点项目"


def lines(*amounts):
    return [[n, f"{n}号厂房", *each] for n, each in enumerate(amounts, 1)]


def report(heads, *amounts, **more):
    return tables([[*NAMED, *heads], *lines(*amounts)], **{"title": MONTHLY, **more})


def questions(found):
    return [q for table in found for q in table.desk.questions]


def answered(read, **answers):
    """Read a table again with an answer to each kind of question."""
    told = {
        q.id: answers[kind] for q in questions(read()) if (kind := q.id.split("-")[0]) in answers
    }
    return read(answers=told)


@pytest.mark.parametrize(
    "so_far", ["1-本月完成投资", "1至本月累计完成投资", "1—本月累计完成", "年初至本月完成投资"]
)
def test_from_january_to_this_month_is_the_year_so_far(so_far):
    found = report(["本月完成投资", so_far], (10, 60), (20, 90))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


@pytest.mark.parametrize(
    "earlier", ["上月完成投资", "截至上月累计完成投资", "截至上月底完成投资", "1-上月完成投资"]
)
def test_what_was_completed_until_last_month_is_not_this_month(earlier):
    found = report([earlier, "本月完成投资", "累计完成投资"], (50, 10, 60), (70, 20, 90))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


def test_months_before_a_month_that_is_named_are_left_alone():
    found = report(["6月完成投资", "1-5月累计完成投资"], (10, 50), (20, 30))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])
    assert not found[0].problems


def test_two_parts_of_the_year_are_two_months():
    found = report(["1-5月累计完成投资", "1-6月累计完成投资"], (50, 60), title=YEAR)
    assert found[0].rows[0].values[("cumulative", 5)] == 50 * WAN
    assert asked(found) == []


@pytest.mark.parametrize("rate", ["完成投资（%）", "完成投资%", "完成投资（占比）"])
def test_a_percentage_of_what_was_completed_is_a_rate(rate):
    heads = ["年度计划投资", "1-6月完成投资", rate]
    found = report(heads, (100, 60, 60), (200, 90, 45))
    assert month_rows(found) == [(None, 60 * WAN), (None, 90 * WAN)]
    assert asked(found) == []


def test_a_rate_proves_what_the_cumulative_is():
    found = report(["年度计划投资", "累计完成投资", "完成投资（%）"], (100, 60, 60), (200, 90, 45))
    assert (month_rows(found), asked(found)) == ([(None, 60 * WAN), (None, 90 * WAN)], [])


@pytest.mark.parametrize(
    "month",
    ["本月实际投资", "本月实际完成", "当月完成额", "本月完成固定资产投资"],
)
def test_a_time_and_a_word_for_completion_need_no_proof(month):
    found = report([month], (10,), (20,))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])


@pytest.mark.parametrize("month", ["本月投资", "6月新增投资", "本月到位完成投资"])
def test_what_does_not_say_that_it_was_completed_is_asked_about(month):
    assert asked(report([month], (10,), (20,))) == ["span"]


def test_two_columns_of_the_month_that_differ_are_asked_about():
    def read(**more):
        return report(["本月完成投资", "当月完成投资"], (10, 11), (20, 20), **more)

    assert asked(read()) == ["twice"]
    told = answered(read, twice="2")
    assert month_rows(told) == [(11 * WAN, None), (20 * WAN, None)]


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("二〇二四年四月区重点项目投资完成情况表", Month(2024, 4)),
        ("二○二四年十一月份区重点项目投资完成情况表", Month(2024, 11)),
        ("区重点项目投资完成情况（2024年4月26日—5月25日）", Month(2024, 5)),
        ("区重点项目投资完成情况（2023年12月26日至2024年1月25日）", Month(2024, 1)),
        ("区重点项目投资完成情况（2024.4.26-2024.5.25）", Month(2024, 5)),
        ("区重点项目投资完成情况（2024年1月1日—5月25日）", Month(2024, 5)),
        ("区重点项目投资完成情况（2024年2月26日—5月25日）", Month(2024, 5)),
    ],
)
def test_a_month_in_characters_or_in_days_is_a_month(title, month):
    found = report(["本月完成投资"], (10,), title=title)
    assert (found[0].layout.month, asked(found)) == (month, [])


@pytest.mark.parametrize("other", ["上年同月完成投资", "去年累计完成投资", "上季度完成投资"])
def test_amounts_of_another_year_or_quarter_are_left_alone(other):
    found = report(["本月完成投资", other, "累计完成投资"], (10, 6, 60), (20, 9, 90))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


@pytest.mark.parametrize("parent", ["月度计划", "资金到位"])
def test_months_under_another_measure_are_no_completed_investment(parent):
    rows = [[*NAMED, parent, None], [None, None, "1月", "2月"], *lines((20, 10))]
    assert tables(rows, title=MONTHLY, merged=[(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)]) == []


def test_bare_months_under_a_title_of_plans_that_are_completed_are_asked_about():
    assert asked(report(["1月", "2月"], (20, 10), title=f"{YEAR}分月完成投资计划表")) == ["measure"]


@pytest.mark.parametrize("text", ["第十二月", "十二个月", "2024年4月3日-4月20日", "4.26-5.25"])
def test_other_days_and_numerals_stay_as_they_are(text):
    assert in_digits(text) == text


def test_the_unit_may_stand_beside_the_time():
    rows = [[*NAMED, "本月完成投资"], *lines((10,))]
    found = tables([["（截至12月底，万元）"], *rows], title="2024年区重点项目投资完成情况表")
    assert found[0].layout.unit == WAN
    rows = [
        [*NAMED, "完成投资", None],
        [None, None, "本月，万元", "1-12月，万元"],
        *lines((10, 60)),
    ]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)]
    found = tables(rows, title="2024年12月区重点项目投资完成情况表", merged=merged)
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN)], [])


def test_brackets_tell_the_time():
    found = report(["完成投资（本月）", "完成投资（1-6月，万元）"], (10, 60))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN)], [])


def of_months(found):
    rows = [row for table in found for row in table.rows]
    return [
        {key[1]: value // WAN for key, value in row.values.items() if isinstance(key, tuple)}
        for row in rows
    ]


THREE = [
    [date(2024, n, 1) for n in (1, 2, 3)],
    ["1月", "2月", "3月"],
    [1.0, 2.0, 3.0],
    ["一月", "二月", "三月"],
    ["元月", "二月", "三月"],
    ["正月份", "2月份", "3月份"],
    ["2024-01", "2024-02", "2024-03"],
]


@pytest.mark.parametrize("heads", THREE)
def test_months_under_what_they_count_are_months_however_they_are_written(heads):
    rows = [[*NAMED, "完成投资", None, None], [None, None, *heads], *lines((10, 20, 30))]
    found = tables(rows, title=YEAR, merged=[(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 4)])
    assert (of_months(found), asked(found)) == ([{1: 10, 2: 20, 3: 30}], [])


@pytest.mark.parametrize("heads", THREE)
def test_bare_months_are_asked_about_unless_title_and_sums_tell(heads):
    def read(**more):
        return report(heads, (10, 20, 30), (1, 5, 9), title=YEAR, **more)

    assert asked(read()) == ["measure"]
    told = answered(read, measure="completed")
    assert of_months(told) == [{1: 10, 2: 20, 3: 30}, {1: 1, 2: 5, 3: 9}]
    assert ("cumulative", 3) in answered(read, measure="to_date")[0].rows[0].values
    left = answered(read, measure="-")
    assert (of_months(left), asked(left)) == ([], [])
    titled = report(heads, (30, 20, 10), title=f"{YEAR}投资完成情况表")
    assert (of_months(titled), asked(titled)) == ([{1: 30, 2: 20, 3: 10}], [])
    grows = report(heads, (10, 20, 30), title=f"{YEAR}投资完成情况表")
    assert asked(grows) == ["measure"]


def test_bare_months_of_a_list_of_plans_are_no_report():
    head = [*NAMED, "总投资", "年度计划投资", "1月", "2月"]
    found = tables([head, *lines((900, 30, 10, 20))], title=f"{YEAR}投资计划表")
    assert [t.layout.kind for t in found] == [SheetKind.LEDGER]


def test_plans_by_months_alone_add_up_to_the_year():
    head = [*NAMED, "总投资", "投资计划", *[None] * 11]
    low = [None, None, None, *(f"{n}月" for n in range(1, 13))]
    merged = [*((2, n, 3, n) for n in range(3)), (2, 3, 2, 14)]
    found = tables([head, low, *lines((900, *range(12)))], merged=merged)
    assert [row.get("planned") for row in found[0].rows] == [66 * WAN]
    assert (asked(found), len(found[0].desk.proofs)) == ([], 1)


def test_a_quarter_is_asked_about_unless_the_year_so_far_stands_beside_it():
    title = "2024年二季度区重点项目完成情况"
    assert asked(report(["二季度完成投资"], (10,), title=title)) == ["span"]
    found = report(["二季度完成投资", "1-6月累计完成投资"], (10, 15), title=title)
    assert (month_rows(found), asked(found)) == ([(None, 15 * WAN)], [])


def test_a_question_about_rows_of_several_months_names_none():
    rows = [[*NAMED, "月份", "累计完成投资"], *lines(("5月", 50), ("6月", 60))]
    (question,) = questions(tables(rows, title=YEAR))
    assert "0" not in question.choices[0].gives.replace("110", "")


@pytest.mark.parametrize("tick", ["√", "是", 1.0])
def test_a_tick_under_a_list_tells_the_list(tick):
    head = [*NAMED, "总投资", "年度计划投资", "省重点", "市重点", "区重点"]
    amounts = [(900, 10, tick, None, tick), (800, 20, None, tick, None)]
    found = tables([head, *lines(*amounts)], title="2024年重点项目计划表")
    told = [(row.number, row.tier) for row in found[0].rows]
    assert told == [(4, Tier.PROVINCIAL), (4, Tier.DISTRICT), (5, Tier.MUNICIPAL)]
    assert asked(found) == []


def test_where_not_every_row_is_ticked_the_list_of_the_others_is_asked_about():
    head = [*NAMED, "总投资", "年度计划投资", "省重点"]

    def read(**more):
        amounts = [(900, 10, "√"), (800, 20, None)]
        return tables([head, *lines(*amounts)], title="2024年重点项目计划表", **more)

    assert asked(read()) == ["tier"]
    (told,) = answered(read, tier="district")
    assert [row.tier or told.tier for row in told.rows] == [Tier.PROVINCIAL, Tier.DISTRICT]


@pytest.mark.parametrize(
    "heads",
    [["本月入统投资", "累计入统投资"], ["6月统计投资", "1-6月统计投资"], ["入统金额", "入统累计"]],
)
def test_the_bureaus_amounts_under_other_headings_are_asked_about(heads):
    def read(**more):
        return report(heads, (10, 60), title="2024年6月入统情况表", **more)

    assert (read()[0].layout.kind, asked(read())) == (SheetKind.STATISTICS, ["counted"])
    assert answered(read, counted="yes")[0].rows[0].get(("counted", 6)) == 10 * WAN


def test_a_months_report_whose_title_speaks_of_the_statistics_is_asked_about():
    def read(**more):
        return report(["是否入统", "本月完成投资"], ("是", 10), title="2024年6月入统情况", **more)

    assert asked(read()) == ["source"]
    (told,) = answered(read, source="bureau")
    assert told.layout.kind == SheetKind.STATISTICS
    assert told.rows[0].get(("counted", 6)) == 10 * WAN
    assert told.rows[0].get("entered") is True
    assert month_rows(answered(read, source="office")) == [(10 * WAN, None)]


def test_chains_under_other_headings_are_read_or_asked_about():
    head = ["序号", "所属产业链", "链上企业", "营业收入", "上年产值"]
    found = tables([head, [1, "电子信息", "甲公司", 100, 90]], title="2024年产业链产值")
    assert (found[0].layout.kind, asked(found)) == (SheetKind.CHAIN, ["counted"])
    head[3] = "产值"
    found = tables([head, [1, "电子信息", "甲公司", 100, 90]], title="2024年产业链产值")
    told = [found[0].rows[0].get(("output", year)) for year in (2024, 2023)]
    assert (told, asked(found)) == ([100 * WAN, 90 * WAN], [])


def test_the_lowest_headings_of_a_text_are_not_carried_on_to_the_right():
    rows: list[list[Cell]] = [["序号", "项目名称", "完成投资", None, "四季度完成投资"]]
    rows += [[None, None, "本月", "本年累计", None]]
    rows += [[None, "甲工程", 10, 60, 25], [None, "乙工程", 20, 90, 40]]
    found = tables(rows, title="2024年12月区重点项目投资完成情况表")
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


def test_a_measure_over_all_columns_but_the_names_is_no_title():
    rows: list[list[Cell]]
    rows = [["项目名称", "完成投资", None, None], [None, "1月", "2月", "3月"]]
    rows += [["甲工程", 10, 20, 30], ["乙工程", 5, 0, 9]]
    found = tables(rows, title=YEAR, merged=[(2, 0, 3, 0), (2, 1, 2, 3)])
    assert (of_months(found), asked(found)) == ([{1: 10, 2: 20, 3: 30}, {1: 5, 2: 0, 3: 9}], [])


def test_last_years_column_beside_a_month_in_brackets_tells_no_year():
    heads = ["总投资", "年度计划投资", "完成投资（本月）", "2022年1-1月完成投资"]
    found = report(heads, (900, 100, 10, 5), title="区重点项目进展情况表", year=2023)
    assert "year" not in asked(found)


def test_a_quarter_or_last_month_beside_another_year_leaves_the_year_open():
    for other in ("三季度完成投资", "上月完成投资"):
        heads = ["2024年1-9月累计完成投资", other]
        found = report(heads, (60, 20), title="某区2023年9月份区重点项目进展情况表")
        assert "year" in asked(found)


def test_next_years_plan_does_not_make_this_years_amounts_another_years():
    heads = ["年度计划投资", "2024年累计完成投资", "2025年计划投资"]
    found = report(heads, (100, 60, 90), title="某区1-6月区重点项目投资完成情况表")
    assert month_rows(found) == [(None, 60 * WAN)]


def test_the_numbers_of_two_columns_are_no_project():
    rows = [["项目名称", "本年累计完成投资"], [1, 2], ["甲工程", 60], ["乙工程", 0]]
    assert month_rows(tables(rows, title=MONTHLY)) == [(None, 60 * WAN), (None, 0)]


SO_FAR = [
    "自年初累计完成投资",
    "年初以来累计完成投资",
    "累计完成投资（本年）",
    "累计完成投资（自年初起）",
    "累计完成（当年）",
]


@pytest.mark.parametrize("heading", SO_FAR)
def test_words_that_tell_of_the_year_so_far_need_no_question(heading):
    found = report([heading], (60,), (90,))
    assert (month_rows(found), asked(found)) == ([(None, 60 * WAN), (None, 90 * WAN)], [])


@pytest.mark.parametrize("heading", ["累计完成投资（不含本年）", "累计完成投资（含本年）"])
def test_brackets_that_take_the_year_in_or_out_tell_no_time_of_themselves(heading):
    assert asked(report([heading], (60,), (90,))) == ["span"]


def test_a_month_of_this_year_in_brackets_is_the_month():
    found = report(["本月完成投资（本年）"], (10,), (20,))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])
