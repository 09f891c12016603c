"""What hangs on one person, whichever app keeps it.

An app that ties something to a person has a module `held` with two functions: `held_by(user)`
returns its `Holding`s, `pass_on(user=…, successor=…, reason=…, by=…, at=…)` gives them to somebody
else by the app's own actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from django.apps import apps

from .models import User


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
    for config in apps.get_app_configs():
        if config.name.startswith("bihuan.") and find_spec(f"{config.name}.held"):
            yield cast("Keeper", import_module(f"{config.name}.held"))


def held_by(user: User) -> list[Holding]:
    """Return all that hangs on a person, without what there is none of."""
    return [each for keeper in keepers() for each in keeper.held_by(user) if each.number]


def counted(holdings: Sequence[Holding]) -> str:
    """Return holdings in one line: 指挥的项目 3、牵头的单位 1."""
    return "、".join(f"{each.label} {each.number}" for each in holdings)
