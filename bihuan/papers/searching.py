"""Papers, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.days import long_day
from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows
from bihuan.kit.words import gettext
from bihuan.matters.kinds import PaperKind

from .models import IssuedPaper


def papers_found(user: User, text: str, most: int) -> SearchGroup:
    """Find visible papers of all years by number, title, addressee or kind, the newest first."""
    visible = IssuedPaper.objects.visible_to(user)
    kinds = [kind for kind in PaperKind if text.strip() and text.strip() in str(kind.label)]
    named = every_word(visible, text, ("label", "title", "addressee"))
    rows = named | visible.filter(kind__in=kinds) if kinds else named
    ordered = rows.defer("content").order_by("-issued_at", "-pk")
    return found_rows("papers", gettext("Papers"), ordered, _paper, most)


def _paper(paper: IssuedPaper) -> SearchHit:
    told = [str(paper.sort.label), long_day(paper.issued_on), paper.addressee]
    if paper.voided_on:
        told.append(gettext("void"))
    address = reverse("papers:paper", args=[paper.pk])
    return SearchHit(f"{paper.label} {paper.title}", " · ".join(filter(None, told)), address)
