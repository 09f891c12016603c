"""The characters of a text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re

from .values import ReadingFault, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 65_536  # bytes
_WORD = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_USUAL_GB = range(0xB0, 0xD8)  # first bytes of the 3,755 characters of daily use
_USUAL_BIG5 = range(0xA4, 0xC7)  # of the 5,401
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
MOST_CONTROLS = 0.01  # of a text's characters: more is no text


def decoded(content: bytes, name: str) -> str:
    """Return a file's text without the mark at its start. Raises Unreadable if it is none."""
    text = _decoded(content, name)
    sample = text[:_SAMPLE]
    if "\0" in sample or len(_CONTROLS.findall(sample)) > MOST_CONTROLS * len(sample) + 3:
        raise Unreadable(ReadingFault.NO_TEXT, name)
    return text


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if wide := _wide(content):
        return content.decode(wide, errors="replace")
    for encoding in ("utf-8", "big5hkscs", "gb18030"):
        if encoding == "big5hkscs" and not _is_big5(content):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    best = from_bytes(content[: 16 * _SAMPLE]).best()
    if best is None:
        raise Unreadable(ReadingFault.CHARACTERS, name)
    return content.decode(best.encoding, errors="replace")


def _wide(content: bytes) -> str | None:
    """Return UTF-16's kind if a text without a mark is in it: every figure and comma then has a
    zero byte on the same side.
    """
    sample = content[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or even + odd < len(sample) // 50 + 1 or min(even, odd) * 3 > even + odd:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_big5(content: bytes) -> bool:
    """True if a text makes usual characters in Big5 and rare ones in GB18030: either decodes
    nearly everything of the other.
    """
    words = _WORD.findall(content[:_SAMPLE])
    if not words:
        return False
    usual = sum(w[0] in _USUAL_GB and w[1] >= 0xA1 for w in words)
    other = sum(w[0] in _USUAL_BIG5 and (w[1] < 0x7F or w[1] >= 0xA1) for w in words)
    return bool(usual < 0.7 * len(words) < other)
