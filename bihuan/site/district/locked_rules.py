"""What the rules said of months that are locked, noted, so that no file can say otherwise later.

A number in an office's file that is overwritten without a day would speak of the past too. What
each kind of rules said of a month is noted once it is locked, in a file of the data folder; where a
file says otherwise afterwards, the server does not start and names the value (PROJ-10).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force
from bihuan.projects.rules_in_force import InForce

from .choices import presets

WORDS = frozenset(
    (
        "title",
        "source",
        "version",
        "readings",
        "meanings",
        "text",
        "label",
        "english",
        "what",
        "who_english",
    )
)
"""Fields that only tell people about a rule: they may be worded anew."""
OWN_FILES = {
    Rules.ROUNDS: "rounds.yaml",
    Rules.CURVE: "curves.yaml",
    Rules.LIGHTS: "lights.yaml",
    Rules.HEADLINE: "headline.yaml",
    Rules.LOOP: "loops.yaml",
    Rules.NEEDS: "factors.yaml",
    Rules.MECHANISMS: "mechanisms.yaml",
    Rules.ASSESSMENT: "assessment.yaml",
}
Notes = dict[str, dict[str, str]]
"""By month and kind of rules, the digest under which `said` has what they said."""


@dataclass(frozen=True)
class LockedRules:
    """What is noted; `own` names the kinds of which the office had a file of its own then."""

    months: Notes
    said: dict[str, Any]
    own: frozenset[str]


def check_rules_of_locked_months() -> None:
    """Note what the rules say of months that were locked since. Raises Refusal if they say of one
    what they did not say when it was locked.
    """
    refuse_overwritten()
    note_rules()


def refuse_overwritten() -> None:
    """Raise Refusal if rules say of a locked month what they did not say when it was locked."""
    changed = list(overwritten())
    if changed:
        raise Refusal("\n".join(changed))


def note_after_lock(**_lock: object) -> None:
    """Note what the rules say of a month once its lock stands. If that fails it is logged, and the
    clock notes it later.
    """
    transaction.on_commit(note_rules, robust=True)


def note_rules() -> None:
    """Note what the rules in force say of locked months that have no note yet."""
    notes = _read()
    noted, said = notes.months, notes.said
    fresh = [month for month in _locked_months() if str(month) not in noted]
    if not fresh:
        return
    for kind, held in _in_force().items():
        for month in fresh:
            text = json.dumps(_said_by(held, month), ensure_ascii=False, sort_keys=True)
            digest = sha256(text.encode()).hexdigest()[:16]
            said[digest] = json.loads(text)
            noted.setdefault(str(month), {})[kind] = digest
    own = (kind.value for kind, name in OWN_FILES.items() if (_presets() / name).exists())
    _write(LockedRules(noted, said, notes.own.union(own)))


def overwritten() -> Iterator[str]:
    """Yield a sentence for each kind of rules that says otherwise of a locked month, of the newest
    such month alone: of kinds of which the office has a file of its own, or had one then.
    """
    notes = _read()
    months = sorted((Month.parse(each) for each in notes.months), reverse=True)
    for kind, held in _in_force().items():
        is_own = kind in notes.own or (_presets() / OWN_FILES[kind]).exists()
        for month in months if is_own else ():
            then = _without_words(notes.said.get(notes.months[str(month)].get(kind, "")))
            now = json.loads(json.dumps(_said_by(held, month)))
            if then is not None and now != then:
                yield _sentence(kind, held, month, *difference(then, now))
                break


def difference(then: Any, now: Any, path: str = "") -> tuple[str, Any, Any]:
    """Return where two plain values differ first, and what stands there in each."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in sorted(then.keys() | now.keys()):
            if then.get(name) != now.get(name):
                return difference(then.get(name), now.get(name), f"{path}.{name}".strip("."))
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for place, (old, new) in enumerate(zip(then, now, strict=True), 1):
            if old != new:
                return difference(old, new, f"{path}[{place}]")
    return path, then, now


def plain(value: Any) -> Any:
    """Return a rule as JSON knows it, without words and without what is not set."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if each.name not in WORDS and getattr(value, each.name) != _default(each)
        }
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _without_words(noted: Any) -> Any:
    """Return what was noted without the words of its rules, which older notes may hold."""
    if isinstance(noted, dict) and isinstance(rules := noted.get("rules"), dict):
        return {**noted, "rules": {k: each for k, each in rules.items() if k not in WORDS}}
    return noted


def _default(each: Field[Any]) -> Any:
    return None if each.default is MISSING else each.default


def _said_by(held: InForce[Any], month: Month) -> Any:
    name = held.name_on(month.first_day)
    if name not in held.presets:
        return {"preset": name}
    return {"preset": name, "rules": plain(held.on(month.first_day))}


def _in_force() -> dict[Rules, InForce[Any]]:
    return {kind: in_force(kind, known) for kind, known in presets().items()}


def _locked_months() -> list[Month]:
    locked = Round.objects.filter(state=RoundState.LOCKED).order_by("month")
    return [Month.of(day) for day in locked.values_list("month", flat=True)]


def _sentence(
    kind: Rules, held: InForce[Any], month: Month, path: str, then: object, now: object
) -> str:
    told = {
        "kind": kind.label,
        "preset": held.name_on(month.first_day),
        "month": month.in_words,
        "value": path.removeprefix("rules."),
        "then": _shown(then),
        "now": _shown(now),
    }
    return (
        gettext(
            "%(kind)s, “%(preset)s”: %(value)s was %(then)s when %(month)s was locked, and is "
            "%(now)s now. Write the new value with the day from which it holds."
        )
        % told
    )


def _shown(value: object) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)[:80]


def _file() -> Path:
    return Path(settings.HOME) / "rules-of-locked-months.json"


def _presets() -> Path:
    return Path(settings.HOME) / "presets"


def _read() -> LockedRules:
    if not _file().exists():
        return LockedRules({}, {}, frozenset())
    try:
        notes = json.loads(_file().read_text(encoding="utf-8"))
        return LockedRules(notes["months"], notes["said"], frozenset(notes.get("own", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(
            gettext(
                "“%s” cannot be read: put it back from a backup. If you remove it, what the rules "
                "say now is noted for the locked months."
            )
            % _file()
        ) from error


def _write(notes: LockedRules) -> None:
    told = {"months": notes.months, "said": notes.said, "own": sorted(notes.own)}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    fresh = _file().with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(_file())
