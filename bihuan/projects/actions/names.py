"""No two projects bear one name or one code, asked of many at once (PROJ-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.models import Project

NAMES_AT_ONCE = 500


@dataclass(frozen=True)
class Claim:
    """Which name and code a project is to bear; `pk` is None for one that is to be."""

    pk: int | None
    name_key: str
    national_code: str


def check_free(claims: Iterable[Claim]) -> None:
    """Refuse a name or a code that two of the claims, or another project, bear."""
    wanted = list(claims)
    mine = {claim.pk for claim in wanted}
    for bearer in _bearers(wanted):
        if bearer.pk not in mine:
            raise Refusal(_taken(bearer, wanted))
    names = Counter(claim.name_key for claim in wanted)
    codes = Counter(claim.national_code for claim in wanted if claim.national_code)
    for told, sentence in ((names, _NAME), (codes, _CODE)):
        if twice := next((word for word, count in told.items() if count > 1), None):
            raise Refusal(gettext(sentence) % twice)


_NAME = "There is a project “%s” already."
_CODE = "“%s” bears this project code."


def _taken(bearer: Project, wanted: list[Claim]) -> str:
    by_name = any(claim.name_key == bearer.name_key for claim in wanted)
    return gettext(_NAME if by_name else _CODE) % bearer.name


def _bearers(wanted: list[Claim]) -> Iterator[Project]:
    """Yield the projects that bear one of the names or codes now."""
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        part = wanted[start : start + NAMES_AT_ONCE]
        codes = [claim.national_code for claim in part if claim.national_code]
        names = [claim.name_key for claim in part]
        yield from Project.objects.filter(Q(name_key__in=names) | Q(national_code__in=codes))
