"""Organisations, as the search over everything finds them."""

from __future__ import annotations

from django.urls import reverse

from bihuan.kit.searching import SearchGroup, SearchHit, every_word, found_rows
from bihuan.kit.words import gettext

from .models import Organisation, User
from .permissions import may
from .roles import Can


def organisations_found(user: User, text: str, most: int) -> SearchGroup:
    """Find organisations by name or credit code: everybody sees them all."""
    rows = every_word(Organisation.objects.all(), text, ("name", "credit_code"))
    manages = may(user, Can.ACCOUNTS_MANAGE)

    def show(row: Organisation) -> SearchHit:
        address = (
            reverse("accounts:edit_organisation", args=[row.pk])
            if manages
            else reverse("accounts:organisations", query={"search": row.name})
        )
        charge = gettext("In charge: %s") % row.in_charge if row.in_charge else ""
        return SearchHit(row.name, charge, address)

    ordered = rows.select_related("in_charge").order_by("name")
    return found_rows("organisations", gettext("Organisations"), ordered, show, most)
