"""What pages on projects, lists and the district read from a request, and tell a second saver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.forms import ChoiceField, Field, Form, ModelChoiceField, ModelForm
from django.http import HttpRequest

from bihuan.kit.numbers import whole_number

from .queries import district_shown


class Edited(Protocol):
    """A row of which each change is an edition."""

    edition: int


def seen_edition(request: HttpRequest) -> int:
    """Return the edition that the page with the form showed, 0 if it does not say one."""
    return whole_number(request.POST.get("edition", "")) or 0


def theirs(
    request: HttpRequest, form: Form | ModelForm[Any], stands: Edited, names: Iterable[str]
) -> list[tuple[str, str]]:
    """Return label and stored value of each named field that differs from what was typed, if
    somebody saved since the form was opened.
    """
    if seen_edition(request) == stands.edition:
        return []
    return [
        (str(form.fields[name].label), _shown(form.fields[name], getattr(stands, name)))
        for name in names
        if getattr(stands, name) != form.cleaned_data[name]
    ]


def _shown(field: Field, stored: Any) -> str:
    """Return a stored value in the words in which the form offers it."""
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]  # pairs, once the form is made
        return str(labels.get(stored, stored) or "—")
    return str(stored or "—")


def year_in_focus(request: HttpRequest, *, today: date) -> int:
    """Return the year asked for (`?year=`), else the district's, else this one."""
    asked = whole_number(request.GET.get("year", ""))
    if asked is not None and 1990 <= asked <= 2100:
        return asked
    return district_shown().year or today.year
