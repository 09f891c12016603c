"""What a photo is: whether it can be read, and how it looks, as 64 bits."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from bihuan.kit.errors import Refusal
from bihuan.kit.words import say

PHOTO_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
GRID = 8


def read_photo(content: bytes) -> tuple[str, str]:
    """Return the ending ("jpg", "png", "webp") and the difference hash (16 hex digits) of a photo.

    Neighbouring cells of a grey picture of 9 x 8 are compared: scaling, recompression and slight
    changes of light leave most bits as they are. Raises Refusal for what is no picture, or too big.
    """
    if len(content) > PHOTO_BYTES:
        raise Refusal(say("A photo may have 12 MB at most."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(KINDS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refusal(say("The photo has too many pixels."))
                ending = KINDS[str(picture.format)]
                return ending, _difference_hash(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refusal(say("This is no picture that can be read: JPEG, PNG or WebP.")) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refusal(say("The photo has too many pixels.")) from error


def _difference_hash(picture: Image.Image) -> str:
    small = picture.convert("L").resize((GRID + 1, GRID), Image.Resampling.LANCZOS)
    cells = list(small.tobytes())
    bits = 0
    for row in range(GRID):
        for column in range(GRID):
            place = row * (GRID + 1) + column
            bits = bits << 1 | (cells[place] > cells[place + 1])
    return f"{bits:016x}"
