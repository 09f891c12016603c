"""The record's first word on facts that were there before it, and its word on an upgrade.

An upgrade may change tables, columns and values. What matched the record before it is recorded
anew after it, with the old digest and the new; what did not match stays without a new digest, so
that no upgrade hides what was changed behind the record's back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bihuan.kit.writing import action

from .log import Actor, EventDraft, append
from .models import Event
from .reading import BEGUN, RESEALED, SHAPES, Last, holds_digests, last_digests
from .recorded import recorded_models, shape_of
from .sealing import FILE, Facts, in_parts, row_facts
from .shapes import FactShape, digest

THING = "audit.record"


@dataclass(frozen=True)
class Before:
    """What stood in the record before an upgrade, and which facts did not match it."""

    differed: frozenset[str] = field(default_factory=frozenset)
    begun: bool = False


def look_before_upgrade() -> Before:
    """Compare all facts with the record, by the shapes that it holds: those of the old tables."""
    if not holds_digests():
        return Before()
    last, shapes = last_digests()
    if shapes is None:
        return Before()
    differed = set()
    for kind, told in shapes.items():
        differed |= _differing(FactShape.plain(kind, told), last.of(kind))
    return Before(frozenset(differed), begun=True)


def is_begun() -> bool:
    """True if the record holds digests of all facts."""
    return holds_digests() and Event.objects.filter(verb=SHAPES).exists()


@action
def seal(*, before: Before, by: Actor, at: datetime) -> int:
    """Record what an upgrade changed, or all facts if the record did not hold any; return the
    number of facts. Without a change nothing is written.
    """
    last, shapes = last_digests()
    now = {shape_of(model).kind: shape_of(model) for model in recorded_models()}
    written_down = {kind: shape.written_down() for kind, shape in now.items()}
    if shapes == written_down:
        return 0
    verb = RESEALED if before.begun else BEGUN
    sealed = 0
    for kind in sorted(now.keys() | last.by_kind.keys() - {FILE}):
        facts, was = _changed(kind, now.get(kind), last.of(kind), before.differed)
        for part in in_parts(facts):
            note = {key: was[key] for key in part if key in was}
            append(
                [(EventDraft(verb, THING, kind, {"was": note} if note else {}), part)], by=by, at=at
            )
            sealed += len(part)
    append([(EventDraft(SHAPES, THING, "", written_down), {})], by=by, at=at)
    return sealed


def _differing(shape: FactShape, last: dict[str, Last]) -> set[str]:
    """Return the names of the facts of one kind that do not match the record."""
    there = set()
    differing = set()
    for key, values in shape.rows():
        there.add(str(key))
        known = last.get(str(key))
        if known is None or known.digest != shape.digest(values):
            differing.add(f"{shape.kind}#{key}")
    gone = {key for key, known in last.items() if known.digest is not None and key not in there}
    return differing | {f"{shape.kind}#{key}" for key in gone}


def _changed(
    kind: str, shape: FactShape | None, last: dict[str, Last], differed: frozenset[str]
) -> tuple[Facts, dict[str, str | None]]:
    """Return the new digests of what an upgrade changed, and the old ones."""
    facts: Facts = {}
    there = set()
    for key, values in shape.rows() if shape else ():
        there.add(str(key))
        name, known = f"{kind}#{key}", last.get(str(key))
        if name in differed or (known and known.digest == digest(values)):
            continue
        if known:  # its files stay what they were
            facts[name] = digest(values)
        elif shape:
            facts |= row_facts(shape, key, shape.digest(values), values)
    for key, known in last.items():
        name = f"{kind}#{key}"
        if known.digest is not None and key not in there and name not in differed:
            facts[name] = None
    was = {f"{kind}#{key}": known.digest for key, known in last.items() if f"{kind}#{key}" in facts}
    return facts, was
