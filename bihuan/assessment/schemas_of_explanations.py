"""What the API gives of one score explained, and of a sheet summed up (ASSESS-28)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from bihuan.assessment.kinds import AssessedPeriod, BoardPart
from bihuan.projects.kinds import ProjectClass

from .queries.assessed import Assessment
from .queries.board_rows import BoardFilter
from .queries.explained import ExplainedInput, ExplainedLine, ExplainedScore, ReachableMark
from .queries.frozen_of import FrozenBeside
from .rules.explained import LostPoints
from .rules.measured_noise import ReportingNoise
from .rules.scheme import ScoreSheet
from .rules.summary import GroupSummary
from .schemas import ScoreItemOut, ScoreOut, plain
from .wording import more_in_words, noise_in_words

Words = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=0, le=2**63 - 1)]
MarkPoints = Annotated[Decimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)]


class BoardQuery(Schema):
    """What of a month's scores is given, as the scoreboard's filters. `sort` is rank, name, score,
    others, organisation or `item.` with an item's id, with `-` before it from the highest.
    """

    sheet: Words = ""
    q: Words = ""
    size: Annotated[Number | None, Field(le=99)] = None
    organisation: Number | None = None
    commander: Number | None = None
    show: BoardPart | None = None
    grade: Words = ""
    sort: Words = ""

    def filter_of(self, kind: ProjectClass | None) -> BoardFilter:
        return BoardFilter(
            words=self.q,
            kind=kind,
            size=self.size,
            organisation=self.organisation,
            commander=self.commander,
            part=self.show,
            grade=self.grade,
            sort=self.sort,
        )


class InputReadOut(Schema):
    """A value that a formula read: exact, and as people write it with its unit; `why` says why
    there is none. `rows` is the page with the rows under it.
    """

    name: str
    label: str
    value: str | None
    text: str
    why: str
    rows: str

    @classmethod
    def of(cls, each: ExplainedInput) -> InputReadOut:
        value = None if each.value is None else plain(each.value)
        return cls(
            name=each.name,
            label=each.label,
            value=value,
            text=each.text,
            why=each.missing,
            rows=each.address,
        )


class ExplainedLineOut(ScoreItemOut):
    """One line of a score with the office's words, its rule in words, what it read, the sum from
    there to its points, and what would have brought all of the item's points.
    """

    official_text: str
    rule: str
    read: list[InputReadOut]
    steps: list[str]
    for_all_points: list[str]

    @classmethod
    def of_line(cls, each: ExplainedLine) -> ExplainedLineOut:
        return cls(
            **ScoreItemOut.of(each.line).model_dump(),
            official_text=each.item.text if each.item else "",
            rule=each.words,
            read=[InputReadOut.of(one) for one in each.inputs],
            steps=list(each.steps),
            for_all_points=list(each.more),
        )


class LostOut(Schema):
    """What a line lacks of its weight, or takes from the others."""

    id: str
    title: str
    lost: str
    weight: str

    @classmethod
    def of(cls, each: LostPoints) -> LostOut:
        return cls(
            id=each.line.id,
            title=each.line.title,
            lost=plain(each.lost),
            weight=plain(each.weight),
        )


class NearestChangeOut(Schema):
    """The smallest change of one value that alone brings a mark, in the value's own unit."""

    item: str
    input: str
    change: str
    value: str
    gain: str
    words: str


class MarkOut(Schema):
    """A number of points above the score: why it is named, and the changes that would bring it."""

    points: str
    lacking: str
    grade: str
    rank: int | None
    asked: bool
    words: str
    changes: list[NearestChangeOut]

    @classmethod
    def of(cls, each: ReachableMark) -> MarkOut:
        changes = [
            NearestChangeOut(
                item=more.item.id,
                input=more.name,
                change=plain(more.move.change),
                value=plain(more.move.value),
                gain=plain(more.gain),
                words=more_in_words(more),
            )
            for more in (change.more for change in each.changes)
        ]
        return cls(
            points=plain(each.mark.points),
            lacking=plain(each.lacking),
            grade=each.mark.grade,
            rank=each.mark.rank,
            asked=each.mark.is_asked,
            words=each.words,
            changes=changes,
        )


class FrozenBesideOut(Schema):
    """A frozen period that ends with the month; `frozen_score_id` and what follows are there for
    those who may see frozen scores. `today` is what it would be by what is known now.
    """

    freeze_id: int
    period: AssessedPeriod
    is_final: bool
    frozen_at: datetime
    frozen_score_id: int | None
    score: str | None
    today: str | None
    changed_inputs: int

    @classmethod
    def of(cls, each: FrozenBeside) -> FrozenBesideOut:
        row, now = each.row, each.today.score if each.today else None
        return cls(
            freeze_id=each.freeze.pk,
            period=AssessedPeriod(each.freeze.period),
            is_final=each.freeze.is_final,
            frozen_at=each.freeze.frozen_at,
            frozen_score_id=row.pk if row else None,
            score=row.total or None if row else None,
            today=plain(now.total) if now and now.is_assessed else None,
            changed_inputs=len(each.today.changed) if each.today else 0,
        )


class NoiseOut(Schema):
    """By how many percent own figures are moved for rank ranges: measured by so many corrections of
    accepted reports, or the scheme's own number where they are too few; `words` say it.
    """

    percent: str
    measured: bool
    corrections: int
    words: str

    @classmethod
    def of(cls, noise: ReportingNoise) -> NoiseOut:
        return cls(
            percent=plain(noise.percent),
            measured=noise.is_measured,
            corrections=noise.corrections,
            words=noise_in_words(noise),
        )


class ExplainedScoreOut(ScoreOut):
    """A score with all that explains it, as on its page."""

    noise: NoiseOut
    lines: list[ExplainedLineOut]
    losses: list[LostOut]
    marks: list[MarkOut]
    frozen: list[FrozenBesideOut]

    @classmethod
    def of_explained(
        cls,
        each: Assessment,
        found: ExplainedScore,
        frozen: list[FrozenBeside],
        noise: ReportingNoise,
    ) -> ExplainedScoreOut:
        return cls(
            **ScoreOut.of_assessment(each).model_dump(by_alias=True),
            noise=NoiseOut.of(noise),
            lines=[ExplainedLineOut.of_line(line) for line in found.lines],
            losses=[LostOut.of(lost) for lost in found.losses],
            marks=[MarkOut.of(mark) for mark in found.marks],
            frozen=[FrozenBesideOut.of(one) for one in frozen],
        )


class SheetSummaryOut(Schema):
    """A sheet of a month: how many whom the caller sees are assessed or not, and what the scores of
    all come to; None where nobody is assessed.
    """

    sheet: str
    title: str
    who: str
    assessed: int
    unassessed: int
    mean: str | None
    median: str | None
    highest: str | None
    lowest: str | None
    grades: dict[str, int]
    noise: NoiseOut

    @classmethod
    def of(
        cls,
        sheet: ScoreSheet,
        assessed: int,
        unassessed: int,
        found: GroupSummary | None,
        noise: ReportingNoise,
    ) -> SheetSummaryOut:
        return cls(
            sheet=sheet.id,
            title=sheet.title,
            who=sheet.who.value,
            assessed=assessed,
            unassessed=unassessed,
            mean=plain(found.mean) if found else None,
            median=plain(found.median) if found else None,
            highest=plain(found.best) if found else None,
            lowest=plain(found.worst) if found else None,
            grades=dict(found.grades) if found else {},
            noise=NoiseOut.of(noise),
        )
