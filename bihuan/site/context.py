"""What every page knows: the district, whether it hangs on a wall, which doors open."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from bihuan.accounts.http import STOOD_IN
from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can, Role
from bihuan.command.reach import sees_whole_district
from bihuan.kit.screen_mode import screen_mode
from bihuan.projects.http import keep_year, usual_year, year_kept, year_of_address
from bihuan.projects.models import District
from bihuan.projects.queries import district_shown

from .backups import trouble


@dataclass(frozen=True)
class Doors:
    """Which pages of the navigation open for somebody: none is shown that would be refused."""

    is_signed_in: bool = False
    own_projects: bool = False
    commanders: bool = False
    workbooks: bool = False
    access: bool = False
    backups: bool = False
    setup: bool = False

    @classmethod
    def of(cls, user: User | AnonymousUser) -> "Doors":
        if not isinstance(user, User):
            return cls()
        return cls(
            is_signed_in=True,
            own_projects=user.role == Role.COMMANDER,
            commanders=sees_whole_district(user),
            workbooks=may(user, Can.IMPORT),
            access=may(user, Can.SEE_AUDIT),
            backups=may(user, Can.BACKUP_MAKE),
            setup=may(user, Can.RULES_CHANGE),
        )


def page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", AnonymousUser())
    doors = Doors.of(user)
    district = district_shown()
    today = timezone.localdate()
    return {
        "district": district,
        **(_years(request, district, today) if doors.is_signed_in else {}),
        "stood_in": _stood_in(request) if doors.is_signed_in else "",
        "mode": screen_mode(request),
        "doors": doors,
        "made_at": timezone.now(),
        "here": _return_address(request),
        "backup_trouble": trouble(timezone.now()) if doors.backups else "",
    }


def _years(request: HttpRequest, district: District, today: date) -> dict[str, int | None]:
    """Return the year that somebody works in, if it is not the usual one, and the usual one."""
    named, usual = year_of_address(request), usual_year(district, today)
    if named is not None:
        keep_year(request, named, usual)
    return {"usual_year": usual, "kept_year": year_kept(request, usual)}


def _stood_in(request: HttpRequest) -> str:
    """Return for whom somebody no longer acts as a deputy; said on one page."""
    session = getattr(request, "session", None)
    return session.pop(STOOD_IN) if session is not None and STOOD_IN in session else ""


def _return_address(request: HttpRequest) -> str:
    """Where a switch of language or screen leads back to: an address that can be opened.

    A form that was refused is shown at an address that only takes what is sent.
    """
    if request.method == "GET":
        return request.get_full_path()
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return "/"
    return f"{came_from.path}?{came_from.query}" if came_from.path else "/"
