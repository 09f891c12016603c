"""Who is reached at an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from .models import User
from .roles import Role


@dataclass(frozen=True)
class Contact:
    """Somebody who reports for an organisation; `phone` may be empty."""

    name: str
    phone: str


def contacts_of(organisations: Collection[int]) -> dict[int, list[Contact]]:
    """Return who reports for each organisation, those with a phone first. One query."""
    rows = User.objects.filter(organisation__in=organisations, role=Role.REPORTER, is_active=True)
    found: defaultdict[int, list[Contact]] = defaultdict(list)
    for user in rows.order_by("full_name", "username"):
        found[user.organisation_id or 0].append(Contact(str(user), user.phone))
    return {pk: sorted(each, key=lambda contact: not contact.phone) for pk, each in found.items()}
