"""Pictures at every door: what does not decode within bounds is refused in a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image

from bihuan.kit import pictures
from bihuan.kit.archives import is_office_file
from bihuan.kit.errors import Refusal
from bihuan.kit.pictures import check_picture

from .pictures import JPEG, PNG, WEBP
from .test_sheets import xlsx

MOST = 1024 * 1024


def png_of(width: int, height: int) -> bytes:
    """Return a PNG of some hundred bytes that says it is so large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        summed = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", summed)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(("content", "ending"), [(PNG, "png"), (JPEG, "jpg"), (WEBP, "webp")])
def test_a_picture_is_known_by_its_content(content, ending):
    assert check_picture(content, most=MOST) == ending


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"RIFF1234WAVE",
        b"\xff\xd8\xff<html>",
        PNG[:-30],
        JPEG[:99],
        WEBP[:40],
        PNG[:8] + b"rest",
        png_of(50, 50),
    ],
    ids=lambda content: repr(content[:16]),
)
def test_what_does_not_decode_to_its_end_is_no_picture(content):
    with pytest.raises(Refusal, match="JPEG"):
        check_picture(content, most=MOST)


@pytest.mark.parametrize("size", [(30_000, 30_000), (1, 60_000_001), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_any_is_decoded(size):
    with pytest.raises(Refusal, match="像素"):
        check_picture(png_of(*size), most=MOST)


def test_the_limits_hold_on_both_sides(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64)
    assert check_picture(PNG, most=len(PNG)) == "png"
    for limits in ({"most": len(PNG) - 1}, {"most": MOST}):
        monkeypatch.setattr(pictures, "MOST_PIXELS", 64 if limits["most"] < MOST else 63)
        with pytest.raises(Refusal):
            check_picture(PNG, **limits)


def test_other_kinds_of_pictures_are_refused():
    for kind in ("GIF", "BMP", "TIFF", "ICO"):
        stream = io.BytesIO()
        Image.new("RGB", (8, 8)).save(stream, kind)
        with pytest.raises(Refusal):
            check_picture(stream.getvalue(), most=MOST)


def test_a_mutated_picture_is_decoded_or_refused():
    for whole in (PNG, JPEG, WEBP):
        for place in range(0, len(whole), 3):
            broken = bytearray(whole)
            broken[place] ^= 0x5A
            try:
                check_picture(bytes(broken), most=MOST)
            except Refusal as told:
                assert str(told)  # noqa: PT017  # both are right, any other error is not


def test_an_office_file_holds_what_its_name_says():
    assert is_office_file(xlsx(), "xlsx")
    assert is_office_file(xlsx(), "zip")
    assert not is_office_file(xlsx(), "docx")
    assert not is_office_file(b"PK\x03\x04rest", "zip")
