"""Drafts of schemes with what their newest editions say, and their history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from bihuan.accounts.models import User
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import GRANTS, Can, Role
from bihuan.assessment.models import SchemeDraft, SchemeEdition
from bihuan.assessment.rules.scheme import Scheme
from bihuan.assessment.rules.scheme_differences import SchemeDifference, differences
from bihuan.assessment.rules.scheme_texts import read_scheme
from bihuan.kit.preset_faults import PresetError

MOST_SHOWN = 60
"""So many differences are listed of one edition."""


@dataclass(frozen=True)
class EditionChange:
    """An edition with what it changed; `more` differences are not listed."""

    edition: SchemeEdition
    differences: list[SchemeDifference]
    more: int
    adopted: str


def newest_edition(draft: SchemeDraft) -> SchemeEdition:
    return draft.editions.get(number=draft.edition)


@lru_cache(maxsize=64)
def scheme_of_text(text: str) -> Scheme:
    """Return the scheme of an edition. Raises PresetError if it is none by the rules of today."""
    return read_scheme(text)


def draft_scheme(draft: SchemeDraft) -> Scheme:
    """Return the scheme of a draft's newest edition."""
    return scheme_of_text(newest_edition(draft).text)


def history(draft: SchemeDraft) -> list[EditionChange]:
    """Return every edition with what it changed, the newest first."""
    rows = list(draft.editions.select_related("by", "adopted").order_by("number"))
    found: list[EditionChange] = []
    for before, after in zip([None, *rows], rows, strict=False):
        changed = changed_between(before, after) if before else []
        adopted = after.adopted.name if hasattr(after, "adopted") else ""
        found.append(EditionChange(after, changed[:MOST_SHOWN], len(changed[MOST_SHOWN:]), adopted))
    return found[::-1]


def changed_between(before: SchemeEdition, after: SchemeEdition) -> list[SchemeDifference]:
    """Return where two editions differ; nothing of one that is no scheme any more."""
    try:
        return differences(scheme_of_text(before.text), scheme_of_text(after.text))
    except PresetError:
        return []


def is_alone_with_rules(persons: Collection[int]) -> bool:
    """Return whether nobody but these, who count as one person, may change rules."""
    roles = [role for role, granted in GRANTS.items() if Can.RULES_CHANGE in granted]
    others = User.objects.filter(is_active=True, role__in=roles).exclude(role=Role.CONSOLE)
    return not others.exclude(pk__in=persons).exists()


def may_adopt(draft: SchemeDraft, user: User) -> bool:
    """Return whether another person than the user saved the newest edition (ASSESS-32)."""
    newest = draft.editions.get(number=draft.edition)
    return newest.by_id not in counted_as(user)
