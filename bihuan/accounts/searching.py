"""Organisations, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.kit.days import long_day
from bihuan.kit.searching import SearchGroup, SearchHit, found_rows, words_of
from bihuan.kit.words import gettext

from .models import Organisation, User
from .permissions import may
from .roles import Can


def organisations_found(user: User, text: str, most: int) -> SearchGroup:
    """Find organisations by their names of now and before, those of organisations merged into
    them, or credit code: everybody sees them all.
    """
    every = Organisation.objects.all()
    rows = every
    for word in words_of(text):
        rows &= every.called(word) | every.filter(credit_code__icontains=word)
    manages = may(user, Can.ACCOUNTS_MANAGE)

    def show(row: Organisation) -> SearchHit:
        address = (
            reverse("accounts:edit_organisation", args=[row.pk])
            if manages
            else reverse("accounts:organisations", query={"search": row.name})
        )
        return SearchHit(row.name, _what_tells_it(row), address)

    ordered = rows.select_related("in_charge", "merged_into").order_by("pinyin", "name")
    ordered = ordered.prefetch_related("former_names", "absorbed")
    return found_rows("organisations", gettext("Organisations"), ordered, show, most)


def _what_tells_it(row: Organisation) -> str:
    """Return its former names, those merged into it, or what it became, and who is in charge."""
    told = [gettext("formerly %s") % former for former in row.former_names.all()]
    told += [gettext("with the former %s") % each for each in row.absorbed.all()]
    if row.merged_into:
        told.append(
            gettext("merged into %(into)s on %(on)s")
            % {"into": row.merged_into, "on": long_day(row.closed_on)}
        )
    if row.in_charge:
        told.append(gettext("In charge: %s") % row.in_charge)
    return " · ".join(told)
