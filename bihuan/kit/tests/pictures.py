"""A picture for tests: the least that decodes, and bytes behind it that make another file."""

import io

from PIL import Image


def _drawn(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (196, 214, 228)).save(stream, kind)
    return stream.getvalue()


PNG, JPEG, WEBP = _drawn("PNG"), _drawn("JPEG"), _drawn("WEBP")
