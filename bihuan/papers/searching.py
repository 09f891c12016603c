"""Papers, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.days import long_day
from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows
from bihuan.kit.words import gettext

from .models import IssuedPaper


def papers_found(user: User, text: str, most: int) -> SearchGroup:
    """Find visible papers of all years by number, title or addressee, the newest first."""
    rows = every_word(IssuedPaper.objects.visible_to(user), text, ("label", "title", "addressee"))
    ordered = rows.defer("content").order_by("-issued_at", "-pk")
    return found_rows("papers", gettext("Papers"), ordered, _paper, most)


def _paper(paper: IssuedPaper) -> SearchHit:
    told = [str(paper.sort.label), long_day(paper.issued_on), paper.addressee]
    if paper.voided_on:
        told.append(gettext("void"))
    address = reverse("papers:paper", args=[paper.pk])
    return SearchHit(f"{paper.label} {paper.title}", " · ".join(filter(None, told)), address)
