"""Who stands on the red and the black list, and why (RESULT-11 to RESULT-13). Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
                said = {"rank": better + 1, "number": len(totals)}
                black = _black(sheet.lists.black, score, exempt.get(score.key, {}), said)
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
    rule: BlackRule, score: Score, exempt: Mapping[str, str], place: Mapping[str, int]
) -> Listing | None:
    """Return the place of one whose rank is at the bottom: none if the target was met."""
    for name in (BLACK_LIST, rule.item):
        if name and name in exempt:
            spared = gettext("Spared by an approved exemption: %s") % exempt[name]
            return Listing(score.key, ResultList.BLACK, "RESULT-13", spared, spared=True)
    missed = _missed(rule, score)
    if not missed:
        return None
    reason = gettext(
        "%(missed)s; place %(rank)s of %(number)s, among the last %(places)s, equals included."
    )
    said = {"missed": missed, "places": rule.places, **place}
    return Listing(score.key, ResultList.BLACK, "RESULT-12", reason % said)


def _missed(rule: BlackRule, score: Score) -> str:
    """Return in words by what the target was missed; nothing where it was met, or did not apply."""
    line = next((each for each in score.lines if each.id == rule.item), None)
    if rule.item and (line is None or not line.applies):
        return ""
    title = line.title if line else gettext("Score")
    if rule.value_below is not None:
        value = next(iter(line.inputs.values()), None) if line else None
        if value is None or value >= rule.value_below:
            return ""
        said = {"title": title, "value": value, "below": rule.value_below}
        return gettext("%(title)s: %(value)s, under %(below)s") % said
    points = line.points if line else score.total
    if rule.below is None or points >= rule.below:
        return ""
    told = {"title": title, "points": points, "below": rule.below}
    return gettext("%(title)s: %(points)s points, fewer than %(below)s") % told
