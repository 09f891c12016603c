"""Drafts of schemes: copied, saved edition by edition, renamed, brought back, discarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.models import SchemeDraft, SchemeEdition
from bihuan.assessment.presets import schemes_known
from bihuan.assessment.rules import scheme_drafts as rules
from bihuan.assessment.rules.scheme_texts import read_scheme, scheme_text
from bihuan.audit.log import last_actor, record
from bihuan.kit.days import local_day
from bihuan.kit.presets import choose
from bihuan.kit.writing import action
from bihuan.projects.rules import check_edition


@action
def start_draft(*, name: str, scheme: str, by: User, at: datetime) -> SchemeDraft:
    """Copy a scheme, as it holds on the day, into a draft of this name and the next version. Raises
    Refusal for a scheme that there is not, and for a name that another draft bears.
    """
    require(by, Can.RULES_CHANGE)
    name = rules.checked_name(name, _taken())
    copied = choose(schemes_known(), scheme).on(local_day(at))
    origin = f"{copied.title[:200]} · {copied.version}"
    draft = SchemeDraft.objects.create(name=name, origin=origin, made_by=by, made_at=at)
    text = scheme_text(replace(copied, version=copied.version + 1))
    SchemeEdition.objects.create(draft=draft, number=1, text=text, by=by, at=at)
    record("scheme.drafted", draft, by=by, at=at, name=name, copied_from=scheme)
    return draft


@action
def save_draft(
    *, draft: SchemeDraft, text: str, edition: int, by: User, at: datetime, note: str = ""
) -> SchemeEdition:
    """Save a text as the next edition; nothing if it is that of the newest. `edition` is the one
    that was seen. Raises PresetError for a text with faults, Refusal if somebody saved meanwhile.
    """
    require(by, Can.RULES_CHANGE)
    draft = _locked(draft)
    check_edition(draft.edition, edition, last_actor(draft))
    text = rules.text_as_stored(text)
    read_scheme(text)
    newest = draft.editions.get(number=draft.edition)
    if newest.text == text:
        return newest
    return _save(draft, text, by=by, at=at, note=note)


@action
def restore_edition(
    *, draft: SchemeDraft, number: int, edition: int, by: User, at: datetime
) -> SchemeEdition:
    """Bring an earlier edition back as the next one; nothing if the newest has its text. Raises
    Refusal as `save_draft`.
    """
    require(by, Can.RULES_CHANGE)
    draft = _locked(draft)
    check_edition(draft.edition, edition, last_actor(draft))
    rules.check_to_restore(number, draft.edition)
    text = draft.editions.get(number=number).text
    read_scheme(text)
    newest = draft.editions.get(number=draft.edition)
    if newest.text == text:
        return newest
    return _save(draft, text, by=by, at=at, restores=number)


@action
def rename_draft(*, draft: SchemeDraft, name: str, by: User, at: datetime) -> SchemeDraft:
    """Give a draft another name; the title of its scheme stands in its text."""
    require(by, Can.RULES_CHANGE)
    draft = _locked(draft)
    was, draft.name = draft.name, rules.checked_name(name, _taken(but=draft))
    if draft.name != was:
        draft.save(update_fields=["name"])
        record("scheme.renamed", draft, by=by, at=at, changes={"name": [was, draft.name]})
    return draft


@action
def discard_draft(*, draft: SchemeDraft, by: User, at: datetime) -> SchemeDraft:
    """Discard a draft; its editions stay on record, and what was adopted of it stays in force."""
    require(by, Can.RULES_CHANGE)
    draft = _locked(draft)
    draft.discarded_by, draft.discarded_at = by, at
    draft.save(update_fields=["discarded_by", "discarded_at"])
    record("scheme.discarded", draft, by=by, at=at)
    return draft


def _locked(draft: SchemeDraft) -> SchemeDraft:
    """Return the draft as it stands, locked. Raises Refusal if it was discarded."""
    found = SchemeDraft.objects.select_for_update().get(pk=draft.pk)
    rules.check_open(is_discarded=found.discarded_at is not None)
    return found


def _taken(but: SchemeDraft | None = None) -> list[str]:
    drafts = SchemeDraft.objects.open()
    return list((drafts.exclude(pk=but.pk) if but else drafts).values_list("name", flat=True))


def _save(
    draft: SchemeDraft,
    text: str,
    *,
    by: User,
    at: datetime,
    note: str = "",
    restores: int | None = None,
) -> SchemeEdition:
    draft.edition += 1
    draft.save(update_fields=["edition"])
    made = SchemeEdition.objects.create(
        draft=draft,
        number=draft.edition,
        text=text,
        note=note.strip()[: rules.LONGEST_NOTE],
        restores=restores,
        by=by,
        at=at,
    )
    said = {"restores": restores} if restores else {}
    record("scheme.saved", draft, by=by, at=at, edition=draft.edition, **said)
    return made
