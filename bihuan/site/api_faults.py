"""What of a request the API cannot read, in the sentences that pages and workbooks say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.forms import ChoiceField
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.dateparse import parse_date

from bihuan.kit.dates import no_date
from bihuan.kit.lengths import too_long
from bihuan.kit.words import gettext

from .parameters import UNKNOWN

Place = Sequence[str | int]
NO_CHOICE = ChoiceField.default_error_messages["invalid_choice"]
_MISSING = object()


def body_of(request: HttpRequest) -> Any:
    """Return what was sent; None if it is no JSON, or cannot be read any more."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig, RawPostDataException):
        return None


def with_places(sent: Any, faults: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the faults with their places as the sender knows them: without the name that our code
    has for the whole.
    """
    return [{**fault, "loc": _place_sent(sent, fault["loc"])} for fault in faults]


def sentence(sent: Any, faults: list[dict[str, Any]]) -> str:
    """Return one sentence for each fault of which more can be said than where it is, and one for
    all others together; of what is unknown that alone.
    """
    unknown = [fault["msg"] for fault in faults if fault["type"] == UNKNOWN]
    if unknown:
        return str(unknown[0])
    said, unread = [], []
    for fault in faults:
        place = ".".join(map(str, fault["loc"][1:])) or str(fault["loc"][0])
        why = _why(fault, _value(sent, fault["loc"]))
        if why:
            said.append(gettext("“%(place)s”: %(why)s") % {"place": place, "why": why})
        else:
            unread.append(place)
    if unread:
        told = gettext("What was sent as “%s” cannot be read.")
        said.append(told % "”、“".join(dict.fromkeys(unread)))
    return " ".join(dict.fromkeys(said))


def _why(fault: Mapping[str, Any], value: object) -> str:
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind == "string_too_long":
        return too_long(limits["max_length"])
    if not isinstance(value, str):
        return ""
    if kind in ("literal_error", "enum"):
        return str(NO_CHOICE) % {"value": value}
    is_day = kind.startswith("date_") or (
        kind in ("greater_than_equal", "less_than_equal") and _is_day(limits)
    )
    return no_date(value) if is_day else ""


def _is_day(limits: Mapping[str, Any]) -> bool:
    return any(parse_date(str(limits.get(name))) is not None for name in ("ge", "le"))


def _place_sent(sent: Any, place: Place) -> list[str | int]:
    if len(place) < 3 or place[0] != "body":
        return list(place)
    is_ours = not isinstance(sent, dict) or place[1] not in sent
    return [place[0], *place[2:]] if is_ours else list(place)


def _value(sent: Any, place: Place) -> object:
    """Return what was sent at a place of the body; nothing for one that is not there."""
    return reduce(_within, place[1:], sent) if place[0] == "body" else _MISSING


def _within(whole: Any, step: str | int) -> Any:
    try:
        return whole[step]
    except (KeyError, IndexError, TypeError):
        return _MISSING
