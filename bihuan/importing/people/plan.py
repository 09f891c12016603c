"""What a workbook's people would change: who is new, known or changed, and what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from bihuan.accounts.drafts import PersonDraft
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.rules import check_phone, check_role, phone_written
from bihuan.kit.choices import Choice
from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, gettext

from .role_words import TAUGHT, role_called
from .roster import Roster, UnknownOrganisation
from .sheet import PersonRow
from .usernames import proposed

_MOBILE = re.compile(r"1\d{10}")
CHANGEABLE = ("full_name", "organisation", "title", "phone", "role")


class PersonVerdict(Choice):
    """What becomes of one row."""

    NEW = "new", _("New account")
    CHANGED = "changed", _("Changed")
    KNOWN = "known", _("Unchanged")
    PROBLEM = "problem", _("Problem")
    LEFT_OUT = "left_out", _("Rows left out")


@dataclass
class PersonLine:
    """One row, and what becomes of it. `changes` are field, old and new."""

    place: int
    row: PersonRow
    verdict: PersonVerdict = PersonVerdict.KNOWN
    draft: PersonDraft | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    is_asked_out: bool = False
    """Left out because somebody said so, not because it repeats another row."""

    @property
    def role_told(self) -> str:
        """The role as it is called here, or as the row says it while that is no role."""
        return str(Role(self.draft.role).label) if self.draft else self.row.role


@dataclass(frozen=True)
class PeoplePlan:
    """What all rows would change together."""

    lines: Sequence[PersonLine]
    unknown: Sequence[UnknownOrganisation]

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.verdict.value for line in self.lines)

    @property
    def has_problems(self) -> bool:
        return any(line.verdict == PersonVerdict.PROBLEM for line in self.lines)

    @property
    def drafts(self) -> list[PersonDraft]:
        """What is to be written."""
        writes = (PersonVerdict.NEW, PersonVerdict.CHANGED)
        return [line.draft for line in self.lines if line.draft and line.verdict in writes]

    @property
    def digest(self) -> str:
        """Stands for what was previewed: another one means that something has changed since."""
        said = [(line.place, line.verdict.value, line.draft) for line in self.lines]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def as_told(self) -> dict[str, Any]:
        """Return the plan as commands and the API tell it."""
        rows = [
            {
                **line.row.as_told(),
                "username": line.draft.username if line.draft else line.row.username,
                "verdict": line.verdict.value,
                "problem": line.problem,
                "notes": line.notes,
                "changes": [list(change) for change in line.changes],
            }
            for line in self.lines
        ]
        counts = {verdict.value: self.counts[verdict.value] for verdict in PersonVerdict}
        unknown = [each.name for each in self.unknown]
        return {**counts, "rows": rows, "unknown_organisations": unknown}


def plan_people(
    rows: Sequence[PersonRow],
    *,
    choices: Mapping[str, str] | None = None,
    left_out: Collection[int] = (),
) -> PeoplePlan:
    """Compare people with who signs in. `choices` says what unknown organisations are (see
    `roster.CREATE`), `left_out` are places of rows that are not to count. Reads only.
    """
    roster = Roster(choices or {})
    lines = [PersonLine(place, row) for place, row in enumerate(rows)]
    for line in lines:
        if line.place in left_out:
            line.verdict, line.is_asked_out = PersonVerdict.LEFT_OUT, True
            continue
        try:
            _judge(line, roster)
        except Refusal as told:
            line.verdict, line.problem, line.draft = PersonVerdict.PROBLEM, str(told), None
    _mark_repeats(lines)
    _note_shared_phones(lines)
    _propose_usernames(lines, roster)
    return PeoplePlan(lines, list(roster.unknown.values()))


def _judge(line: PersonLine, roster: Roster) -> None:
    row = line.row
    if not row.full_name:
        raise Refusal(gettext("The name is missing."))
    organisation, note = roster.organisation(row.organisation)
    line.notes += [note] if note else []
    role = _role(row)
    known = roster.known(row, organisation)
    if known is not None and not known.is_active:
        raise Refusal(
            gettext("“%s” may no longer sign in: let them sign in again first, or leave them out.")
            % known.username
        )
    line.draft = draft = _draft(row, known, role, organisation)
    _check(draft)
    if known is None or draft.phone != known.phone:
        check_phone(draft.phone)
    if known is None:
        line.verdict = PersonVerdict.NEW
        if namesakes := roster.namesakes(row):
            line.notes.append(gettext("Another of this name signs in already: %s.") % namesakes)
        return
    line.changes = _changes(known, draft)
    line.verdict = PersonVerdict.CHANGED if line.changes else PersonVerdict.KNOWN


def _role(row: PersonRow) -> str:
    role = role_called(row.role)
    if row.role and not role:
        raise Refusal(
            gettext("“%(said)s” is no role: use %(roles)s.") % {"said": row.role, "roles": TAUGHT}
        )
    return role


def _draft(row: PersonRow, known: User | None, role: str, organisation: str) -> PersonDraft:
    """Return what becomes of a person; a blank cell leaves what stands."""
    if known is None and not role:
        raise Refusal(gettext("The role is missing: use %s.") % TAUGHT)
    return PersonDraft(
        user_id=known.pk if known else None,
        username=known.username if known else row.username,
        full_name=row.full_name,
        role=role or str(known and known.role),
        organisation=organisation or str((known and known.organisation) or ""),
        title=row.title or (known.title if known else ""),
        phone=phone_written(row.phone) or (known.phone if known else ""),
    )


def _check(draft: PersonDraft) -> None:
    """Refuse what no account takes, as its action would."""
    check_role(draft.role, has_organisation=bool(draft.organisation))
    for name in ("full_name", "title", "phone", "username"):
        column: Any = User._meta.get_field(name)
        said = getattr(draft, name)
        if len(said) > (column.max_length or 0):
            raise Refusal(
                gettext("“%(said)s” is too long: %(most)s characters at most.")
                % {"said": said, "most": column.max_length}
            )
        if said and not _fits(column, said):
            raise Refusal(
                gettext("“%(said)s” cannot be a %(field)s.")
                % {"said": said, "field": column.verbose_name}
            )


def _fits(column: Any, said: str) -> bool:
    try:
        column.run_validators(said)
    except ValidationError:
        return False
    return True


def _changes(known: User, draft: PersonDraft) -> list[tuple[str, str, str]]:
    """Return field, old and new of what differs, in the words of the pages."""
    found = []
    for name in CHANGEABLE:
        old, new = str(getattr(known, name) or ""), str(getattr(draft, name))
        if old != new:
            found.append((_label(name), _shown(name, old), _shown(name, new)))
    return found


def _label(name: str) -> str:
    return str(User._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # ours


def _shown(name: str, said: str) -> str:
    return str(Role(said).label) if name == "role" else said


def _mark_repeats(lines: Sequence[PersonLine]) -> None:
    """Leave out what says again what a row above says; refuse what contradicts it."""
    first: dict[object, PersonLine] = {}
    for line in lines:
        draft = line.draft
        if draft is None:
            continue
        key = draft.user_id or (
            draft.username.casefold() or (draft.full_name, draft.phone or draft.organisation)
        )
        above = first.setdefault(key, line)
        if above is line:
            continue
        where = {"sheet": above.row.sheet, "row": above.row.number}
        if above.draft == draft:
            line.verdict, line.draft = PersonVerdict.LEFT_OUT, None
            line.notes.append(gettext("Says again what %(sheet)s, row %(row)s says.") % where)
        else:
            line.problem = _contradiction(draft, above.draft or draft, where)
            line.verdict, line.draft = PersonVerdict.PROBLEM, None


def _note_shared_phones(lines: Sequence[PersonLine]) -> None:
    """Say on a row that a mobile phone stands on another person's row too: one of the two is
    mistyped, or nobody can tell them apart by it.
    """
    first: dict[str, PersonLine] = {}
    for line in lines:
        if line.draft is None or not _MOBILE.fullmatch(line.draft.phone):
            continue
        above = first.setdefault(line.draft.phone, line)
        if above is not line:
            said = gettext("The same phone as %(name)s in %(sheet)s, row %(row)s: is it right?")
            row = above.row
            where = {"name": row.full_name, "sheet": row.sheet, "row": row.number}
            line.notes.append(said % where)


def _contradiction(draft: PersonDraft, above: PersonDraft, where: Mapping[str, object]) -> str:
    """Return what two rows of one person say otherwise, and what to do about it."""
    names = ("username", *CHANGEABLE)
    differing = [name for name in names if getattr(draft, name) != getattr(above, name)]
    told = "；".join(
        gettext("%(label)s “%(here)s” here, “%(there)s” there")
        % {
            "label": _label(name),
            "here": _shown(name, getattr(draft, name)),
            "there": _shown(name, getattr(above, name)),
        }
        for name in differing
    )
    return gettext(
        "The same person stands in %(sheet)s, row %(row)s, and the two say otherwise: %(told)s."
        " Keep one of the rows, or make them the same, and bring the table in again."
    ) % {**where, "told": told}


def _propose_usernames(lines: Sequence[PersonLine], roster: Roster) -> None:
    new = [line for line in lines if line.verdict == PersonVerdict.NEW]
    taken = {*roster.by_username, *(line.row.username.casefold() for line in new)}
    for line in new:
        assert line.draft  # of every new one
        if not line.draft.username:
            username = proposed(line.draft.full_name, taken)
            taken.add(username)
            line.draft = PersonDraft(**{**vars(line.draft), "username": username})
