"""The search over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.kit.schemas import READING
from bihuan.kit.searching import LONGEST, SearchGroup

from .joining import search

router = Router()
Words = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")]
Kind = Literal[
    "", "projects", "matters", "papers", "meetings", "organisations", "people", "leaders", "figures"
]


class SearchHitOut(Schema):
    """One thing found; `address` is its page."""

    title: str
    detail: str
    address: str


class SearchGroupOut(Schema):
    """What was found of one kind: how many, and the first of them."""

    kind: str
    label: str
    count: int
    hits: list[SearchHitOut]


@router.get("", response={200: list[SearchGroupOut], **READING})
def find(
    request: UserRequest, q: Annotated[Words, Query()], kind: Annotated[Kind, Query()] = ""
) -> list[SearchGroup]:
    """What the caller may see of what has every word of `q`: six of each kind, 100 of one."""
    return search(request.user, q, kind)
