"""Who signs in and which organisations there are, as a workbook's people are compared with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.organisation_names import organisation_key
from bihuan.accounts.queries import names_of_before
from bihuan.accounts.roles import Role
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.models import District

from .sheet import PersonRow

CREATE = "new"
"""Chosen for an organisation that nobody knows: it is added under the name that the row says."""


@dataclass
class UnknownOrganisation:
    """An organisation that rows name and nobody knows; `chosen` is CREATE or the key of one."""

    name: str
    chosen: str = CREATE
    rows: int = 0


@dataclass
class Roster:
    """People and organisations as they stand. Six queries, however many there are."""

    choices: Mapping[str, str]
    unknown: dict[str, UnknownOrganisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.district = District.objects.served().name
        self.organisations = list(Organisation.objects.standing().order_by("pinyin", "name"))
        self.named = {each.name: each for each in self.organisations}
        self.by_pk = {str(each.pk): each for each in self.organisations}
        self.by_key: defaultdict[str, list[Organisation]] = defaultdict(list)
        for each in self.organisations:
            self.by_key[organisation_key(each.name, self.district)].append(each)
        self.before = names_of_before()
        people = User.objects.exclude(role=Role.CONSOLE).select_related("organisation")
        self.people = list(people.order_by("pk"))
        self.by_username = {each.username.casefold(): each for each in User.objects.all()}
        self.by_name: defaultdict[str, list[User]] = defaultdict(list)
        for person in self.people:
            self.by_name[person.full_name].append(person)

    def organisation(self, said: str) -> tuple[str, str]:
        """Return what an organisation is called here, and a note if that is another name."""
        if not said or said in self.named:
            return said, ""
        former = self.before.get(said)
        known = [former] if former else self.by_key[organisation_key(said, self.district)]
        if len(known) == 1:
            note = gettext("“%(said)s” is “%(known)s”.") % {"said": said, "known": known[0].name}
            return known[0].name, note
        chosen = self.choices.get(said, CREATE)
        asked = self.unknown.setdefault(said, UnknownOrganisation(said, chosen))
        asked.rows += 1
        return (said if chosen == CREATE else self._chosen(chosen)), ""

    def _chosen(self, key: str) -> str:
        if key not in self.by_pk:
            raise Refusal(gettext("The organisation chosen is not there any more: choose again."))
        return self.by_pk[key].name

    def known(self, row: PersonRow, organisation: str) -> User | None:
        """Return the user whom a row means: by the sign-in name, else by name and phone, else by
        name and organisation. Raises Refusal where several or another may be meant.
        """
        if row.username:
            return self._by_username(row)
        same = self.by_name[row.full_name] if row.full_name else []
        found = [each for each in same if row.phone and each.phone == row.phone]
        found = found or [each for each in same if str(each.organisation or "") == organisation]
        if len(found) > 1:
            names = "、".join(each.username for each in found)
            raise Refusal(
                gettext("Several users are called so (%s): say the sign-in name.") % names
            )
        return found[0] if found else None

    def _by_username(self, row: PersonRow) -> User | None:
        found = self.by_username.get(row.username.casefold())
        if found is None:
            return None
        if found.role == Role.CONSOLE or (
            row.full_name and found.full_name and found.full_name != row.full_name
        ):
            raise Refusal(
                gettext("The sign-in name “%(name)s” is that of %(bearer)s.")
                % {"name": found.username, "bearer": found}
            )
        return found

    def namesakes(self, row: PersonRow) -> str:
        """Return who else bears the name of somebody new, "" if nobody does."""
        return "、".join(
            f"{each.username}（{each.organisation or '—'}）" for each in self.by_name[row.full_name]
        )
