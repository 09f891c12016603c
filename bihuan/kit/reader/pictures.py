"""Photos and scans of tables, read with the extra `ocr`. All that comes of them is doubtful: who
brings it in compares every cell with the paper.
"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import PurePath
from statistics import median
from typing import Any

from PIL import Image, ImageOps

from . import limits
from .boxes import Box, grid_of, looks_like_table
from .excel import CONTROL
from .grids import numbered
from .values import ReadingFault, Sheet, Unreadable

_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP")
_LONGEST_SIDE = 3_000  # pixels: more takes time and tells no more
_DOTS_PER_POINT = 2.5  # of a scanned page: 180 to the inch
_LEAST_TURN = 0.3  # degrees by which a photo is straightened


def read_picture(content: bytes, name: str) -> list[Sheet]:
    """Return the table of a picture, doubtful. Raises Unreadable without the extra, and for a
    picture that is damaged, too large, or without a table.
    """
    if not is_installed():
        raise Unreadable(ReadingFault.PICTURE, name)
    return _tables([_picture(content, name)], name)


def read_scan(content: bytes, name: str) -> list[Sheet]:
    """Return the tables of a PDF as its pages look, doubtful. Raises Unreadable as `read_picture`,
    and for more pages than can be looked at.
    """
    if not is_installed():
        raise Unreadable(ReadingFault.SCAN, name)
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pages = PdfDocument(content)
        if len(pages) > limits.MOST_PICTURES:
            raise Unreadable(ReadingFault.TOO_MANY_PAGES, name)
        return _tables((_page(page) for page in pages), name)
    except PdfiumError as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def is_installed() -> bool:
    """True if the extra `ocr` is."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def _picture(content: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > limits.MOST_PIXELS:
            raise Unreadable(ReadingFault.MEMORY, name)
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as error:
        raise Unreadable(ReadingFault.MEMORY, name) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright


def _page(page: Any) -> Image.Image:
    longest = max(page.get_size())
    scale = min(_DOTS_PER_POINT, _LONGEST_SIDE / longest)
    picture: Image.Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


def _tables(pictures: Any, name: str) -> list[Sheet]:
    sheets = [sheet for picture in pictures for sheet in _read(picture, name)]
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    return numbered(sheets, PurePath(name).stem)


def _read(picture: Image.Image, name: str) -> Iterator[Sheet]:
    """Yield the tables of one picture; drawn lines part their cells if it has any."""
    from .ruled_pictures import ruled_tables

    boxes, turn = _boxes(picture)
    if abs(turn) > _LEAST_TURN:
        picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white")
        boxes, _turn = _boxes(picture)
    if sheets := ruled_tables(picture, boxes, name):
        yield from sheets
    elif looks_like_table(boxes, near=0):  # what is one word the engine has joined
        yield grid_of(boxes, name, near=0).sheet(doubtful=True)


def _boxes(picture: Image.Image) -> tuple[list[Box], float]:
    """Return the words in a picture, and by how many degrees their lines climb to the left."""
    import numpy

    pixels = numpy.asarray(picture)[:, :, ::-1]  # blue, green, red
    found = _engine()(pixels)
    boxes, turns = [], []
    for corners, text in zip(
        found.boxes if found.boxes is not None else (), found.txts or (), strict=False
    ):
        (x0, y0), (x1, y1) = corners[0], corners[1]
        turns.append(math.degrees(math.atan2(y1 - y0, x1 - x0)) if x1 - x0 > 60 else 0.0)
        across, down = [float(x) for x, _y in corners], [float(y) for _x, y in corners]
        words = CONTROL.sub("", text).strip()[: limits.MOST_CHARACTERS]
        boxes.append(Box(min(across), min(down), max(across), max(down), words))
    return boxes, median(turns) if turns else 0.0


@cache
def _engine() -> Any:
    """Return the engine with the models of its own package; it asks nothing of any network."""
    from rapidocr import RapidOCR

    threads = min(2, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.text_score": 0.0,  # an uncertain word is shown to be corrected, not dropped
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
