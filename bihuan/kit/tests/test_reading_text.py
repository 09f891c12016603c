"""Text as people save and copy it: encodings, what parts its columns, what parts nothing."""

import pytest

from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_pasted, read_workbook

LINES = "2024年6月重点项目完成情况\n序号,项目名称,完成投资\n1,城东产业园,1500\n2,滨河大道,800\n"
ROWS = [
    ["2024年6月重点项目完成情况"],
    ["序号", "项目名称", "完成投资"],
    ["1", "城东产业园", "1500"],
    ["2", "滨河大道", "800"],
]
GB_MARK = b"\x84\x31\x95\x33"


def rows(content: str | bytes, name="表.csv"):
    content = content.encode() if isinstance(content, str) else content
    [sheet] = read_workbook(content, name).sheets
    return sheet.rows


def pasted(text: str):
    [sheet] = read_pasted(text, "粘贴").sheets
    assert sheet.name == "粘贴"
    return sheet.rows


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode("gbk"),
        GB_MARK + LINES.encode("gb18030"),
        LINES.encode("utf-8-sig"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.encode("utf-16"),
        LINES.encode("utf-32"),
    ],
)
def test_a_text_is_read_in_any_encoding_with_or_without_its_mark(content):
    assert rows(content) == ROWS
    assert rows(content, "表.xlsx") == ROWS


def test_a_short_text_without_a_mark_is_read_in_wide_characters():
    for encoding in ("utf-16-le", "utf-16-be"):
        assert rows("一句话说明,推进机制,增减".encode(encoding)) == [
            ["一句话说明", "推进机制", "增减"]
        ]


def test_big5_is_told_from_gb18030():
    text = "序號,項目名稱,完成投資（萬元）\n1,城東產業園標準廠房項目,1500\n2,濱河大道改造工程,800\n"
    assert rows(text.encode("big5"))[1] == ["1", "城東產業園標準廠房項目", "1500"]
    assert rows(text.encode("gb18030"))[1] == ["1", "城東產業園標準廠房項目", "1500"]


@pytest.mark.parametrize("sign", [";", "\t", "|", ","])
def test_what_parts_most_lines_alike_parts_the_columns(sign):
    assert rows(LINES.replace(",", sign)) == ROWS


def test_commas_within_numbers_part_nothing_where_tabs_do():
    text = '名称\t投资\n甲\t1,500\n乙\t2,500\n"丙\n丁"\t3,500\n'
    assert rows(text)[1:] == [["甲", "1,500"], ["乙", "2,500"], ["丙\n丁", "3,500"]]


def test_a_line_that_says_how_to_split_is_obeyed():
    assert rows("sep=;\n名称;投资,万元\n甲;1,5\n") == [[], ["名称", "投资,万元"], ["甲", "1,5"]]


@pytest.mark.parametrize(
    "text",
    [
        "序号\t项目名称\t完成投资\n1\t城东产业园\t1500\n2\t滨河大道\t800",
        "序号  项目名称    完成投资\n1     城东产业园  1500\n2     滨河大道    800",
        "序号　项目名称　完成投资\n1　城东产业园　1500\n2　滨河大道　800",
        "|序号|项目名称|完成投资|\n|---|:--:|--:|\n|1|**城东产业园**|1500|\n|2|滨河大道|800|",
        "序号、项目名称、完成投资\n1、城东产业园、1500\n2、滨河大道、800",
        "序号，项目名称，完成投资\n1，城东产业园，1500\n2，滨河大道，800",
        "序号 项目名称 完成投资\n1 城东产业园 1500\n2 滨河大道 800",
        "┌──┬──┐\n│序号│项目名称│完成投资│\n├──┼──┤\n│1│城东产业园│1500│\n│2│滨河大道│800│",
    ],
)
def test_what_was_copied_from_a_chat_is_read(text):
    text = f"{ROWS[0][0]}\n{text}"
    assert pasted(text) == ROWS
    assert rows(text, "表.txt") == ROWS


def test_a_blank_among_aligned_columns_stays_under_its_heading():
    text = (
        "序号  项目名称    计划  完成\n1     城东产业园  2000  1500\n2     滨河大道          800\n"
    )
    assert pasted(text)[2] == ["2", "滨河大道", None, "800"]


def test_a_line_that_fits_no_column_stays_whole():
    assert pasted("名称，投资\n甲，1\n乙，2，其中3\n丙，4")[2] == ["乙，2，其中3"]


def test_thousands_are_not_parted():
    assert pasted("名称,投资\n甲,1,500\n乙,22,500")[1:] == [["甲", "1,500"], ["乙", "22,500"]]


def test_a_text_without_columns_has_one_and_a_workbook_of_such_is_none():
    assert rows("甲\n乙", "表.csv") == [["甲"], ["乙"]]
    assert pasted("请各单位尽快报送。") == [["请各单位尽快报送。"]]
    with pytest.raises(Refusal, match="没有可读取的表格"):
        read_workbook("请各单位尽快报送。".encode(), "通知.xlsx")


def test_what_is_no_text_is_refused():
    with pytest.raises(Refusal):
        read_workbook(bytes(range(256)) * 40, "表.csv")


def test_quotes_between_tabs_are_a_spreadsheets_own():
    text = '序号\t项目名称\t本月完成投资\n1\t"某""新""园"\t"1,350"\n2\t某路\t"760"\n'
    (sheet,) = read_workbook(text.encode("utf-16"), "表.txt").sheets
    assert sheet.rows[1:] == [["1", '某"新"园', "1,350"], ["2", "某路", "760"]]
