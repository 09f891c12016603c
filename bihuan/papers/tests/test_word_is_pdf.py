"""Word and PDF are the same paper: the same words in the same order, whatever its kind."""

import io
import re
from datetime import date

import pypdfium2
import pytest
from docx import Document
from docx.table import Table
from pypdf import PdfReader

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.papers import to_docx, to_pdf
from bihuan.matters.kinds import PaperKind
from bihuan.matters.tests.factories import MONDAY, assign_one, noon
from bihuan.papers import actions
from bihuan.papers.decision_table import PaperDecision
from bihuan.projects.models import District

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


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind != PaperKind.DECISIONS])
def test_a_paper_about_a_matter_says_the_same_in_word_and_in_pdf(kind):
    sheet = issued(kind)
    assert in_word(sheet) == in_pdf(sheet)


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


@pytest.mark.parametrize("kind", [PaperKind.REMINDER, PaperKind.ASSIGNMENT])
def test_a_slip_of_common_length_fits_one_page(kind):
    assert len(PdfReader(io.BytesIO(to_pdf(issued(kind)))).pages) == 1


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
