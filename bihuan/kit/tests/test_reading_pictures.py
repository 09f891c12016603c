"""Tables in pictures and scans, with the extra `ocr`; and what words that stand apart become."""

import io
import os
import time

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from bihuan.kit import readers
from bihuan.kit.errors import Refusal
from bihuan.kit.reader.boxes import Box, grid_of, looks_like_table
from bihuan.kit.reader.pictures import is_installed
from bihuan.kit.sheets import read_workbook

from . import written_files as written

with_extra = pytest.mark.skipif(not is_installed(), reason="the extra `ocr` is not installed")
without_extra = pytest.mark.skipif(is_installed(), reason="the extra `ocr` is installed")
TABLE = [["序号", "项目名称", "完成投资"], ["1", "城东产业园", "1500"], ["2", "滨河大道", "800"]]
RULED = "2024年6月完成情况\n" + written.typst_table(TABLE, "(2cm, 5cm, 4cm)")
BARE = written.typst_table([*TABLE, ["3", "第三小学", "400"]], "(2cm, 5cm, 4cm)", "stroke: none,")


def drawn(body: str, kind: str, turn: float = 0) -> bytes:
    page = PdfDocument(written.pdf(body))[0].render(scale=2).to_pil().convert("RGB")
    picture = page.crop((0, 0, page.width, 500)).rotate(turn, fillcolor="white", resample=3)
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


def only(content: bytes, name: str):
    [sheet] = read_workbook(content, name).sheets
    assert sheet.doubtful
    return sheet


@with_extra
@pytest.mark.parametrize(("kind", "turn"), [("PNG", 0), ("JPEG", 2), ("PDF", 0)])
def test_a_ruled_table_in_a_picture_is_read_and_doubtful(kind, turn):
    sheet = only(drawn(RULED, kind, turn), f"照片.{kind.lower()}")
    assert sheet.rows == [["2024年6月完成情况"], *TABLE]


@with_extra
def test_words_in_a_picture_without_lines_make_columns():
    assert only(drawn(BARE, "PNG"), "照片.png").rows == [*TABLE, ["3", "第三小学", "400"]]


@with_extra
def test_a_reader_of_pictures_gives_its_memory_back(monkeypatch):
    pool = readers._Pool()
    monkeypatch.setattr(readers, "_pool", pool)
    read_workbook(drawn(BARE, "PNG"), "照片.png")
    assert not pool.idle


@with_extra
def test_a_picture_of_no_table_is_refused():
    with pytest.raises(Refusal, match="没有表格"):
        read_workbook(drawn("请各单位报送", "PNG"), "照片.png")


@with_extra
def test_a_picture_that_would_fill_the_memory_is_refused():
    stream = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(stream, "PNG")
    start = time.monotonic()
    with pytest.raises(Refusal, match="内存"):
        read_workbook(stream.getvalue(), "照片.png")
    assert time.monotonic() - start < 60


@without_extra
@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_without_the_extra_a_picture_says_how_to_install_it(kind):
    with pytest.raises(Refusal, match=r"bihuan\[ocr\]"):
        read_workbook(drawn(RULED, kind), f"照片.{kind.lower()}")


def test_a_damaged_picture_is_refused():
    with pytest.raises(Refusal, match=r"照片\.png"):
        read_workbook(b"\x89PNG\r\n\x1a\n" + os.urandom(99), "照片.png")


def boxes(*lines):
    return [
        Box(left, 20 * row, left + 10 * len(text), 20 * row + 10, text)
        for row, line in enumerate(lines)
        for left, text in line
    ]


def test_words_one_below_another_make_a_column():
    table = boxes(
        [(0, "甲"), (60, "乙"), (200, "丙")], [(0, "一"), (100, "二")], [(60, "三三"), (205, "四")]
    )
    assert looks_like_table(table)
    assert grid_of(table, "x").rows == [["甲", "乙", "丙"], ["一", "二"], [None, "三三", "四"]]


def test_a_title_over_columns_does_not_join_them():
    title = [(0, "标题" * 12)]
    table = boxes(title, *[[(0, "甲"), (100, "乙")]] * 8, [(0, "跨" * 11), (190, "尾")])
    assert grid_of(table, "x").rows[:2] == [["标题" * 12], ["甲", "乙"]]


def test_lines_of_prose_are_no_table():
    assert not looks_like_table(boxes(*[[(0, "字" * 30)]] * 9))
