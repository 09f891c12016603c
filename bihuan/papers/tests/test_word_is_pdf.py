"""Word and PDF are the same paper: the same words in the same order, whatever its kind."""

import io
import math
import re
from datetime import date

import pypdfium2
import pytest
from docx import Document
from docx.shared import Pt
from docx.table import Table
from pypdf import PdfReader

from bihuan.accounts.models import Leader
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.papers import to_docx, to_pdf
from bihuan.matters.kinds import ABOUT_RESULTS, PaperKind
from bihuan.matters.tests.factories import MONDAY, assign_one, noon
from bihuan.papers import actions
from bihuan.papers.decision_table import PaperDecision
from bihuan.papers.documents import opening_text
from bihuan.projects.models import District
from bihuan.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
PAGE = re.compile(r"—\d+—")


@pytest.fixture(autouse=True)
def hecheng():
    return District.objects.create(pk=1, name="湖南省怀化市鹤城区")


def in_word(sheet):
    """What stands on the Word file, in the order of its body."""
    found = []
    for part in Document(io.BytesIO(to_docx(sheet))).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = {id(cell._tc): cell.text for cell in row.cells}  # merged ones stand once
                found += cells.values()
        else:
            found.append(part.text)
    return "".join("".join(found).split())


def in_pdf(sheet):
    pages = PdfReader(io.BytesIO(to_pdf(sheet))).pages
    return PAGE.sub("", "".join("".join(page.extract_text().split()) for page in pages))


def issued(kind):
    matter = assign_one(
        lead=make_organisation(name="区自然资源局"),
        title="管网迁改影响施工",
    )
    return actions.issue_paper(
        kind=kind,
        matter=matter,
        text="请限期办结。\n并反馈。",
        signer="李喆",
        by=make_user(),
        at=noon(MONDAY),
    ).sheet


def listed(*, number=3):
    decisions = [
        PaperDecision(
            "倒排工期，按期督办",
            "区住房和城乡建设局",
            date(2026, 11, 30),
            supporting="区供电公司",
            project="城市道路基础设施建设项目",
            state="待签收",
        )
    ] * number
    return actions.issue_decisions(
        title="2026年11月3日月调度会",
        decisions=decisions,
        signer="李喆",
        by=make_user(),
        at=noon(MONDAY),
    ).sheet


OF_MATTERS = [k for k in PaperKind if k not in ABOUT_RESULTS and k != PaperKind.DECISIONS]


@pytest.mark.parametrize("kind", OF_MATTERS)
def test_a_paper_about_a_matter_says_the_same_in_word_and_in_pdf(kind):
    sheet = issued(kind)
    assert in_word(sheet) == in_pdf(sheet)


@pytest.mark.parametrize("kind", sorted(ABOUT_RESULTS))
def test_a_paper_about_a_result_says_the_same_in_word_and_in_pdf(kind):
    words = {"subject": "区住建局", "period": "2024年3月", "score": "55.5", "rank": "9", "of": "9"}
    sheet = actions.issue_result(
        kind=kind,
        words=words,
        text="请认真整改。",
        signer="李喆",
        source_ref="1",
        by=make_user(),
        at=noon(MONDAY),
    ).sheet
    assert in_word(sheet) == in_pdf(sheet)
    assert sheet.addressee == "区住建局"


def test_a_list_of_decisions_says_the_same_in_word_and_in_pdf():
    sheet = listed()
    assert in_word(sheet) == in_pdf(sheet)
    for words in ("项目名称", "责任单位", "2026年11月30日", "待签收", "（配合：区供电公司）"):
        assert words in in_word(sheet)
    assert sheet.addressee == "区住房和城乡建设局"


def special_list(decisions):
    return actions.issue_decisions(
        title="专题会", decisions=decisions, signer="李喆", by=make_user(), at=noon(MONDAY)
    ).sheet


def test_a_column_in_which_nothing_stands_is_left_out():
    table = special_list([PaperDecision("研究资金安排", "区财政局")]).table
    titles = [column.title for column in table.columns]
    assert titles == ["序号", "议定事项", "责任单位", "完成时限"]


def test_a_list_for_many_is_addressed_to_all_concerned():
    decisions = [PaperDecision("办", f"第{n}局") for n in range(5)]
    assert special_list(decisions).addressee == "各有关单位"


def common_slip(kind, text="7户房屋征收协议未签，影响主厂房施工进场，要求限期完成征收并交付场地。"):
    """As an office issues it: proposed text, a title of two lines, a leader with a long post."""
    lead = make_organisation(name="区住房和城乡建设局")
    lead.in_charge = Leader.objects.create(name="徐某某", title="区人大常委会主任")
    lead.save()
    matter = assign_one(
        project=make_project(name="怀化国际粮油物流加工产业园（一期）工程"),
        lead=lead,
        title="施工许可因消防设计审查未通过未能办理",
        text=text,
    )
    return actions.issue_paper(
        kind=kind,
        matter=matter,
        text=opening_text(kind, matter, MONDAY),
        signer="鹤城区重点办",
        by=make_user(),
        at=noon(MONDAY),
    ).sheet


def mm_in_word(sheet):
    """How high the Word file is: paragraphs by their lines' exact pitch, rows by their height."""
    document = Document(io.BytesIO(to_docx(sheet)))
    pitch = document.styles["Normal"].paragraph_format.line_spacing.mm
    high = 0.0
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            high += sum(row_mm(row) for row in part.rows)
        else:
            shape, size = part.paragraph_format, max([r.font.size.mm for r in part.runs] or [0])
            lines = sum(math.ceil(len(line) * size / 156) or 1 for line in part.text.split("\n"))
            spaces = [each.mm for each in (shape.space_before, shape.space_after) if each]
            high += lines * (shape.line_spacing.mm if shape.line_spacing else pitch) + sum(spaces)
    return high


def row_mm(row):
    lines = max(math.ceil(len(c.text) * Pt(14).mm / (c.width.mm - 4)) for c in row.cells)
    return max(row.height.mm, lines * Pt(14 * 1.45).mm)


@pytest.mark.parametrize("kind", [PaperKind.REMINDER, PaperKind.ASSIGNMENT])
def test_a_slip_of_common_length_fits_one_page(kind):
    sheet = common_slip(kind)
    assert len(PdfReader(io.BytesIO(to_pdf(sheet))).pages) == 1
    assert mm_in_word(sheet) < 225


def test_a_slip_too_long_for_one_page_keeps_the_lines_of_the_standard():
    sheet = common_slip(PaperKind.ASSIGNMENT, text="逐户核实补偿面积。" * 80)
    assert len(PdfReader(io.BytesIO(to_pdf(sheet))).pages) > 1
    normal = Document(io.BytesIO(to_docx(sheet))).styles["Normal"]
    assert normal.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)


def last_place(words, said):
    """Where a text stands for the last time: the first and how many characters."""
    search, found = words.search(said), None
    while place := search.get_next():
        found = place
    return found


def test_the_issuer_stands_above_the_day_at_the_right():
    sheet = listed(number=1)
    pages = pypdfium2.PdfDocument(to_pdf(sheet))
    last = pages[len(pages) - 1]
    words, centres = last.get_textpage(), []
    for said in (sheet.issuer, sheet.dated):
        place, length = last_place(words, said)
        left, right = words.get_charbox(place)[0], words.get_charbox(place + length - 1)[2]
        centres.append((left + right) / 2)
    assert centres[0] == pytest.approx(centres[1], abs=3)
    assert centres[1] > last.get_width() * 0.6
