"""Cells, headers and rows, without a database."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import read_label
from bihuan.importing.headings.layout import find_layout
from bihuan.importing.headings.naming import named
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows import cells
from bihuan.importing.rows.reading import ReadingRules, read_table
from bihuan.kit.dates import parse_day, parse_span
from bihuan.kit.errors import Refusal
from bihuan.kit.money import WAN, YI, parse_yuan
from bihuan.kit.numbers import parse_number
from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import Nature, ProjectClass, Tier


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三点五亿", "350000000"),
        ("2.3万亿", "2300000000000"),
        ("1亿2千万", "120000000"),
        ("２，３４５．６", "2345.6"),
        ("一百二十三", "123"),
        ("十二", "12"),
        ("壹佰贰拾万", "1200000"),
        ("二〇二四", "2024"),
        ("-5", "-5"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["约18左右", "1,23", "abc", "3..5", "", "十几"])
def test_what_is_no_number_is_not_guessed(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("3.5亿元", WAN, 350_000_000),
        ("1,200.50", WAN, 12_005_000),
        (0.65015, YI, 65_015_000),
        ("１４６２０", WAN, 146_200_000),
        ("200元", WAN, 200),
        ("三点五亿", WAN, 350_000_000),
        ("—", WAN, None),
        ("/", WAN, None),
        (None, WAN, None),
        (0, WAN, 0),
    ],
)
def test_money_is_whole_yuan_in_the_unit_nearest_to_it(cell, unit, yuan):
    assert parse_yuan(cell, unit) == yuan


@given(st.integers(min_value=0, max_value=10**13))
def test_an_amount_printed_in_wan_comes_back_to_the_yuan(yuan):
    assert parse_yuan(f"{Decimal(yuan) / WAN:,f}", WAN) == yuan


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_money_or_days(text):
    for reader in (lambda t: parse_yuan(t, WAN), parse_day, cells.percent, cells.code, parse_span):
        with suppress(Refusal):  # any other error fails the test
            reader(text)


def test_money_without_a_unit_is_asked_about():
    with pytest.raises(Refusal, match="元"):
        parse_yuan("12", None)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024.3", date(2024, 3, 1), date(2024, 3, 31)),
        (2024.3, date(2024, 3, 1), date(2024, 3, 31)),
        ("２０２４年３月", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024年底", date(2024, 12, 31), date(2024, 12, 31)),
        ("2024年", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-03-05", date(2024, 3, 5), date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5), date(2024, 3, 5)),
        (45_000.0, date(2023, 3, 15), date(2023, 3, 15)),
    ],
)
def test_days_are_read_as_people_write_them(cell, first, last):
    assert parse_day(cell) == first
    assert parse_day(cell, at_end=True) == last


@pytest.mark.parametrize("text", ["2024.13", "明年", "2024-02-30", "1800-01-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Refusal):
        parse_day(text)


def test_a_span_runs_from_its_first_day_to_its_last():
    assert parse_span("2023-2025") == (date(2023, 1, 1), date(2025, 12, 31))
    assert parse_span("2024.3-2025年底") == (date(2024, 3, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "words", "month"),
    [
        ("3月完成投资", "N月完成投资", 3),
        ("1-3月累计完成投资（万元）", "1-N月累计完成投资", 3),
        ("2024年投资计划", "投资计划", None),
        ("上半年", "1-N月", 6),
    ],
)
def test_months_years_and_units_are_taken_out_of_headers(text, words, month):
    label = read_label(text)
    assert (label.words, label.month) == (words, month)


def test_percentages_are_read_and_their_bounds_left_to_the_report():
    for text, number in (("100%", "100.00"), ("0", "0.00"), ("100.01", "100.01")):
        assert cells.percent(text) == Decimal(number)  # beyond a hundred: SANE-3
    with pytest.raises(Refusal):
        cells.percent("快了")


def test_office_words_become_choices():
    assert cells.READERS["tier"]("省重点") == Tier.PROVINCIAL
    assert cells.READERS["project_class"]("（二）前期储备类") == ProjectClass.PREPARATION
    assert cells.READERS["nature"]("改扩建") == Nature.EXPANSION
    with pytest.raises(Refusal):
        cells.READERS["tier"]("国家")


def test_credit_codes_are_checked():
    assert cells.credit_code(" 91350100M000100Y43 ") == "91350100M000100Y43"
    with pytest.raises(Refusal):
        cells.credit_code("91350100M000100Y44")


def test_every_kind_of_sheet_has_columns_of_known_types():
    for kind in SheetKind:
        for spec in COLUMNS[kind.value].fields.values():
            assert spec.type in {*cells.READERS, "money"}


RULES = ReadingRules(TableFacts(date(2024, 7, 1)), NothingKnown())


def three_levels() -> Sheet:
    return Sheet(
        "区重点",
        [
            ["某区2024年重点项目", None, None, None, None],
            [None, None, None, None, "单位：亿元"],
            ["项目名称", "总投资", "2024年投资计划", None, None],
            [None, None, "全年", "累计计划", None],
            [None, None, None, "1-6月", "1-12月"],
            ["一、开工建设类（1个）"],
            ["甲工程", 2, "１．５", 0.6, 1.5],
            ["合计", 2, 1.5, 0.6, 1.4],
            ["注：以上为示例"],
        ],
        [(0, 0, 0, 4), (2, 0, 4, 0), (2, 1, 4, 1), (2, 2, 2, 4), (3, 2, 4, 2), (3, 3, 3, 4)],
    )


def test_a_header_of_three_merged_levels_is_found():
    layout = find_layout(three_levels())
    assert layout
    assert (layout.kind, layout.header_row, layout.first_row, layout.unit) == ("ledger", 2, 5, YI)
    assert [(c.field, c.month) for c in layout.columns] == [
        ("name", None),
        ("total", None),
        ("planned", None),
        ("planned_to", 6),
        ("planned_to", 12),
    ]


def test_groups_totals_and_remarks_are_no_projects_but_totals_are_checked():
    sheet = three_levels()
    layout = find_layout(sheet)
    assert layout
    table = read_table("台账.xlsx", sheet, layout, RULES)
    assert [row.get("name") for row in table.rows] == ["甲工程"]
    assert table.rows[0].project_class == ProjectClass.CONSTRUCTION
    assert table.rows[0].get(("planned_to", 6)) == 60_000_000
    assert [question.column for question in table.desk.questions] == ["8"]
    assert [proof.holds for proof in table.desk.proofs] == [False]
    assert [left.row for left in table.desk.left] == [6, 8, 9]


def test_a_header_nearly_right_is_guessed_and_said_to_be():
    sheet = Sheet(
        "x", [["项目名称", "建设地点", "总投资额", "年度计划投资(万元)"], ["甲", "城北", 1, 2]]
    )
    sheet.rows[0][2] = "总投资"
    sheet.rows[0][1] = "建设地点位置"
    layout = find_layout(sheet)
    assert layout
    assert {c.title for c in layout.columns if c.guessed} | {c.title for c in layout.unknown}


def test_a_sheet_without_a_table_is_left_alone():
    assert find_layout(Sheet("填报说明", [["请认真填写"], ["一、范围"]])) is None


@pytest.mark.parametrize(
    "heading",
    ["挂点领导", "挂钩领导", "联系领导", "包保领导", "包抓领导", "挂点县领导", "区级责任领导"],
)
def test_whoever_backs_a_project_is_its_commander(heading):
    (column,) = named([(heading,)], COLUMNS[SheetKind.LEDGER], {})
    assert column.field == "commander"
