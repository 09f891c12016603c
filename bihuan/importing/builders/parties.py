"""Who is named in a row: organisations, leaders, chains. Known ones are found under other names."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from bihuan.accounts.drafts import LeaderDraft, OrganisationDraft
from bihuan.accounts.models import Leader, Organisation
from bihuan.accounts.organisation_names import organisation_key, organisations_in
from bihuan.accounts.rules import check_code_free
from bihuan.importing.rows.table import SheetRow
from bihuan.kit.words import gettext
from bihuan.projects.drafts import ChainDraft
from bihuan.projects.models import Chain, District

from .base import ImportContext

AnyOrganisation = Organisation | OrganisationDraft
AnyLeader = Leader | LeaderDraft


class Parties:
    """Finds those whom rows name, and drafts those that nobody knows."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.existing, self.changes = context, context.existing, context.changes

    def named_in(self, row: SheetRow) -> dict[str, Any]:
        """Return owner, organisation in charge, commander and chain, as far as a row names them."""
        found: dict[str, Any] = {}
        if owner := self._first_of(row, "owner"):
            found["owner"] = self._organisation(row, "owner", owner, self._code(owner, row))
        if responsible := self._first_of(row, "responsible"):
            found["responsible"] = self._organisation(row, "responsible", responsible, "")
        if commander := row.get("commander"):
            found["commander"] = self._leader(commander)
        if chain := row.get("chain"):
            found["chain"] = self.chain(chain)
        return found

    def _first_of(self, row: SheetRow, key: str) -> str | None:
        """Return the first of several organisations in a cell, and say that it is taken."""
        said: str | None = row.get(key)
        if said is None or said in self.existing.organisations:
            return said
        several = organisations_in(said)
        if len(several) < 2:
            return said
        sentence = gettext("Several organisations: “%s” is taken as the one in charge.")
        self.context.warn(row, key, sentence % several[0])
        return several[0]

    def _code(self, owner: str, row: SheetRow) -> str:
        """Return the owner's code as the row states it; an error if another bears it."""
        code: str = row.get("credit_code") or ""
        if not code:
            return ""
        bearer = self.existing.coded.setdefault(code, owner)
        if bearer == owner:
            return code
        self.context.refused(row, "credit_code", check_code_free, bearer)
        return ""

    def _organisation(
        self, row: SheetRow, key: str, name: str, credit_code: str
    ) -> AnyOrganisation:
        found = self.existing.organisations.get(name) or self._known_as(row, key, name)
        if found is None:
            found = self.existing.organisations[name] = OrganisationDraft(name, credit_code)
            self.changes.create(found)
            self._by_key[organisation_key(name, self._district)].append(found)
        elif credit_code and not found.credit_code:
            self.changes.set(found, "credit_code", credit_code)
        return found

    def _known_as(self, row: SheetRow, key: str, name: str) -> AnyOrganisation | None:
        """Return the one organisation that a former, a short or a full name means, and say so."""
        former = self.existing.organisations_before.get(name)
        known = [former] if former else self._by_key[organisation_key(name, self._district)]
        if len(known) != 1:
            return None
        # as this import keeps it, if it touched it before
        found = self.existing.organisations.get(known[0].name, known[0])
        sentence = gettext("“%(said)s” is “%(known)s”.")
        self.context.warn(row, key, sentence % {"said": name, "known": found.name})
        return found

    @cached_property
    def _district(self) -> str:
        return District.objects.served().name

    @cached_property
    def _by_key(self) -> dict[str, list[AnyOrganisation]]:
        found: dict[str, list[AnyOrganisation]] = defaultdict(list)
        for organisation in self.existing.organisations.values():
            found[organisation_key(organisation.name, self._district)].append(organisation)
        return found

    def _leader(self, person: tuple[str, str]) -> AnyLeader:
        """Return the leader of a name and a title; a name alone, or under another title, is the one
        who bears it, if only one does.
        """
        found = self.existing.leaders.get(person) or self._only_one(person)
        if found is None:
            found = self.existing.leaders[person] = LeaderDraft(*person)
            self.changes.create(found)
        return found

    def _only_one(self, person: tuple[str, str]) -> AnyLeader | None:
        name, title = person
        known = self.existing.leaders.items()
        same = [leader for (called, _title), leader in known if called == name]
        if len(same) != 1:
            return None
        return same[0] if not title or not same[0].title or title == same[0].title else None

    def chain(self, name: str) -> Chain | ChainDraft:
        """Return the chain of a name, new if there is none."""
        found = self.existing.chains.get(name)
        if found is None:
            found = self.existing.chains[name] = ChainDraft(name)
            self.changes.create(found)
        return found
