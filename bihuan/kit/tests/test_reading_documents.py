"""Tables in Word and PDF, under the lines that stand above them."""

import io
import zipfile

import pypdf
import pytest
from docx import Document
from PIL import Image

from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_workbook

from . import written_files as written

TABLE = [["序号", "项目名称", "完成投资"], ["1", "城东产业园", "1500"], ["2", "滨河大道", "800"]]
ABOVE = ["2024年6月完成情况", "单位：万元"]
PLAIN = [[line] for line in ABOVE] + TABLE


def only(content, name="月报.docx"):
    [sheet] = read_workbook(content, name).sheets
    return sheet


def test_a_table_in_word_is_read_under_its_title():
    long = "为加快推进重点项目建设，现将有关情况通报如下。" * 9
    sheet = only(written.docx(TABLE, [long, ABOVE[0], "", ABOVE[1]]))
    assert (sheet.name, sheet.rows, sheet.doubtful) == ("月报", PLAIN, False)


def test_merged_cells_in_word_are_told():
    def prepare(_document, grid):
        grid.cell(0, 0).merge(grid.cell(0, 1))
        grid.cell(1, 2).merge(grid.cell(2, 2))

    sheet = only(written.docx([["甲", "", "乙"], ["1", "2", "3"], ["4", "5", ""]], prepare=prepare))
    assert sheet.rows == [["甲", None, "乙"], ["1", "2", "3"], ["4", "5"]]
    assert sheet.merged == [(0, 0, 0, 1), (1, 2, 2, 2)]


def test_a_table_within_a_cell_and_a_second_one_are_sheets_of_their_own():
    def prepare(document, grid):
        inner = grid.cell(2, 2).add_table(1, 1)
        inner.cell(0, 0).text = "里"
        document.add_paragraph("表二")
        document.add_table(1, 2).cell(0, 0).text = "外"

    sheets = read_workbook(written.docx(TABLE, ABOVE, prepare), "月报.docx").sheets
    assert [each.name for each in sheets] == ["表1", "表2", "表3"]
    assert [each.rows for each in sheets] == [PLAIN, [["里"]], [["表二"], ["外"]]]


def test_corrections_and_controls_in_word_are_read_as_they_leave_the_text():
    before, after = b"<w:t>1500</w:t>", b"<w:t>15</w:t><w:delText>99</w:delText><w:t>00</w:t>"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written.docx(TABLE, ABOVE))) as package,
        zipfile.ZipFile(stream, "w") as changed,
    ):
        for part in package.namelist():
            text = package.read(part).replace(before, after)
            text = text.replace(b"<w:tbl>", b"<w:sdt><w:sdtContent><w:tbl>", 1)
            text = text.replace(b"</w:tbl>", b"</w:tbl></w:sdtContent></w:sdt>", 1)
            changed.writestr(part, text)
    assert only(stream.getvalue()).rows == PLAIN


def test_a_document_without_a_table_is_refused():
    stream = io.BytesIO()
    Document().save(stream)
    with pytest.raises(Refusal, match="没有表格"):
        read_workbook(stream.getvalue(), "通知.docx")


def test_a_ruled_table_in_pdf_is_read_with_its_title_and_merged_cells():
    body = (
        "\n\n".join(ABOVE)
        + "\n"
        + (
            "#table(columns: (2cm, 4cm, 3cm, 3cm), table.cell(rowspan: 2)[序号],"
            "table.cell(rowspan: 2)[项目名称], table.cell(colspan: 2)[投资], [计划], [完成],"
            "[1], [城东产业园标准厂房及配套设施建设项目], [2000], [区住建局\\ 区交通局])"
        )
    )
    sheet = only(written.pdf(body), "月报.pdf")
    assert sheet.rows == [
        *([line] for line in ABOVE),
        ["序号", "项目名称", "投资"],
        [None, None, "计划", "完成"],
        ["1", "城东产业园标准厂房及配套设施建设项目", "2000", "区住建局\n区交通局"],
    ]
    assert sheet.merged == [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)]
    assert not sheet.doubtful


def test_a_table_that_goes_on_over_pages_is_one_and_another_is_not():
    long = [["序号", "项目名称"], *([str(n), f"项目{n}"] for n in range(1, 120))]
    body = '#set page(numbering: "第1页 共1页")\n' + "\n\n".join(ABOVE)
    body += written.typst_table(long, "(2cm, 4cm)") + "\n\n附件二\n\n"
    body += written.typst_table([["甲", "乙", "丙"]], "(1cm, 2cm, 3cm)")
    first, second = read_workbook(written.pdf(body), "月报.pdf").sheets
    assert first.rows == [[ABOVE[0]], [ABOVE[1]], *long]
    assert second.rows == [["附件二"], ["甲", "乙", "丙"]]


def test_a_table_of_the_same_columns_under_another_title_is_another():
    table = written.typst_table(TABLE, "(2cm, 4cm, 3cm)")
    body = f"2024年5月完成情况\n{table}\n#pagebreak()\n2024年6月财政拨付情况\n{table}"
    first, second = read_workbook(written.pdf(body), "月报.pdf").sheets
    assert first.rows == [["2024年5月完成情况"], *TABLE]
    assert second.rows == [["2024年6月财政拨付情况"], *TABLE]


def test_columns_without_lines_are_read_by_where_words_stand_and_are_doubtful():
    table = [*TABLE, ["3", "第三小学", ""], ["", "合计", "2300"]]
    body = ABOVE[0] + "\n" + written.typst_table(table, "(2cm, 5cm, 3cm)", "stroke: none,")
    sheet = only(written.pdf(body), "月报.pdf")
    assert sheet.rows == [[ABOVE[0]], *TABLE, ["3", "第三小学"], [None, "合计", "2300"]]
    assert sheet.doubtful


def test_columns_without_lines_go_on_over_pages():
    long = [["序号", "项目名称"], *([str(n), f"项目{n}"] for n in range(1, 90))]
    body = '#set page(numbering: "1 / 1")\n' + ABOVE[0] + "\n"
    body += written.typst_table(long, "(3cm, 5cm)", "stroke: none,")
    assert only(written.pdf(body), "月报.pdf").rows == [[ABOVE[0]], *long]


def test_a_pdf_of_prose_holds_no_table():
    with pytest.raises(Refusal, match="没有表格"):
        read_workbook(written.pdf("#lorem(200)"), "通知.pdf")


def test_a_pdf_with_a_password_is_told_so():
    writer = pypdf.PdfWriter(io.BytesIO(written.pdf(written.typst_table(TABLE, "3"))))
    writer.encrypt("secret")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(Refusal, match="加密"):
        read_workbook(stream.getvalue(), "月报.pdf")


def test_a_pdf_whose_list_of_parts_is_broken_is_mended():
    content = written.pdf(written.typst_table(TABLE, "3"))
    broken = content[: content.rindex(b"startxref")] + b"startxref\n0\n%%EOF"
    assert only(broken, "月报.pdf").rows == TABLE


def scan() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 600), (255, 255, 255)).save(stream, "PDF")
    return stream.getvalue()


def test_scans_and_pictures_say_what_to_do_without_the_extra():
    stream = io.BytesIO()
    Image.new("RGB", (400, 600), (255, 255, 255)).save(stream, "PNG")
    for content, name in ((scan(), "扫描.pdf"), (stream.getvalue(), "照片.png")):
        with pytest.raises(Refusal, match=name):
            read_workbook(content, name)
