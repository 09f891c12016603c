"""A scene: things that are there, and all that somebody may do with them just now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

Deed = Callable[[Any], object]


@dataclass(frozen=True)
class RaceScene:
    """`make` sets the things up by real actions. Each deed is named by its action, `app.action`, or
    `app.action:how`; it gets the things as a page would have read them before.
    """

    name: str
    make: Callable[[], Mapping[str, Any]]
    deeds: Mapping[str, Deed]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Return every deed with every other and with itself: who begins is the first."""
        return ((first, second) for first in self.deeds for second in self.deeds)


class Things:
    """The things of a scene as they stood when they were read; what is gone is not found."""

    def __init__(self, made: Mapping[str, Any]) -> None:
        self._read = {name: _anew(thing) for name, thing in made.items()}

    def __getattr__(self, name: str) -> Any:
        found = self._read[name]
        if found is None:
            raise ObjectDoesNotExist(name)
        return found


def _anew(thing: Any) -> Any:
    if isinstance(thing, Model):
        return type(thing)._default_manager.filter(pk=thing.pk).first()
    return thing
