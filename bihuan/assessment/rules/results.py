"""Who stands on the red and the black list, and why (RESULT-11 to RESULT-13). Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.assessment.kinds import ResultList
from bihuan.kit.words import gettext

from .lists import BlackRule, RedRule
from .scheme import ScoreSheet
from .scoring import Score

BLACK_LIST = "black_list"
"""What somebody is excused from whom the black list spares."""


@dataclass(frozen=True)
class Listing:
    """A subject's place on a list, or why it was spared one (`spared`)."""

    key: str
    colour: ResultList
    clause: str
    reason: str
    spared: bool = False


def listings(
    sheet: ScoreSheet, scores: Sequence[Score], exempt: Mapping[str, Mapping[str, str]]
) -> list[Listing]:
    """Return who stands on the lists of a sheet, by size group; those spared the black list too.

    `exempt` says by subject from what it is excused, and why.
    """
    if sheet.lists is None:
        return []
    groups: dict[int, list[Score]] = {}
    for score in scores:
        if score.is_assessed:
            groups.setdefault(score.size_group, []).append(score)
    found: list[Listing] = []
    for members in groups.values():
        totals = sorted(score.total for score in members)
        for score in members:
            better = len(totals) - bisect_right(totals, score.total)
            worse = bisect_left(totals, score.total)
            if sheet.lists.red and (red := _red(sheet.lists.red, score, better)):
                found.append(red)
            elif sheet.lists.black and worse < sheet.lists.black.places < len(totals):
                black = _black(sheet, sheet.lists.black, score, exempt.get(score.key, {}))
                found += [black] if black else []
    return found


def _red(rule: RedRule, score: Score, better: int) -> Listing | None:
    if rule.grade and score.grade != rule.grade:
        return None
    if rule.places is not None and better >= rule.places:
        return None
    said = {"rank": better + 1, "score": score.total, "grade": score.grade or "—"}
    reason = gettext("Rank %(rank)s with %(score)s points, grade: %(grade)s.") % said
    return Listing(score.key, ResultList.RED, "RESULT-11", reason)


def _black(
    sheet: ScoreSheet, rule: BlackRule, score: Score, exempt: Mapping[str, str]
) -> Listing | None:
    """Return the place of one whose rank is at the bottom: none if the target was met."""
    points, title = _target(sheet, rule, score)
    for name in (BLACK_LIST, rule.item):
        if name and name in exempt:
            spared = gettext("Spared by an approved exemption: %s") % exempt[name]
            return Listing(score.key, ResultList.BLACK, "RESULT-13", spared, spared=True)
    if points is None or points >= rule.below:
        return None
    said = {"title": title, "points": points, "below": rule.below, "places": rule.places}
    reason = gettext(
        "%(title)s: %(points)s points, fewer than %(below)s; among the last %(places)s."
    )
    return Listing(score.key, ResultList.BLACK, "RESULT-12", reason % said)


def _target(sheet: ScoreSheet, rule: BlackRule, score: Score) -> tuple[Decimal | None, str]:
    """Return the points of what must be met; None where it does not apply."""
    if not rule.item:
        return score.total, gettext("Score")
    line = next(each for each in score.lines if each.id == rule.item)
    return (line.points if line.applies else None), line.title
