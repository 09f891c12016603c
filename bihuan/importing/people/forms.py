"""What the page of people asks, and what it carries from one look to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import FORMATS
from bihuan.kit.stored import fits
from bihuan.kit.words import _, gettext

from .sheet import MOST_PEOPLE, TOLD, PersonRow

MOST_MENDED = 50
"""Rows with problems that are shown with fields: more are mended after these."""
LONGEST_CELL = 500
_ROW = {"sheet": str, "number": int, **dict.fromkeys(TOLD, str)}
_SLIP = dict.fromkeys(("full_name", "organisation", "username", "password"), str)


class PeopleUploadForm(forms.Form):
    """The workbook."""

    workbook = forms.FileField(
        label=_("Table of people (Excel, WPS, Word, PDF, text)"),
        widget=forms.FileInput(attrs={"accept": FORMATS}),
    )


@dataclass(frozen=True)
class PeopleAsked:
    """What the page of people hands back: rows as mended, choices, and what was previewed."""

    rows: list[PersonRow]
    choices: dict[str, str]
    left_out: frozenset[int]
    seen: str

    @classmethod
    def of(cls, told: Mapping[str, str]) -> PeopleAsked:
        """Read a posted form. Raises Refusal if it is not one of ours."""
        rows = _rows(told.get("rows", ""))
        for place, row in enumerate(rows):
            mended: dict[str, Any] = {
                name: told[key].strip()[:LONGEST_CELL].replace("\0", "")
                for name in TOLD
                if (key := f"cell:{place}:{name}") in told
            }
            rows[place] = replace(row, **mended)
        return cls(
            rows=rows,
            choices=_after("organisation:", told),
            left_out=frozenset(int(p) for p in _after("leave:", told) if p.isdecimal()),
            seen=told.get("seen", ""),
        )


def packed(rows: list[PersonRow]) -> str:
    """Return the rows as a page carries them."""
    return json.dumps([row.as_told() for row in rows], ensure_ascii=False)


def slips_in(text: str) -> list[dict[str, str]]:
    """Return the slips that a page hands back to be made a workbook of."""
    found: list[dict[str, str]] = _listed(text, _SLIP)
    return found


def _rows(text: str) -> list[PersonRow]:
    told: list[dict[str, Any]] = _listed(text, _ROW)
    return [PersonRow(**{name: each[name] for name in _ROW}) for each in told]


def _listed(text: str, shape: object) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    whole = fits(found, [shape]) and 0 < len(found) <= MOST_PEOPLE
    if not whole or any("\0" in str(value) for each in found for value in each.values()):
        raise Refusal(gettext("The page was not handed back whole: bring the workbook in again."))
    return list(found)


def _after(prefix: str, told: Mapping[str, str]) -> dict[str, str]:
    return {k.removeprefix(prefix): str(v) for k, v in told.items() if k.startswith(prefix)}
