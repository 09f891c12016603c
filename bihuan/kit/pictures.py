"""What a picture is, for every door that takes one: it is decoded within bounds (IMPORT-7)."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from .errors import Refusal
from .words import gettext

MEBIBYTE = 1024 * 1024
MOST_PIXELS = 60_000_000  # said in the picture's head, and looked at before anything is decoded
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, OverflowError, MemoryError)
_one_at_a_time = threading.Lock()  # a decoded picture takes up to four bytes a pixel


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """Let a picture be decoded within the block, one at a time. Raises Refusal for what is no
    JPEG, PNG or WebP, has too many pixels, or turns out within the block to be broken.
    """
    try:
        with warnings.catch_warnings(), _one_at_a_time:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(KINDS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refusal(_too_many_pixels())
                yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refusal(_too_many_pixels()) from error
    except _BROKEN as error:
        raise Refusal(gettext("This is no picture that can be read: JPEG, PNG or WebP.")) from error


def ending_of(picture: Image.Image) -> str:
    """Return "jpg", "png" or "webp", by what the picture is, not by its name."""
    return KINDS[str(picture.format)]


def check_picture(content: bytes, *, most: int) -> str:
    """Return the ending of a picture that can be decoded to its end; `most` are bytes. Refuses
    anything else, as `opened`.
    """
    if len(content) > most:
        raise Refusal(gettext("A photo may have %s MB at most.") % (most // MEBIBYTE))
    with opened(content) as picture:
        ending = ending_of(picture)
        picture.draft("L", (256, 256))  # a JPEG is decoded smaller, and yet read to its end
        picture.load()
    return ending


def _too_many_pixels() -> str:
    return gettext("The photo has too many pixels.")
