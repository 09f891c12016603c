"""What a photo is: whether it can be read, and how it looks, as 64 bits."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from PIL import ExifTags, Image, ImageOps

from bihuan.kit.errors import Refusal
from bihuan.kit.pictures import KINDS, ending_of, opened
from bihuan.kit.words import gettext

PHOTO_BYTES = 12 * 1024 * 1024
GRID = 8
Place = tuple[Decimal, Decimal]
MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    ArithmeticError,
    OSError,
    SyntaxError,
    struct.error,
)


@dataclass(frozen=True)
class CameraNote:
    """What the camera noted: the moment, and the place as (longitude, latitude) in degrees. A claim
    of the device, shown beside the photo; nothing rests on it.
    """

    taken_at: datetime | None = None
    place: Place | None = None


def read_photo(content: bytes) -> tuple[str, str]:
    """Return the ending ("jpg", "png", "webp") and the difference hash (16 hex digits) of a photo.

    Neighbouring cells of a grey picture of 9 x 8 are compared: scaling, recompression and slight
    changes of light leave most bits as they are. Raises Refusal for what is no picture, or too big.
    """
    if len(content) > PHOTO_BYTES:
        raise Refusal(gettext("A photo may have 12 MB at most."))
    with opened(content) as picture:
        return ending_of(picture), _difference_hash(picture)


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held: a device that makes a photo smaller turns it so."""
    try:
        return ImageOps.exif_transpose(picture)
    except MALFORMED:
        return picture


def _difference_hash(picture: Image.Image) -> str:
    small = _upright(picture).convert("L").resize((GRID + 1, GRID), Image.Resampling.LANCZOS)
    cells = list(small.tobytes())
    bits = 0
    for row in range(GRID):
        for column in range(GRID):
            place = row * (GRID + 1) + column
            bits = bits << 1 | (cells[place] > cells[place + 1])
    return f"{bits:016x}"


def camera_note(content: bytes) -> CameraNote:
    """Return what the camera noted in a photo that can be read (EXIF); what is malformed is left
    out. A moment without its offset is the district's.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(KINDS)) as picture:
            exif = picture.getexif()
            said, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except MALFORMED:
        return CameraNote()
    return CameraNote(_moment(said), _place(gps))


def _moment(said: dict[int, object]) -> datetime | None:
    base, tags = said.get(ExifTags.Base.DateTimeOriginal), ExifTags.Base
    offset = str(said.get(tags.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        moment = datetime.strptime(str(base).strip("\0 ") + offset, "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return _local_moment(str(base).strip("\0 "))
    return moment if moment.year > 1 else None


def _local_moment(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.strptime(text, "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007  # made aware at once
    except (ValueError, OverflowError):
        return None


def _place(gps: dict[int, object]) -> Place | None:
    tags = ExifTags.GPS
    try:
        longitude = _degrees(gps[tags.GPSLongitude], gps[tags.GPSLongitudeRef], "W", most=180)
        latitude = _degrees(gps[tags.GPSLatitude], gps[tags.GPSLatitudeRef], "S", most=90)
    except (*MALFORMED, InvalidOperation):
        return None
    return longitude, latitude


def _degrees(parts: object, side: object, negative: str, *, most: int) -> Decimal:
    """Degrees, minutes and seconds as decimal degrees. Raises ValueError if there are none such."""
    degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]  # else a TypeError, caught above
    whole = degrees + minutes / 60 + seconds / 3600
    if not 0 <= whole <= most:
        raise ValueError
    sign = -1 if str(side).strip("\0 ") == negative else 1
    return Decimal(sign * whole).quantize(Decimal("0.000001"))
