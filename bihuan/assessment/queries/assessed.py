"""A year to the end of a month under a scheme: every subject's score, with places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bihuan.assessment.kinds import Assessed
from bihuan.assessment.rules.noise import spans
from bihuan.assessment.rules.ranking import Ranked, ranked
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.scoring import Graded, ScoreAdjustment, scored
from bihuan.audit.event_versions import one_reading
from bihuan.figures.questions import Question
from bihuan.kit.bulk import without_collector
from bihuan.projects.kinds import ProjectClass

from .inputs import SheetFacts, graded
from .measured_noise import noise_of


@dataclass(frozen=True)
class SubjectTerms:
    """What people decided of a subject on a sheet: from which items it is excused, and why; points
    given or taken.
    """

    exempt: Mapping[str, str] = field(default_factory=dict)
    adjustments: tuple[ScoreAdjustment, ...] = ()


Decided = Mapping[tuple[str, str], SubjectTerms]
"""By the ids of sheet and subject."""


@dataclass(frozen=True)
class Assessment:
    """One subject's score with its place. `kind` is the class of a project."""

    ranked: Ranked
    kind: ProjectClass | None = None
    subject: Graded | None = None
    """What is known of the subject, and what was decided of it."""


@one_reading()
def assessed(
    scheme: Scheme,
    question: Question,
    who: Assessed = Assessed.PROJECTS,
    kinds: Collection[ProjectClass] = (),
    decided: Decided | None = None,
) -> list[Assessment]:
    """Return the scores of all who are assessed, sheet by sheet, best first; those who cannot be
    assessed last, with the reason.
    """
    return [
        each
        for sheet in sheets_of(scheme, who, kinds)
        for each in sheet_assessed(scheme, sheet, question, kinds, decided)
    ]


def sheets_of(
    scheme: Scheme, who: Assessed, kinds: Collection[ProjectClass] = ()
) -> Iterable[ScoreSheet]:
    """Yield the sheets on which those are assessed, of projects those of the classes asked for."""
    for sheet in scheme.sheets_for(who):
        if not (kinds and sheet.classes) or set(kinds) & set(sheet.classes):
            yield sheet


def sheet_assessed(
    scheme: Scheme,
    sheet: ScoreSheet,
    question: Question,
    kinds: Collection[ProjectClass] = (),
    decided: Decided | None = None,
) -> list[Assessment]:
    """Return the scores on one sheet, best first."""
    facts, noise = graded(sheet, question, kinds), noise_of(scheme, question.as_of)
    return facts_assessed(scheme, sheet, facts, decided, noise.percent)


def facts_assessed(
    scheme: Scheme,
    sheet: ScoreSheet,
    facts: SheetFacts,
    decided: Decided | None = None,
    noise_percent: Decimal | None = None,
) -> list[Assessment]:
    """Return the scores that the facts of a sheet give, best first; with rank ranges by the noise
    that was measured, else by that of the scheme.
    """
    noise = scheme.noise_percent if noise_percent is None else noise_percent
    subjects = [_with_terms(sheet, each, decided or {}) for each in facts.subjects]
    by_key = {subject.key: subject for subject in subjects}
    with without_collector():
        scores = scored(sheet, subjects)
        sure = spans(sheet, subjects, scores, noise, facts.units)
        return [
            Assessment(each, facts.classes.get(key), by_key[key])
            for each in ranked(scores, sure)
            for key in [each.score.key]
        ]


def _with_terms(sheet: ScoreSheet, subject: Graded, decided: Decided) -> Graded:
    terms = decided.get((sheet.id, subject.key))
    if terms is None:
        return subject
    return replace(subject, exempt=terms.exempt, adjustments=terms.adjustments)
