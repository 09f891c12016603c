"""Issuing papers: the number is taken in the same transaction, so that none is ever missing
(PAPER-1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.heads import newest_head
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.papers import Paper as Sheet
from bihuan.kit.papers import readable, to_json
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions.holding import locked
from bihuan.matters.actions.moving import next_number
from bihuan.matters.kinds import MatterState, PaperKind, Source
from bihuan.matters.models import Matter
from bihuan.papers import rules
from bihuan.papers.decision_table import PaperDecision, matters_of
from bihuan.papers.documents import (
    Stamp,
    decisions_sheet,
    decisions_text,
    matter_sheet,
    result_sheet,
)
from bihuan.papers.models import IssuedPaper


@action
def issue_paper(
    *,
    kind: PaperKind,
    matter: Matter,
    text: str,
    signer: str,
    by: User,
    at: datetime,
    issued_before: int | None = None,
) -> IssuedPaper:
    """Issue a paper about a matter, with the text as given, one paragraph a line.

    `issued_before` is how many of this kind the issuer saw when he or she began: a second click, or
    a second person, is refused.
    """
    require(by, Can.PAPER_ISSUE, matter)
    matter = locked(matter, at=at)
    rules.check_paper(kind, MatterState(matter.state), has_lead=matter.lead_id is not None)
    rules.check_text(readable(text), readable(signer))
    known = matter.papers.filter(kind=kind).order_by("pk")
    if issued_before is not None and len(known) != issued_before:
        raise Refusal(
            gettext("“%s” was issued for this matter meanwhile. Look at it first.") % known[0].label
        )
    stamp = _stamp(kind, signer, at)
    sheet = matter_sheet(kind, matter, text=text, stamp=stamp)
    source = {"source": matter.source, "source_ref": matter.source_ref}
    return _issue(kind, sheet, stamp, [matter], source, by=by, at=at)


@action
def issue_decisions(
    *,
    title: str,
    decisions: Sequence[PaperDecision],
    signer: str,
    by: User,
    at: datetime,
    text: str = "",
    addressee: str = "",
    source_ref: str = "",
) -> IssuedPaper:
    """Issue the list of what a meeting called `title` decided. Without `text` the office's own
    sentences stand above it.
    """
    require(by, Can.PAPER_ISSUE)
    text = text or decisions_text(readable(title))
    rules.check_text(readable(text), readable(signer))
    rules.check_decisions(
        readable(title), [(readable(d.text), readable(d.lead)) for d in decisions]
    )
    stamp = _stamp(PaperKind.DECISIONS, signer, at)
    sheet = decisions_sheet(title, decisions, text=text, addressee=addressee, stamp=stamp)
    told = {"source": Source.MEETING, "source_ref": source_ref[:60]}
    return _issue(PaperKind.DECISIONS, sheet, stamp, matters_of(decisions), told, by=by, at=at)


@action
def issue_result(
    *,
    kind: PaperKind,
    words: Mapping[str, str],
    text: str,
    signer: str,
    source_ref: str,
    by: User,
    at: datetime,
) -> IssuedPaper:
    """Issue a card or notice about the result of an assessment; `words` fill in its form."""
    require(by, Can.PAPER_ISSUE)
    rules.check_result(kind)
    rules.check_text(readable(text), readable(signer))
    stamp = _stamp(kind, signer, at)
    sheet = result_sheet(kind, words, text=text, stamp=stamp)
    told = {"source": Source.OTHER, "source_ref": source_ref[:60]}
    return _issue(kind, sheet, stamp, [], told, by=by, at=at)


@action
def void_paper(*, paper: IssuedPaper, reason: str, by: User, at: datetime) -> IssuedPaper:
    """Declare a paper void. It stays in the register under its number."""
    require(by, Can.PAPER_ISSUE, paper)
    paper = IssuedPaper.objects.select_for_update().get(pk=paper.pk)
    rules.check_void(readable(reason), is_void=paper.voided_on is not None)
    paper.voided_on, paper.voided_by, paper.void_reason = local_day(at), by, readable(reason)
    paper.save(update_fields=["voided_on", "voided_by", "void_reason"])
    record("paper.voided", paper, by=by, at=at, label=paper.label, reason=paper.void_reason)
    return paper


def _stamp(kind: PaperKind, signer: str, at: datetime) -> Stamp:
    """Take the next number of the kind and year: the series stays locked until we are done."""
    day = local_day(at)
    return Stamp(day, readable(signer), next_number(f"{kind.value} {day.year}"))


def _issue(
    kind: PaperKind,
    sheet: Sheet,
    stamp: Stamp,
    matters: Collection[Matter],
    source: dict[str, str],
    *,
    by: User,
    at: datetime,
) -> IssuedPaper:
    assert stamp.number is not None
    if head := newest_head():
        sheet = replace(sheet, record=head.printed)
    paper = IssuedPaper.objects.create(
        kind=kind,
        year=stamp.day.year,
        number=stamp.number,
        label=sheet.number,
        title=sheet.title[:300],
        addressee=sheet.addressee[:300],
        signer=sheet.signer,
        issued_by=by,
        issued_at=at,
        issued_on=stamp.day,
        content=to_json(sheet),
        **source,
    )
    paper.matters.set(matters)
    record(
        "paper.issued",
        paper,
        by=by,
        at=at,
        kind=kind,
        label=sheet.number,
        title=sheet.title,
        signer=sheet.signer,
        matters=[matter.number for matter in matters],
    )
    return paper
