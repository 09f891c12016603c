"""How programmes page through long lists."""

from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

MOST = 100_000  # rows of one answer
FURTHEST = 10**9  # no list is longer; a database refuses numbers that are no 64-bit integers


class Pages(LimitOffsetPagination):
    """Ninja's pages by limit and offset, both within what every database can count."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=MOST)
        offset: int = Field(0, ge=0, le=FURTHEST)
