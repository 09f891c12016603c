"""What hangs on one person, or belongs to one organisation, whichever app keeps it.

An app that ties something to a person has a module `held` with two functions: `held_by(user)`
returns its `Holding`s, `pass_on(user=…, successor=…, reason=…, by=…, at=…)` gives them to somebody
else by the app's own actions. What belongs to organisations is in a module `of_organisations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Protocol, cast

from django.apps import apps

from bihuan.kit.words import joined

from .models import Organisation, User


@dataclass(frozen=True)
class HeldThing:
    """One thing, and where it stands."""

    title: str
    address: str


@dataclass(frozen=True)
class Holding:
    """Things of one kind that hang on a person."""

    label: Any
    things: Sequence[HeldThing]

    @property
    def number(self) -> int:
        return len(self.things)


class Keeper(Protocol):
    """The module `held` of an app."""

    def held_by(self, user: User) -> list[Holding]: ...

    def pass_on(
        self, *, user: User, successor: User, reason: str, by: User, at: datetime
    ) -> None: ...


def keepers() -> Iterator[Keeper]:
    """Yield every app's module of holdings, in the order of the apps."""
    return cast("Iterator[Keeper]", _modules("held"))


def _modules(name: str) -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if config.name.startswith("bihuan.") and find_spec(f"{config.name}.{name}"):
            yield import_module(f"{config.name}.{name}")


class OrganisationKeeper(Protocol):
    """The module `of_organisations` of an app: what belongs to an organisation, and its moving."""

    def belongs_to(self, organisation: Organisation) -> list[Holding]: ...

    def move(
        self,
        *,
        was: Organisation,
        into: Organisation,
        on: date,
        reason: str,
        by: User,
        at: datetime,
    ) -> None: ...


def organisation_keepers() -> Iterator[OrganisationKeeper]:
    """Yield every app's module of what belongs to organisations, in the order of the apps."""
    return cast("Iterator[OrganisationKeeper]", _modules("of_organisations"))


def belongings_of(organisation: Organisation) -> list[Holding]:
    """Return what belongs to an organisation, without what there is none of."""
    found = (each for keeper in organisation_keepers() for each in keeper.belongs_to(organisation))
    return [each for each in found if each.number]


def held_by(user: User) -> list[Holding]:
    """Return all that hangs on a person, without what there is none of."""
    return [each for keeper in keepers() for each in keeper.held_by(user) if each.number]


def counted(holdings: Sequence[Holding]) -> str:
    """Return holdings in one line: 指挥的项目 3、牵头的单位 1."""
    return joined(f"{each.label} {each.number}" for each in holdings)
