"""What pages on projects, lists and the district read from a request, and tell a second saver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.contrib import messages
from django.forms import ChoiceField, Field, Form, ModelChoiceField, ModelForm
from django.http import HttpRequest

from bihuan.kit.months import month_named
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext

from .models import District
from .queries import district_shown

OF_THE_CALENDAR = frozenset({"visits"})
"""Pages whose months are of the calendar: who goes out when."""
KEPT_YEAR = "year_in_focus"
"""Under this key a session keeps the year somebody works in, with the district's at that time."""


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
    """Return the year that the address names, which is kept for the pages that follow; else the
    year kept; else the district's, else this one.
    """
    asked, usual = year_of_address(request), usual_year(district_shown(), today)
    if asked is not None:
        keep_year(request, asked, usual)
        return asked
    kept = None if _is_programme(request) else year_kept(request, usual)
    return kept or usual


def year_of_address(request: HttpRequest) -> int | None:
    """Return the year that an address names: `?year=2025`, `?month=2025-01`, `/lights/2025-01/`.

    A month of the calendar, in which something is done that belongs to no year's work, names none.
    """
    match = request.resolver_match
    if match is not None and match.namespace in OF_THE_CALENDAR:
        return None
    asked = whole_number(request.GET.get("year", ""))
    if asked is not None and 1990 <= asked <= 2100:
        return asked
    month = month_named(request.GET.get("month", ""), None)
    in_path = match.kwargs if match is not None else {}
    found = month or in_path.get("month")
    return found.year if found is not None else in_path.get("year")


def work_in(request: HttpRequest, year: int, *, today: date) -> None:
    """Keep the year of what is looked at for the pages that follow."""
    keep_year(request, year, usual_year(district_shown(), today))


def usual_year(district: District, today: date) -> int:
    """Return the year on which pages open: the district's, else this one."""
    return district.year or today.year


def year_kept(request: HttpRequest, usual: int | None) -> int | None:
    """Return the year that somebody works in, if it is not the usual one. It is forgotten when the
    district goes on to another year.
    """
    session = getattr(request, "session", None)
    kept = session.get(KEPT_YEAR) if session is not None else None
    return kept[0] if kept and kept[1] == usual else None


def _is_programme(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def tell_of_year(request: HttpRequest, year: int, *, was: int | None) -> None:
    """Say that everybody's pages open on the year that work began in from now on, or that they
    still open on an earlier one. `was` is the district's year before.
    """
    usual = district_shown().year
    if usual is None or was is None or was >= year:
        return
    said = (
        gettext("Everybody's pages open on %(year)s from now on; %(was)s is chosen as any year is.")
        if usual == year
        else gettext(
            "Everybody's pages open on %(was)s until the first round of %(year)s is opened; "
            "“District settings” changes the year in focus before."
        )
    )
    messages.info(request, said % {"was": was, "year": year})


def keep_year(request: HttpRequest, year: int, usual: int) -> None:
    """Keep a year in the session of whoever reads pages; programmes ask for theirs each time."""
    session = getattr(request, "session", None)
    if session is None or _is_programme(request):
        return
    if year != usual:
        if session.get(KEPT_YEAR) != [year, usual]:
            session[KEPT_YEAR] = [year, usual]
    elif KEPT_YEAR in session:
        del session[KEPT_YEAR]
