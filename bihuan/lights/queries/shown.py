"""The light that is shown of each month, with the reasons of those who made it (LIGHT-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value

from bihuan.kit.months import Month, months_of
from bihuan.lights import rules
from bihuan.lights.kinds import Colour, LiftState, Rater
from bihuan.lights.models import Lift, RaterLight
from bihuan.lights.presets import headline_in_force
from bihuan.lights.rules import (
    Headline,
    HeadlineRules,
    LiftNote,
    LiftTerms,
    LightReason,
    LightVerdict,
    Three,
)
from bihuan.lights.rules import RaterNote as Note
from bihuan.projects.models import Project
from bihuan.projects.rules_in_force import InForce

from .given import given_lights
from .machine import judged_now, says_silence

Notes = dict[int, Note]
"""A person's lights of one project, by ordinal of the month."""


@dataclass(frozen=True)
class ShownLight:
    """One project's month: the machine's verdict, the headline over the three lights, and why it
    is as it is, in the reasons of whoever made it.
    """

    verdict: LightVerdict | None
    three: Three
    headline: Headline
    reasons: tuple[LightReason, ...]


ShownYear = dict[int, ShownLight]
"""One project's shown lights, by number of the month; months without any light are absent."""


@dataclass(frozen=True)
class _Said:
    """What people said of the projects asked for, by project."""

    commander: dict[int, Notes]
    inspector: dict[int, Notes]
    lifts: dict[int, tuple[LiftTerms, LiftNote]]

    def of(self, pk: int) -> _SaidOfOne:
        """Return what was said of one project."""
        return _SaidOfOne(
            self.commander.get(pk, {}), self.inspector.get(pk, {}), self.lifts.get(pk)
        )


@dataclass(frozen=True)
class _SaidOfOne:
    """What people said of one project."""

    commander: Notes
    inspector: Notes
    lift: tuple[LiftTerms, LiftNote] | None


def shown_lights(
    year: int, today: date, only: Collection[int], *, month: Month | None = None
) -> dict[int, ShownYear]:
    """Return the lights shown of the projects in `only`, by project: of the year's months that
    have begun, or of `month` alone. Reads three times more than `judged_now`.
    """
    judged, office = dict(judged_now(year, today, only)), headline_in_force()
    said = _said(year, today, only, office)
    numbers = range(1, 13) if month is None else (month.number,)
    begun = [each for each in (Month(year, n) for n in numbers) if each.first_day <= today]
    return {pk: _year(judged.get(pk, {}), said.of(pk), begun, office, today) for pk in only}


def shown_year(project: Project, year: int, today: date) -> ShownYear:
    """Return one project's shown lights of the year, by number of the month."""
    return shown_lights(year, today, [project.pk])[project.pk]


def reasons_shown(
    month: Month, today: date, projects: Iterable[int]
) -> dict[int, tuple[LightReason, ...]]:
    """Return why each of these projects shows the light that it shows in `month`."""
    found = shown_lights(month.year, today, list(projects), month=month)
    return {pk: year[month.number].reasons for pk, year in found.items() if month.number in year}


def _year(
    judged: dict[int, LightVerdict],
    said: _SaidOfOne,
    begun: list[Month],
    in_force: InForce[HeadlineRules],
    today: date,
) -> ShownYear:
    found = {}
    for month in begun:
        office = in_force.on(month.first_day)
        verdict = judged.get(month.number)
        is_judged = verdict is not None
        heard = (
            _carried_note(said.commander, month, office.commander_carries, is_judged=is_judged),
            _carried_note(said.inspector, month, office.inspector_carries, is_judged=is_judged),
        )
        if verdict or any(heard):
            found[month.number] = _shown(verdict, *heard, said.lift, month, today)
    return found


def _shown(  # one argument for each of those who have a say
    verdict: LightVerdict | None,
    commander: Note | None,
    inspector: Note | None,
    lift: tuple[LiftTerms, LiftNote] | None,
    month: Month,
    today: date,
) -> ShownLight:
    three = Three(
        verdict.colour if verdict else None,
        commander.colour if commander else None,
        inspector.colour if inspector else None,
        says_silence(verdict),
    )
    headline = rules.headline_on(three, lift[0] if lift else None, month, today)
    reasons = rules.explain(
        three,
        headline,
        machine=verdict.reasons if verdict else (),
        commander=commander,
        inspector=inspector,
        lift=lift[1] if lift else None,
    )
    return ShownLight(verdict, three, headline, reasons)


def _carried_note(notes: Notes, month: Month, carries: int, *, is_judged: bool) -> Note | None:
    """Return the note that counts for the month, by the rule of `rules.carried_light`."""
    ordinal = rules.ordinal(month)
    colours = {key: note.colour for key, note in notes.items()}
    given = rules.carried_light(colours, ordinal, carries, is_judged=is_judged)
    return notes[ordinal - given.age] if given else None


def _said(year: int, today: date, only: Collection[int], in_force: InForce[HeadlineRules]) -> _Said:
    offices = [in_force.on(month.first_day) for month in months_of(year)]
    commanders, inspectors = (
        given.filter(project__in=only) for given in given_lights(year, offices)
    )
    said: dict[str, dict[int, Notes]] = {rater: defaultdict(dict) for rater in Rater}
    rows = _named(commanders, Rater.COMMANDER, Value("")).union(
        _named(inspectors, Rater.INSPECTOR, F("source_ref")), all=True
    )
    for rater, pk, month, colour, reason, source, full_name, username in rows:
        note = Note(Colour(colour), full_name or username, Month.of(month), reason or source)
        said[rater][pk][rules.ordinal(note.month)] = note
    return _Said(said[Rater.COMMANDER], said[Rater.INSPECTOR], _lifts(today, only))


def _named(rows: QuerySet[RaterLight], rater: Rater, source: Any) -> QuerySet[Any, Any]:
    return rows.annotate(rater=Value(rater.value), visit=source).values_list(
        "rater", "project_id", "month", "colour", "reason", "visit", "by__full_name", "by__username"
    )


def _lifts(today: date, only: Collection[int]) -> dict[int, tuple[LiftTerms, LiftNote]]:
    live = Lift.objects.filter(state=LiftState.LIVE, until__gte=today, project__in=only)
    return {
        lift.project_id: (
            LiftTerms(Colour(lift.colour), Month.of(lift.month), lift.until),
            LiftNote(str(lift.by), lift.until, lift.note),
        )
        for lift in live.select_related("by")
    }
