"""The sentences of the hard-bone list's reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.kit.words import _, article

from .kinds import ReasonMeasure
from .rules import HardBoneReason

SENTENCES = {
    ReasonMeasure.RED: _("Red for %(months)s judged months running."),
    ReasonMeasure.OVERDUE: _(
        "Matter %(number)s is %(days)s working days overdue, at level %(level)s."
    ),
    ReasonMeasure.BEHIND: _(
        "%(done)s%% of the annual plan completed, %(expected)s%% due by its monthly plan: "
        "%(points)s percentage points behind."
    ),
    ReasonMeasure.CLEAR: _("Not red for %(months)s judged months running."),
    ReasonMeasure.NO_OVERDUE: _("No matter of the project is overdue."),
    ReasonMeasure.ENDED: _("The project was completed, cancelled or merged into another."),
}


@dataclass(frozen=True)
class HardBoneReasonText:
    """A reason as pages show it."""

    clause: str
    sentence: str

    @property
    def article(self) -> str:
        return article(self.clause)


def said(reasons: Iterable[HardBoneReason]) -> list[HardBoneReasonText]:
    return [HardBoneReasonText(reason.clause, sentence(reason)) for reason in reasons]


def sentence(reason: HardBoneReason) -> str:
    return str(SENTENCES[reason.why]) % reason.figures


def to_json(reasons: Iterable[HardBoneReason]) -> list[dict[str, object]]:
    return [
        {"clause": reason.clause, "why": str(reason.why), "figures": reason.figures}
        for reason in reasons
    ]


def from_json(kept: Iterable[Mapping[str, object]]) -> list[HardBoneReason]:
    found = []
    for each in kept:
        figures = each["figures"]
        if not isinstance(figures, dict):
            raise TypeError(each)
        found.append(HardBoneReason(str(each["clause"]), ReasonMeasure(str(each["why"])), figures))
    return found
