"""The district that the installation serves, and the rules it chose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, last_actor, record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects import rules
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District, PresetChoice
from bihuan.projects.queries import chosen_presets, spells_of
from bihuan.projects.rules_in_force import BEGINNING, preset_on, would_change

Presets = Mapping[Rules, str]
"""Names of presets, as their own apps know them, by kind of rules."""


class Choices(TypedDict, total=False):
    """What may be set of the district itself."""

    name: str
    region_code: str
    year: int | None
    rounding: str
    invented: bool


@action
def set_district(
    *,
    by: User,
    at: datetime,
    edition: int | None = None,
    presets: Presets | None = None,
    since: date = BEGINNING,
    **chosen: Unpack[Choices],
) -> District:
    """Set what is given, keep the rest. Nothing is recorded if nothing changes. `edition`, if
    given, is the one that was seen: of two who save, the second is told (PROJ-7).

    `presets` are names of presets by kind of rules; they hold from the day `since` on. Whether that
    day is still open is asked by `choose_rules` in progress, through which all choices come.
    """
    require(by, Can.RULES_CHANGE)
    district = District.objects.select_for_update().first() or District(pk=1)
    if edition is not None:
        rules.check_edition(district.edition, edition, last_actor(district))
    said = {k: v.strip() if isinstance(v, str) else v for k, v in chosen.items()}
    changed = {
        key: [getattr(district, key), value]
        for key, value in said.items()
        if getattr(district, key) != value
    }
    for key, (_old, new) in changed.items():
        setattr(district, key, new)
    turned = _turn(presets or {}, since, by, at)
    if district._state.adding or changed or turned:
        _check(district)
        district.edition += 1
        district.save()
        dated = {"since": since} if turned else {}
        record("district.set", district, by=by, at=at, changes=changed | turned, **dated)
    return district


@action
def go_on_to_year(*, year: int, by: Actor, at: datetime) -> bool:
    """Let pages open on a later year than the district's, which work began in; return whether they
    did not before. Who may begin it is asked by what begins it.
    """
    district = District.objects.select_for_update().first()
    if district is None or district.year is None or district.year >= year:
        return False
    was, district.year = district.year, year
    district.edition += 1
    district.save()
    record("district.set", district, by=by, at=at, changes={"year": [was, year]})
    return True


@action
def confirm_rules(*, by: User, at: datetime) -> District:
    """Put on record that the rules that hold today were looked over and are right, also where none
    was chosen. Raises Refusal while the district has no name.
    """
    require(by, Can.RULES_CHANGE)
    district = District.objects.select_for_update().first()
    if district is None or not district.name:
        raise Refusal(gettext("Name the district before its rules are confirmed."))
    held = chosen_presets(local_day(at))
    named = {str(kind): preset for kind, preset in held.items()}
    record("district.rules_confirmed", district, by=by, at=at, presets=named)
    return district


def _turn(presets: Presets, since: date, by: User, at: datetime) -> dict[str, list[str]]:
    """Write the choices that change what holds on some day; return the old and the new preset."""
    turned = {}
    for kind, preset in presets.items():
        held = spells_of(kind)
        if would_change(held, preset, since):
            choice = PresetChoice(rules=kind, preset=preset, since=since, by=by, at=at)
            _clean(choice)
            choice.save()
            turned[str(kind)] = [preset_on(held, since), preset]
    return turned


def _check(district: District) -> None:
    """Refuse what the district's columns do not take, and a region that there is not (PROJ-5)."""
    if district.region_code and not rules.region_name(district.region_code):
        raise Refusal(gettext("“%s” is not a region of GB/T 2260.") % district.region_code)
    _clean(district)


def _clean(row: District | PresetChoice) -> None:
    """Refuse what the row's columns do not take."""
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as told:
        raise Refusal("\n".join(told.messages)) from told
