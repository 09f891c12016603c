"""Somebody answers for facts that differ from the record: they are recorded as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .log import Actor, EventDraft, append
from .reading import ACCEPTED
from .recorded import model_of, shape_of
from .sealing import FILE, Facts, file_digest, in_parts, row_facts

if TYPE_CHECKING:
    from .check import Discrepancy


@action
def accept(found: Iterable[Discrepancy], *, reason: str, by: Actor, at: datetime) -> int:
    """Record differing facts as they stand, with the reason; return how many.

    That they differed stays in the record for ever. What differs in the chain of events itself
    cannot be accepted: Refusal is raised. Notes beside the database and programmes inside it are no
    facts: they stay named.
    """
    listed = [each for each in found if not each.is_no_fact]
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if any(each.kind.startswith(("audit.", "access.")) for each in listed):
        raise Refusal(gettext("The events themselves were changed: that cannot be accepted."))
    facts: Facts = {}
    for each in listed:
        facts |= _as_it_stands(each)
    sentences = {f"{each.kind}#{each.key}": str(each) for each in listed}
    for part in in_parts(facts):
        note = {
            "reason": reason.strip(),
            "differed": {k: sentences[k] for k in part if k in sentences},
        }
        append([(EventDraft(ACCEPTED, "audit.record", "", note), part)], by=by, at=at)
    return len(facts)


def _as_it_stands(each: Discrepancy) -> Facts:
    name = f"{each.kind}#{each.key}"
    if each.kind == FILE:
        return {name: file_digest(each.key)}
    model = model_of(each.kind)
    if model is None:
        return {name: None}
    shape = shape_of(model)
    for key, values in shape.rows([model._meta.pk.to_python(each.key)]):
        return row_facts(shape, key, shape.digest(values), values)
    return {name: None}
