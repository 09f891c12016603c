"""Figures, as the search over everything finds them: by the words of name and definition."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.figures.declared import RECORD_FIGURES
from bihuan.kit.searching import SearchGroup, SearchHit, found_among
from bihuan.kit.words import gettext

from .measures import FIGURES


def figures_found(user: User, text: str, most: int) -> SearchGroup:
    """Find figures; each page shows what of it `user` may see. No query."""
    return found_among("figures", gettext("Figures"), _all(), text, most)


def _all() -> Iterator[SearchHit]:
    named = {name: (each.label, each.definition) for name, each in FIGURES.items()}
    for name, each in RECORD_FIGURES.items():
        named[name] = (str(each.measure.label), str(each.measure.definition))
    for name, (label, definition) in named.items():
        yield SearchHit(label, definition, reverse("figures:figure", args=[name]))
