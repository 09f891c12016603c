"""Flags of money with what became of them: the ladder's own and those of supervision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.queries import pinyin_order
from bihuan.funding.kinds import FundingFlag, Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import FundingRow, funding_rows
from bihuan.funding.rules.flags import FundingVerdict
from bihuan.kit.numbers import whole_number
from bihuan.matters.kinds import Source, Verb
from bihuan.matters.models import Matter, Move
from bihuan.oversight.kinds import OversightFlag
from bihuan.oversight.rules.references import reference

FLAGS = [*OversightFlag, *FundingFlag]
OF_WORKS = frozenset({OversightFlag.NOT_STARTED, OversightFlag.BEHIND, OversightFlag.OVERDUE})
SAID = (Verb.ANSWER, Verb.CLOSE, Verb.WITHDRAW)


@dataclass(frozen=True)
class FlagLine:
    """One flag of one line: the newest matter raised of it, and what was said as it was solved."""

    line: FundingLine
    verdict: FundingVerdict
    matter: Matter | None = None
    note: str = ""

    @property
    def is_of_works(self) -> bool:
        """Whether its records are those of the works: days and reports, not entries of money."""
        return self.verdict.kind in OF_WORKS

    @property
    def is_raised(self) -> bool:
        return self.matter is not None and self.matter.is_open


@dataclass(frozen=True)
class FlagSums:
    """How many flags there are of one kind, of how many projects, and how many are raised."""

    label: str
    code: str
    count: int
    projects: int
    raised: int


def flag_lines(
    user: User, rows: Iterable[FundingRow], asked: Mapping[str, str] | None = None
) -> list[FlagLine]:
    """Return each flag of the rows that is asked for, with the matter that `user` may see of it.
    Two queries.
    """
    found = [
        FlagLine(row.line, verdict)
        for row in rows
        for verdict in row.verdicts
        if _is_asked(row.line, verdict, asked or {})
    ]
    named = {reference(each.line.pk, each.verdict.kind.value) for each in found}
    matters = _matters(user, named)
    notes = _notes(matters.values())
    return [_with_matter(each, matters, notes) for each in found]


def flags_asked(user: User, on: date, asked: Mapping[str, str]) -> list[FlagLine]:
    """Return the flags that filters ask for: of a year's batches, or of all that stand."""
    rows = funding_rows(
        user,
        on,
        year=whole_number(asked.get("year", "")),
        programme=asked.get("programme", "") if asked.get("programme") in Programme.values else "",
    )
    return flag_lines(user, rows, asked)


def summed_flags(lines: Iterable[FlagLine]) -> list[FlagSums]:
    """Return how many flags there are of each kind that has any, in the order of the lists."""
    listed = list(lines)
    found = []
    for kind in FLAGS:
        own = [each for each in listed if each.verdict.kind == kind]
        if own:
            found.append(
                FlagSums(
                    str(kind.label),
                    kind.value,
                    len(own),
                    len({each.line.project_id for each in own}),
                    sum(each.is_raised for each in own),
                )
            )
    return found


def answering(rows: Iterable[FlagLine]) -> list[Organisation]:
    """Return the organisations that answer for projects with flags, as their names are spoken."""
    found = {
        each.line.project.responsible_id: each.line.project.responsible
        for each in rows
        if each.line.project.responsible
    }
    order = pinyin_order()
    return sorted((each for each in found.values() if each), key=lambda each: order(each.name))


def standing_matter(user: User, line: int, kind: str) -> Matter | None:
    """Return the open matter of a flag, if `user` may see it."""
    seen = Matter.objects.visible_to(user).filter(source=Source.FUNDING).open()
    return seen.filter(source_ref=reference(line, kind)).order_by("-pk").first()


def _is_asked(line: FundingLine, verdict: FundingVerdict, asked: Mapping[str, str]) -> bool:
    organisation = whole_number(asked.get("organisation", ""))
    if organisation is not None and line.project.responsible_id != organisation:
        return False
    kind = asked.get("flag", "")
    return not kind or verdict.kind == kind


def _matters(user: User, named: set[str]) -> dict[str, Matter]:
    """Return the newest matter of each flag by its reference."""
    if not named:
        return {}
    seen = Matter.objects.visible_to(user).filter(source=Source.FUNDING, source_ref__in=named)
    return {each.source_ref: each for each in seen.order_by("pk")}


def _notes(matters: Iterable[Matter]) -> dict[int, str]:
    """Return what was said last as each matter that is over was solved or withdrawn."""
    over = [each.pk for each in matters if not each.is_open]
    if not over:
        return {}
    moves = Move.objects.filter(matter__in=over, verb__in=SAID).exclude(note="")
    return dict(moves.order_by("pk").values_list("matter", "note"))


def _with_matter(
    shown: FlagLine, matters: Mapping[str, Matter], notes: Mapping[int, str]
) -> FlagLine:
    matter = matters.get(reference(shown.line.pk, shown.verdict.kind.value))
    return FlagLine(shown.line, shown.verdict, matter, notes.get(matter.pk, "") if matter else "")
