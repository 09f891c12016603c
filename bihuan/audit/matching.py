"""Whether one row is as the record left it, asked before something rests on it."""

from __future__ import annotations

from django.db.models import Model

from .models import Event
from .reading import LastDigests, last_digests
from .recorded import digests_now, shape_of


def differs_from_record(thing: Model) -> bool:
    """Return whether a row is other than the record left it. One of which the record holds no
    digest, written before there were any, does not differ.
    """
    kind, key = shape_of(type(thing)).kind, str(thing.pk)
    now = digests_now(type(thing), [thing.pk]).get(key)
    events = Event.objects.filter(thing=thing._meta.label_lower, thing_id=key).exclude(facts="")
    last = LastDigests()
    for number, verb, facts in events.order_by("pk").values_list("pk", "verb", "facts"):
        last.take(number, verb, facts)
    known = last.of(kind).get(key)
    if known is not None and known.digest == now:
        return False
    known = last_digests()[0].of(kind).get(key)  # an upgrade may have recorded all rows anew
    return known is not None and known.digest != now
