"""The district that the installation serves, and the rules it chose."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
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


@transaction.atomic
def set_district(*, by: User, at: datetime, **chosen: Unpack[Choices]) -> District:
    """Set what is given, keep the rest. Nothing is recorded if nothing changes."""
    require(by, Can.RULES_CHANGE)
    district = District.objects.select_for_update().first() or District(pk=1)
    changed = {
        key: [getattr(district, key), value]
        for key, value in chosen.items()
        if getattr(district, key) != value
    }
    for key, (_old, new) in changed.items():
        setattr(district, key, new)
    if district._state.adding or changed:
        district.full_clean(validate_constraints=False)
        district.save()
        record("district.set", district, by=by, at=at, changes=changed)
    return district
