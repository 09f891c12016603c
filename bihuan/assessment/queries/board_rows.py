"""The rows of a scoreboard: scores with whose they are and the list on which they stand, narrowed
and sorted as somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bihuan.assessment.kinds import Assessed, BoardPart, Lines
from bihuan.assessment.rules.results import Listing, listings
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.rules.scoring import ScoreLine
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project

from .assessed import Assessment

Party = tuple[int, str]
"""Number and name of an organisation or a commander."""


@dataclass(frozen=True)
class SubjectParties:
    """Who stands behind a project; nobody behind other subjects than themselves."""

    pinyin: str = ""
    organisation: Party | None = None
    commander: Party | None = None


@dataclass(frozen=True)
class BoardRow:
    """One subject's score with its place, those behind it, and the list on which it stands."""

    each: Assessment
    parties: SubjectParties
    listing: Listing | None = None

    @property
    def part(self) -> BoardPart | None:
        """The part of the board to which it belongs; one spared the black list is in none."""
        if not self.each.ranked.score.is_assessed:
            return BoardPart.UNASSESSED
        if self.listing is None or self.listing.spared:
            return None
        return BoardPart(self.listing.colour.value)

    @property
    def items(self) -> list[ScoreLine]:
        return [line for line in self.each.ranked.score.lines if line.kind is Lines.ITEM]

    @property
    def others(self) -> Decimal:
        """The sum of what is no item: re-weighting, bounds, vetoes, adjustments."""
        lines = self.each.ranked.score.lines
        return sum((line.points for line in lines if line.kind is not Lines.ITEM), Decimal())


@dataclass(frozen=True)
class BoardFilter:
    """What somebody asks of a scoreboard; nothing that is not said narrows it."""

    words: str = ""
    kind: ProjectClass | None = None
    size: int | None = None
    organisation: int | None = None
    commander: int | None = None
    part: BoardPart | None = None
    grade: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anybody."""
        asked = (self.kind, self.size, self.organisation, self.commander, self.part)
        return bool(self.words or self.grade) or any(each is not None for each in asked)

    def lets_through(self, row: BoardRow) -> bool:
        score, parties = row.each.ranked.score, row.parties
        return (
            all(word in _said_of(row) for word in self.words.casefold().split())
            and self.kind in (None, row.each.kind)
            and self.size in (None, score.size_group)
            and self.organisation in (None, parties.organisation and parties.organisation[0])
            and self.commander in (None, parties.commander and parties.commander[0])
            and self.part in (None, row.part)
            and self.grade in ("", score.grade)
        )


def _said_of(row: BoardRow) -> str:
    parties = row.parties
    named = [party[1] for party in (parties.organisation, parties.commander) if party]
    return " ".join([row.each.ranked.score.label, parties.pinyin, *named]).casefold()


@dataclass(frozen=True)
class BoardRows:
    """The rows asked for, the assessed in the order asked for, and all that there are to see."""

    assessed: Sequence[BoardRow]
    unassessed: Sequence[BoardRow]
    seen: Sequence[BoardRow] = field(default=())


def board_rows(
    sheet: ScoreSheet,
    scores: Sequence[Assessment],
    seen: Sequence[Assessment],
    asked: BoardFilter,
) -> BoardRows:
    """Return the rows of those who are `seen`, narrowed and sorted; the lists are made of all
    `scores` of the sheet, whoever looks.
    """
    parties = _parties(sheet, seen)
    listed = _listed(sheet, scores)
    every = [
        BoardRow(each, parties.get(key, SubjectParties()), listed.get(key))
        for each in seen
        for key in [each.ranked.score.key]
    ]
    found = [row for row in every if asked.lets_through(row)]
    assessed = [row for row in found if row.each.ranked.score.is_assessed]
    unassessed = [row for row in found if not row.each.ranked.score.is_assessed]
    return BoardRows(_sorted(assessed, asked.sort), unassessed, every)


def _listed(sheet: ScoreSheet, scores: Iterable[Assessment]) -> Mapping[str, Listing]:
    every = list(scores)
    exempt = {each.subject.key: each.subject.exempt for each in every if each.subject}
    found = listings(sheet, [each.ranked.score for each in every], exempt)
    return {listing.key: listing for listing in found}


def _parties(sheet: ScoreSheet, seen: Iterable[Assessment]) -> Mapping[str, SubjectParties]:
    if sheet.who is not Assessed.PROJECTS:
        return {}
    keys = {int(each.ranked.score.key) for each in seen}
    rows = Project.objects.order_by().values_list(
        "pk",
        "pinyin",
        "responsible_id",
        "responsible__name",
        "commander_id",
        "commander__name",
    )
    return {
        str(pk): SubjectParties(
            pinyin,
            (organisation, organisation_name) if organisation else None,
            (commander, commander_name) if commander else None,
        )
        for pk, pinyin, organisation, organisation_name, commander, commander_name in rows
        if pk in keys
    }


def _sorted(rows: list[BoardRow], asked: str) -> list[BoardRow]:
    """Return rows sorted by a column, "-" before it from the highest; those without a value stand
    last either way. What is no column leaves the places.
    """
    column, falling = asked.removeprefix("-"), asked.startswith("-")
    having = [row for row in rows if _value(row, column) is not None]
    lacking = [row for row in rows if _value(row, column) is None]
    having.sort(key=lambda row: _value(row, column), reverse=falling)  # type: ignore[arg-type,return-value]  # one kind of value in a column
    return having + lacking


def _value(row: BoardRow, column: str) -> str | int | Decimal | None:
    ranked, score = row.each.ranked, row.each.ranked.score
    if column == "name":
        return row.parties.pinyin or score.label
    if column == "score":
        return score.total
    if column == "rank":
        return ranked.rank
    if column == "others":
        return row.others
    if column == "organisation":
        return row.parties.organisation[1] if row.parties.organisation else None
    items = (line for line in row.items if f"item.{line.id}" == column and line.applies)
    return next((line.points for line in items), None)
