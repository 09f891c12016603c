"""The district that the installation serves, and the rules it chose."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack, cast

from django.core.exceptions import ValidationError

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import last_actor, record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.kit.writing import action
from bihuan.projects import rules
from bihuan.projects.models import District


class Choices(TypedDict, total=False):
    """What may be set: names of presets as their own apps know them."""

    name: str
    region_code: str
    year: int | None
    rounds: str
    lights: str
    curve: str
    loop: str
    rounding: str
    invented: bool


@action
def set_district(
    *, by: User, at: datetime, edition: int | None = None, **chosen: Unpack[Choices]
) -> District:
    """Set what is given, keep the rest. Nothing is recorded if nothing changes. `edition`, if
    given, is the one that was seen: of two who save, the second is told (PROJ-7).
    """
    require(by, Can.RULES_CHANGE)
    chosen = {**chosen, **_trimmed(chosen)}
    district = District.objects.select_for_update().first() or District(pk=1)
    if edition is not None:
        rules.check_edition(district.edition, edition, last_actor(district))
    changed = {
        key: [getattr(district, key), value]
        for key, value in chosen.items()
        if getattr(district, key) != value
    }
    for key, (_old, new) in changed.items():
        setattr(district, key, new)
    if district._state.adding or changed:
        _check(district)
        district.edition += 1
        district.save()
        record("district.set", district, by=by, at=at, changes=changed)
    return district


def _trimmed(chosen: Choices) -> Choices:
    """Return the typed texts without the spaces around them."""
    texts = {key: value.strip() for key, value in chosen.items() if isinstance(value, str)}
    return cast("Choices", texts)


def _check(district: District) -> None:
    """Refuse what the district's columns do not take, and a region that there is not (PROJ-5)."""
    if district.region_code and not rules.region_name(district.region_code):
        raise Refusal(say("“%s” is not a region of GB/T 2260.") % district.region_code)
    try:
        district.full_clean(validate_constraints=False)
    except ValidationError as told:
        raise Refusal("\n".join(told.messages)) from told
