"""Which scheme an address asks for: one by name, or a text that was brought."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from bihuan.assessment.tried_schemes import TriedScheme, preset_tried, remembered, text_tried
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


def asked_scheme(said: QueryDict, day: date) -> tuple[TriedScheme | None, str]:
    """Return the scheme that `?scheme=` or `?text=` names as it is on a day; else None, and why."""
    digest, name = said.get("text", ""), said.get("scheme", "")
    if not digest and not name:
        return None, ""
    try:
        if not digest:
            return preset_tried(name, day), ""
        text = remembered(digest)
        if text is None:
            gone = gettext("This text is remembered no longer: bring the scheme again.")
            return None, gone
        return text_tried(text, day), ""
    except Refusal as told:
        return None, str(told)
