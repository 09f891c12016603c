"""Cases of schemes as data: what is known of a subject, and the points expected. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bihuan.kit.cases import Worked
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .rules.scheme import InputSpec, Scheme, ScoreSheet
from .rules.scoring import Graded, Score, scored

Said = dict[str, dict[str, Decimal]]
"""Values by item and name of input."""
NONE = "—"
"""The grade of who gets none."""


@dataclass(frozen=True)
class SchemeCase:
    """What is known of a subject, and of others of its group, by item and input; and the points of
    lines, the score and the grade that are expected; or nothing, if the subject `is_assessed` not.
    """

    preset: str
    title: str
    sheet: str
    given: Said
    points: dict[str, Decimal]
    others: tuple[Said, ...] = ()
    exempt: dict[str, str] = field(default_factory=dict)
    score: Decimal | None = None
    grade: str = ""
    is_assessed: bool = True
    day: date = date(2024, 12, 31)

    def answer(self, scheme: Scheme) -> Score:
        """Return the score that `scheme` gives the subject. Raises Refusal for an unknown name."""
        sheet = next((each for each in scheme.sheets if each.id == self.sheet), None)
        if sheet is None:
            raise Refusal(gettext("There is no sheet “%s”.") % self.sheet)
        subject = Graded("case", self.title, _known(sheet, self.given), exempt=self.exempt)
        others = [Graded(str(n), str(n), _known(sheet, said)) for n, said in enumerate(self.others)]
        return scored(sheet, [subject, *others])[0]

    def worked(self, scheme: Scheme) -> Worked:
        """Return what the scheme says, and whether that was expected. A scheme that was written
        anew under the same name may have no such sheet: that is what it says then.
        """
        try:
            score = self.answer(scheme)
        except Refusal as refusal:
            return Worked(self.title, str(refusal), expected=self._expected)
        lines = tuple(
            gettext("%(of)s: %(value)s") % {"of": line.title, "value": line.points}
            for line in score.lines
            if line.applies
        )
        said = score.reason or f"{score.total} {score.grade}".strip()
        return Worked(self.title, said, lines, "" if self._is_met(score) else self._expected)

    def _is_met(self, score: Score) -> bool:
        found = {line.id: line.points for line in score.lines}
        return (
            score.is_assessed is self.is_assessed
            and all(found.get(name) == points for name, points in self.points.items())
            and self.score in (None, score.total)
            and self._grade in ("", score.grade)
        )

    @property
    def _grade(self) -> str:
        return gettext("No grade") if self.grade == NONE else self.grade

    @property
    def _expected(self) -> str:
        if not self.is_assessed:
            return gettext("not assessed")
        points = [f"{name}: {points}" for name, points in self.points.items()]
        total = [] if self.score is None else [str(self.score)]
        return ", ".join([*points, *total, *([self._grade] if self._grade else [])])


def _known(sheet: ScoreSheet, said: Said) -> dict[InputSpec, Decimal]:
    known: dict[InputSpec, Decimal] = {}
    for item_id, values in said.items():
        item = sheet.item(item_id)
        if item is None:
            raise Refusal(gettext("There is no item “%s” on this sheet.") % item_id)
        for name, value in values.items():
            if name not in item.inputs:
                raise Refusal(gettext("“%s” is no input of this.") % name)
            known[item.inputs[name]] = value
    return known
