"""Strangers' workbooks: each harmful or broken one gets one sentence."""

import io
import zipfile
from contextlib import suppress

import pytest
from openpyxl import Workbook, load_workbook

from bihuan.kit.errors import Refusal
from bihuan.kit.reader import limits
from bihuan.kit.reader.archive import OLE_MAGIC
from bihuan.kit.reader.reading import read
from bihuan.kit.reader.values import Unreadable
from bihuan.kit.sheets import read_workbook, refusal
from bihuan.kit.workbooks import BASE_SHEET, OutColumn, OutSheet, write_workbook


def xlsx(rows=(("a", 1),), **parts: bytes) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    if parts:
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(f"xl/{name}.xml", content)
    return stream.getvalue()


def refused(content: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(Refusal) as caught:
        read_workbook(content, name)
    return str(caught.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "x.xlsx" in refused(xlsx(bomb=b"<a>" + b"0" * 80_000_000))


def test_entities_are_refused():
    evil = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert refused(xlsx(evil=evil))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_entities_in_wide_characters_are_refused(encoding):
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(encoding)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
        package.writestr("xl/sharedStrings.xml", evil)
    with pytest.raises(Refusal, match=r"code|代码"):
        read_workbook(stream.getvalue(), "表.xlsx")


def test_an_encrypted_or_old_workbook_is_refused():
    assert "xls" in refused(OLE_MAGIC + b"0" * 600)


def test_a_damaged_workbook_is_refused():
    assert refused(xlsx()[:900])
    assert refused(b"PK\x03\x04rubbish")


def test_what_is_no_workbook_is_refused():
    assert refused(b"hello", "x.xlsx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    assert refused(stream.getvalue())


def test_a_file_too_large_is_refused(settings):
    settings.LARGEST_WORKBOOK_MEGABYTES = 1
    assert "1 MB" in refused(b"x" * (1024 * 1024 + 1))


def test_two_million_empty_rows_are_not_read():
    book = Workbook()
    book.active["A1"] = "项目名称"
    book.active["A1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    assert len(read_workbook(stream.getvalue(), "x.xlsx").sheets[0].rows) == 1


def test_more_rows_than_can_be_read_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 5)
    for content, name in ((xlsx([("a", n) for n in range(9)]), "x.xlsx"), (b"a,b\n" * 9, "x.csv")):
        with pytest.raises(Unreadable) as caught:
            read(content, name, BASE_SHEET)
        assert "行" in str(refusal(caught.value))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding):
    rows = (
        read_workbook("月份,累计（万元）\r\n2024年1月,１２".encode(encoding), "x.csv")
        .sheets[0]
        .rows
    )
    assert rows == [["月份", "累计（万元）"], ["2024年1月", "１２"]]


def test_hidden_sheets_are_not_read_as_tables():
    book = Workbook()
    book.active["A1"] = "看得见"
    book.create_sheet("作废").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [s.name for s in read_workbook(stream.getvalue(), "x.xlsx").sheets] == ["Sheet"]


def test_a_formula_without_its_result_is_marked():
    assert read_workbook(xlsx([("a", "=1+1")]), "x.xlsx").sheets[0].uncomputed == {(0, 1)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0"])
def test_text_that_looks_like_a_formula_goes_out_as_text(text):
    sheet = OutSheet("s", "t", "n", [OutColumn("备注")], [("1", [text])])
    page = load_workbook(io.BytesIO(write_workbook([sheet], returns=True)))["s"]
    assert (page["B4"].data_type, page["B4"].value) == ("s", text)


def test_a_workbook_that_goes_out_remembers_its_values():
    sheet = OutSheet("s", "t", "n", [OutColumn("备注")], [("7", ["x"])])
    book = read_workbook(write_workbook([sheet], returns=True), "x.xlsx")
    assert book.base == [["s", "7", '{"备注": "x"}']]


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for info in before.infolist():
            text = before.read(info)
            after.writestr(info.filename, text.replace(old, new) if info.filename == part else text)
    return stream.getvalue()


def test_a_workbook_with_any_byte_broken_is_read_or_refused():
    whole = xlsx([("甲", 1)] * 200)
    for place in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[place] ^= 0x5A
        with suppress(Refusal):  # any other error fails the test
            read_workbook(bytes(broken), "x.xlsx")


def test_a_formula_without_a_result_is_marked_on_its_own_sheet_only():
    book = Workbook()
    book.active.append(["a", None])
    book.create_sheet("附表 & 二")["B1"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    first, second = read_workbook(stream.getvalue(), "x.xlsx").sheets
    assert not first.uncomputed
    assert second.uncomputed == {(0, 1)}


def test_a_formula_whose_result_is_no_text_has_a_result():
    blank = b'<c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>'
    content = xlsx([("a", 5)])
    part = "xl/worksheets/sheet1.xml"
    content = repacked(content, part, b'<c r="B1" t="n"><v>5</v></c>', blank)
    sheet = read_workbook(content, "x.xlsx").sheets[0]
    assert sheet.cell(0, 1) is None
    assert not sheet.uncomputed


def test_a_formula_that_failed_is_marked():
    assert read_workbook(xlsx([("a", "#DIV/0!")]), "x.xlsx").sheets[0].failed == {(0, 1)}


def test_an_entity_hidden_under_another_suffix_is_refused():
    stream = io.BytesIO(xlsx())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/worksheets/sheet2.dat", '<!DOCTYPE a [<!ENTITY x "y">]><a/>')
    assert refused(stream.getvalue())


def test_characters_that_no_workbook_can_hold_are_dropped():
    assert read_workbook("名称,说明\n甲,一\x0b二\n".encode(), "x.csv").sheets[0].rows[1] == [
        "甲",
        "一二",
    ]


def test_two_million_empty_rows_of_a_csv_are_left_unread():
    sheet = read_workbook("甲,1\n".encode() + b",\n" * 2_000_000, "x.csv").sheets[0]
    assert sheet.rows == [["甲", "1"]]
