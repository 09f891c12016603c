"""A long list in pages: how many rows stand on one is asked for, remembered, and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

LongList = Sequence[Any] | QuerySet[Any]
CHOICES = ("50", "100", "200", "all")
MOST = 2_000
"""So many rows stand on one page that asks for all: a printed district, and no more."""
KEPT_ROWS = "rows_a_page"
"""Under this key a session keeps how many rows its user asked for."""


class RowPages(Paginator):  # type: ignore[type-arg]  # it takes none when it runs
    """Pages of a list; `asked` is the choice that they follow."""

    def __init__(self, rows: LongList, asked: str) -> None:
        self.asked = asked
        super().__init__(rows, MOST if asked == "all" else int(asked))

    @property
    def is_cut(self) -> bool:
        """True if all rows were asked for, and there are more than one page holds."""
        return self.asked == "all" and self.num_pages > 1


def row_page(request: HttpRequest, rows: LongList) -> Page[Any]:
    """Return the page asked for by `?page=` with as many rows as `?rows=` asks for, which is kept
    for the lists that follow, unless it is asked for to print.
    """
    asked = request.GET.get("rows", "")
    kept = request.session.get(KEPT_ROWS, CHOICES[0])
    if asked in CHOICES and asked != kept and not is_to_print(request):
        request.session[KEPT_ROWS] = asked
    chosen = asked if asked in CHOICES else kept
    return RowPages(rows, chosen).get_page(request.GET.get("page"))


def is_to_print(request: HttpRequest) -> bool:
    """Return whether the page was opened to be printed."""
    return "print" in request.GET
