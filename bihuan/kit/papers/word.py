"""A paper as a Word file that people can still edit. Built element by element: no template
language, so what people wrote cannot be one.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bihuan.kit.errors import Refusal

from .layout import CLOSER, SPACINGS, Spacing, mark_size
from .model import Field, Paper, Rows, runs, title_lines
from .pdf import spacing_that_fits

BODY, TITLE, HEADING, KAI, DIGITS = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
FACES = {"body": BODY, "heading": HEADING, "kai": KAI}
STAND_INS = {BODY: "仿宋", TITLE: "华文中宋", KAI: "楷体"}
"""What Word takes on a machine without the licensed faces."""
LATIN = "Times New Roman"
RED = RGBColor(0xD7, 0x00, 0x0F)
TEXT_WIDTH = 156  # mm
MIDDLE, RIGHT_TAB = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_TAB_ALIGNMENT.RIGHT
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def to_docx(paper: Paper) -> bytes:
    """Return the Word file's bytes: A4, margins, lines and faces of GB/T 9704-2012."""
    document, spacing = Document(), _spacing(paper)
    _set_page(document, paper, spacing)
    _head(document, paper, spacing)
    _title(document, paper, spacing)
    if paper.addressee:
        _line(document, f"{paper.addressee}：")
    for text in paper.paragraphs:
        _paragraph(document, text)
    if paper.fields:
        _fields(document, paper, spacing)
    if paper.table:
        _rows(document, paper.table)
    _keep_last(document)
    _annexes(document, paper)
    _signature(document, paper, spacing)
    _copies(document, paper)
    _record(document, paper)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _spacing(paper: Paper) -> Spacing:
    """Return the spacing of the same paper in PDF; the standard's where no PDF can be set."""
    try:
        return spacing_that_fits(paper)
    except Refusal:
        return SPACINGS[0]


def _gap(document: Doc, points: float) -> Paragraph:
    """An empty line of so many points."""
    place = document.add_paragraph()
    place.paragraph_format.line_spacing = Pt(points)
    return place


def _set_page(document: Doc, paper: Paper, spacing: Spacing) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    _set_grid(section, spacing)
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # Chinese rules for the ends of lines
    shape = normal.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing.pitch)
    shape.space_before = shape.space_after = Pt(0)
    _page_number(section.footer.paragraphs[0], RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], LEFT)
    _name_stand_ins(document)
    told = document.core_properties
    told.title, told.author, told.comments = paper.title, paper.issuer, ""
    told.created = told.modified = datetime(*paper.day.timetuple()[:3], tzinfo=UTC)


def _set_grid(section: Section, spacing: Spacing) -> None:
    """22 lines of 28 characters: the pitch in 1/20, the spacing in 1/4096 of a point."""
    properties = section._sectPr
    grid = properties.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        properties.append(grid)
    told = {
        "type": "linesAndChars",
        "linePitch": round(spacing.pitch * 20),
        "charSpace": round(CLOSER * 4096),
    }
    for name, value in told.items():
        grid.set(qn(f"w:{name}"), str(value))


def _name_stand_ins(document: Doc) -> None:
    """Tell Word in the table of fonts what to take where a face is missing."""
    tables = [
        p for p in document.part.package.iter_parts() if p.partname.endswith("/fontTable.xml")
    ]
    for table in tables:
        entries = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in STAND_INS.items()
        )
        table._blob = table.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def _page_number(place: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    place.alignment = side
    inset = Pt(14)
    place.paragraph_format.right_indent = inset if side == RIGHT else None
    place.paragraph_format.left_indent = inset if side == LEFT else None
    _run(place, "— ", DIGITS, 14)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = _run(place, "", DIGITS, 14)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)
    _run(place, " —", DIGITS, 14)


def _head(document: Doc, paper: Paper, spacing: Spacing) -> None:
    if paper.void:
        _run(document.add_paragraph(), f"作废：{paper.void}", HEADING, 16, RED)
    mark = document.add_paragraph()
    mark.alignment = CENTRE
    mark.paragraph_format.space_before = Mm(paper.drop_mm)
    mark.paragraph_format.line_spacing = Pt(mark_size(paper.mark) * 1.3)
    _run(mark, paper.mark, TITLE, mark_size(paper.mark), RED)
    _gap(document, spacing.below_mark * spacing.pitch)
    number = document.add_paragraph()
    if paper.upward:
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = Pt(16)
        number.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - Pt(16), RIGHT_TAB)
        _run(number, f"{paper.number}\t签发人：")
        _run(number, paper.signer, KAI)
    else:
        number.alignment = CENTRE
        _run(number, paper.number)
    _rule(number, "bottom", eighths=11, colour="D7000F", space=11)


def _title(document: Doc, paper: Paper, spacing: Spacing) -> None:
    _gap(document, spacing.pitch * (spacing.above_title if paper.fields else 2))
    title = document.add_paragraph()
    title.alignment = CENTRE
    title.paragraph_format.line_spacing = Pt(34)
    _run(title, "\n".join(title_lines(paper.title)), TITLE, 22)
    title.paragraph_format.space_after = Pt(
        spacing.pitch * (spacing.below_title if paper.fields else 1)
    )


def _paragraph(document: Doc, text: str) -> None:
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    place.paragraph_format.first_line_indent = Pt(32)
    for piece in runs(text):
        _run(place, piece.text, FACES[piece.face])


def _line(document: Doc, text: str, indent: int = 0) -> Paragraph:
    place = document.add_paragraph()
    place.paragraph_format.left_indent = Pt(indent)
    _run(place, text)
    return place


def _fields(document: Doc, paper: Paper, spacing: Spacing) -> None:
    table = _table(document, len(paper.field_rows), [26, 52, 26, 52])
    for row, fields in zip(table.rows, paper.field_rows, strict=True):
        cells = row.cells
        if len(fields) == 1:
            cells[1].merge(cells[3])
        for place, field in enumerate(fields):
            _fill(cells[2 * place], field.label, HEADING, 14)
            _fill(cells[2 * place + 1], field.value, BODY, 14)
        row.height = Mm(spacing.row_mm + 8 * max(_room(field) for field in fields))


def _keep_last(document: Doc) -> None:
    """Keep the last row or paragraph with the issuer and the day: they never stand alone."""
    last = document.element.body.inner_content_elements[-1]
    rows = last.findall(qn("w:tr"))
    for place in (rows[-1] if rows else last).iter(qn("w:p")):
        place.get_or_add_pPr().keepNext_val = True


def _room(field: Field) -> int:
    return max(field.room - (0 if field.value else 1), 0)


def _rows(document: Doc, rows: Rows) -> None:
    shares = sum(column.share for column in rows.columns)
    table = _table(
        document, 1 + len(rows.rows), [TEXT_WIDTH * c.share / shares for c in rows.columns]
    )
    lines = list(table.rows)
    for cell, column in zip(lines[0].cells, rows.columns, strict=True):
        _fill(cell, column.title, HEADING, 12, CENTRE)
    lines[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line, texts in zip(lines[1:], rows.rows, strict=True):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(line.cells, texts, strict=True):
            _fill(cell, text, BODY, 12)


def _table(document: Doc, count: int, widths: list[float]) -> Table:
    table: Table = document.add_table(rows=count, cols=len(widths))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _fill(cell: _Cell, text: str, face: str, size: int, side: WD_ALIGN_PARAGRAPH = LEFT) -> None:
    cell.vertical_alignment = MIDDLE
    place = cell.paragraphs[0]
    place.alignment = side
    place.paragraph_format.line_spacing = Pt(size * 1.45)
    _run(place, text, face, size)


def _annexes(document: Doc, paper: Paper) -> None:
    if paper.annexes:
        document.add_paragraph()
    several = len(paper.annexes) > 1
    for place, annex in enumerate(paper.annexes):
        lead = "" if place else "附件："
        _line(document, f"{lead}{f'{place + 1}.' if several else ''}{annex}", 80 if place else 32)


def _signature(document: Doc, paper: Paper, spacing: Spacing) -> None:
    blanks = spacing.above_issuer if paper.fields else 1 if paper.table else 2
    _gap(document, spacing.pitch * blanks).paragraph_format.keep_with_next = True
    width = 16 * max(len(paper.issuer), 8)
    inset = max(64 - max(len(paper.issuer) - 8, 0) * 8, 0)
    for text in (paper.issuer, paper.dated):
        place = document.add_paragraph()
        place.alignment = CENTRE
        place.paragraph_format.keep_with_next = text is paper.issuer
        place.paragraph_format.left_indent = Mm(TEXT_WIDTH) - Pt(width + inset)
        place.paragraph_format.right_indent = Pt(inset)
        _run(place, text)


def _copies(document: Doc, paper: Paper) -> None:
    if not paper.copies_to:
        return
    document.add_paragraph()
    copies = document.add_paragraph()
    _run(copies, f"抄送：{'，'.join(paper.copies_to)}。", BODY, 14)
    _rule(copies, "top", eighths=8)
    issued = document.add_paragraph()
    issued.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - Pt(14), RIGHT_TAB)
    _run(issued, f"{paper.issuer}\t{paper.dated}印发", BODY, 14)
    _rule(issued, "top", eighths=6)
    _rule(issued, "bottom", eighths=8)


def _record(document: Doc, paper: Paper) -> None:
    """Put the record's head on the last line, small: whoever keeps the paper keeps it too."""
    if paper.record:
        place = document.add_paragraph()
        place.alignment = RIGHT
        _run(place, f"记录 {paper.record}", HEADING, 8)


def _run(
    place: Paragraph, text: str, face: str = BODY, size: float = 16, colour: RGBColor | None = None
) -> Run:
    run = place.add_run(text)
    run.font.size, run.font.name = Pt(size), LATIN
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")  # else Word sets “ and ” in the Latin face
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _rule(
    place: Paragraph, side: str, *, eighths: int, colour: str = "000000", space: int = 3
) -> None:
    """Draw a line above or below a paragraph. `eighths` of a point thick, `space` in points."""
    properties: Any = place._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:rPr",
        )
    line = OxmlElement(f"w:{side}")
    told = {"val": "single", "sz": str(eighths), "space": str(space), "color": colour}
    for name, value in told.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
