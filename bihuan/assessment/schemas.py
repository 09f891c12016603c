"""What the API and the commands of assessment give."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from bihuan.kit.schemas import MonthText
from bihuan.projects.kinds import ProjectClass

from .kinds import Assessed
from .queries.assessed import Assessment
from .rules.adversary import Gain
from .rules.scheme import Scheme, ScoreSheet
from .rules.scoring import ScoreLine
from .rules.simulation import Moved


class ScoreItemOut(Schema):
    """One line of a score. Points are exact decimals; `inputs` the values of figures by the name
    that the formula has for them, None where nobody knows. `applies` is false where its weight went
    to others, as `note` says.
    """

    id: str
    title: str
    kind: str
    points: str
    max: str
    clause: str
    inputs: dict[str, str | None]
    applies: bool
    note: str

    @classmethod
    def of(cls, line: ScoreLine) -> ScoreItemOut:
        return cls(
            id=line.id,
            title=line.title,
            kind=line.kind.value,
            points=plain(line.points),
            max=plain(line.max),
            clause=line.clause,
            inputs={
                name: None if value is None else plain(value) for name, value in line.inputs.items()
            },
            applies=line.applies,
            note=line.note,
        )


class ScoreOut(Schema):
    """A subject's score: the exact sum of its items' points. `rank` among `of` subjects; it may be
    `rank_from` to `rank_to` by the noise of reporting. Who is not assessed has a `reason`, and no
    score.
    """

    subject: str
    subject_id: int
    project_class: Annotated[ProjectClass | None, Field(alias="class")]
    sheet: str
    score: str | None
    rank: int | None
    rank_from: int | None
    rank_to: int | None
    of: int
    grade: str
    reason: str
    items: list[ScoreItemOut]

    @classmethod
    def of_assessment(cls, each: Assessment) -> ScoreOut:
        score = each.ranked.score
        return cls(
            subject=score.label,
            subject_id=int(score.key),
            sheet=score.sheet.id,
            score=plain(score.total) if score.is_assessed else None,
            rank=each.ranked.rank,
            rank_from=each.ranked.first,
            rank_to=each.ranked.last,
            of=each.ranked.number,
            grade=score.grade,
            reason=score.reason,
            items=[ScoreItemOut.of(line) for line in score.lines],
            **{"class": each.kind},
        )


def plain(value: Decimal) -> str:
    """Return a number as it is written: without an exponent."""
    return format(value, "f")


def written(scores: Iterable[Assessment]) -> list[dict[str, Any]]:
    """Return scores as they are sent and printed."""
    return [ScoreOut.of_assessment(each).model_dump(mode="json", by_alias=True) for each in scores]


class SchemeItemOut(Schema):
    """One item of a scheme: the office's words, its weight, the figures that it reads."""

    id: str
    title: str
    text: str
    clause: str
    max: str
    figures: dict[str, str]


class SchemeSheetOut(Schema):
    """How those of one kind are scored."""

    id: str
    title: str
    who: str
    classes: list[ProjectClass]
    total: str
    items: list[SchemeItemOut]


class SchemeOut(Schema):
    """A scheme of assessment."""

    name: str
    title: str
    source: str
    version: int
    chosen: bool
    sheets: list[SchemeSheetOut]

    @classmethod
    def of(cls, name: str, scheme: Scheme, *, chosen: bool) -> SchemeOut:
        return cls(
            name=name,
            title=scheme.title,
            source=scheme.source,
            version=scheme.version,
            chosen=chosen,
            sheets=[_sheet_out(sheet) for sheet in scheme.sheets],
        )


def _sheet_out(sheet: ScoreSheet) -> SchemeSheetOut:
    items = [
        SchemeItemOut(
            id=item.id,
            title=item.title,
            text=item.text,
            clause=item.clause,
            max=plain(item.max),
            figures={name: spec.source for name, spec in item.inputs.items()},
        )
        for item in sheet.items
    ]
    return SchemeSheetOut(
        id=sheet.id,
        title=sheet.title,
        who=sheet.who.value,
        classes=list(sheet.classes),
        total=plain(sheet.total),
        items=items,
    )


class MovedLineOut(Schema):
    """One line under both schemes; None where one has none of that id."""

    id: str
    title: str
    points_before: str | None
    points_after: str | None


class MovedOut(Schema):
    """One subject under the scheme in force and under another."""

    subject: str
    subject_id: int
    project_class: Annotated[ProjectClass | None, Field(alias="class")]
    before: str | None
    after: str | None
    difference: str | None
    rank_before: int | None
    rank_after: int | None
    why: list[MovedLineOut]

    @classmethod
    def of(cls, kind: ProjectClass | None, each: Moved) -> MovedOut:
        return cls(
            subject=each.label,
            subject_id=int(each.key),
            before=plain(each.before.score.total) if each.before else None,
            after=plain(each.after.score.total) if each.after else None,
            difference=None if each.difference is None else plain(each.difference),
            rank_before=each.before.rank if each.before else None,
            rank_after=each.after.rank if each.after else None,
            why=[
                MovedLineOut(
                    id=line.id,
                    title=line.title,
                    points_before=None if line.before is None else plain(line.before),
                    points_after=None if line.after is None else plain(line.after),
                )
                for line in each.why
            ],
            **{"class": kind},
        )


def written_moves(
    found: Iterable[tuple[ProjectClass | None, Moved]],
) -> list[dict[str, Any]]:
    """Return a simulation as it is sent and printed."""
    return [MovedOut.of(kind, each).model_dump(mode="json", by_alias=True) for kind, each in found]


class SchemeTextIn(Schema):
    """A scheme in YAML, as a file of one holds it."""

    scheme: Annotated[str, Field(max_length=1_000_000, min_length=1)]


class SimulationIn(SchemeTextIn):
    """A scheme to be compared with the one in force, to the end of a month."""

    month: MonthText
    who: Assessed = Assessed.PROJECTS
    project_class: Annotated[ProjectClass | None, Field(alias="class")] = None


class GainOut(Schema):
    """The highest gain of one item, or of the whole score, by one move that needs no work.
    `entering` and `leaving` are examples of a subject that comes to be assessed by the move, or
    ceases to be: neither is a gain of points.
    """

    sheet: str
    item: str
    move: str
    gain: str
    example: str
    entering: str
    leaving: str

    @classmethod
    def of(cls, each: Gain) -> GainOut:
        return cls(
            sheet=each.sheet,
            item=each.item,
            move=each.move,
            gain=plain(each.gain),
            example=each.example,
            entering=each.entering,
            leaving=each.leaving,
        )


def written_gains(found: Iterable[Gain]) -> list[dict[str, Any]]:
    """Return what was found by playing against a scheme as it is sent and printed."""
    return [GainOut.of(each).model_dump(mode="json") for each in found]
