"""Organisations that own or answer for projects."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts import rules
from bihuan.accounts.models import FormerOrganisationName, Leader, Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.pinyin import spoken
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@action
def add_organisation(
    *, name: str, by: User, at: datetime, credit_code: str = "", in_charge: Leader | None = None
) -> Organisation:
    """Add an organisation. Its credit code and its leader in charge may follow later."""
    require(by, Can.ACCOUNTS_MANAGE)
    made = Organisation(
        name=name.strip(),
        pinyin=spoken(name.strip()),
        credit_code=credit_code.strip().upper(),
        in_charge=in_charge,
    )
    check_organisation(made)
    made.save()
    record("organisation.added", made, by=by, at=at, name=made.name, credit_code=made.credit_code)
    return made


@action
def edit_organisation(
    *,
    organisation: Organisation,
    name: str,
    credit_code: str,
    by: User,
    at: datetime,
    in_charge: Leader | None = None,
) -> Organisation:
    """Rename an organisation, give it its credit code and the leader in charge of it."""
    require(by, Can.ACCOUNTS_MANAGE)
    stands = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_standing(stands)
    said = {"name": name.strip(), "credit_code": credit_code.strip().upper()}
    changes = {k: [getattr(stands, k), v] for k, v in said.items() if getattr(stands, k) != v}
    if stands.in_charge != in_charge:
        changes["in_charge"] = [str(stands.in_charge or ""), str(in_charge or "")]
    if changes:
        stands.name, stands.credit_code = said["name"], said["credit_code"]
        stands.pinyin = spoken(stands.name)
        stands.in_charge = in_charge
        check_organisation(stands)
        stands.save()
        record("organisation.edited", stands, by=by, at=at, changes=changes)
    return stands


def check_organisation(said: Organisation) -> None:
    """Refuse an organisation without a name, or with a name or code that another bears."""
    if not said.name:
        raise Refusal(gettext("An organisation needs a name."))
    others = Organisation.objects.exclude(pk=said.pk)
    rules.check_name_free(said.name, taken=others.filter(name=said.name).exists())
    bearers = FormerOrganisationName.objects.filter(name=said.name).exclude(organisation=said.pk)
    if former := bearers.select_related("organisation").first():
        rules.check_not_former(said.name, now=former.organisation.name)
    if said.credit_code:
        rules.check_credit_code(said.credit_code)
        bearer = others.filter(credit_code=said.credit_code).first()
        rules.check_code_free(bearer.name if bearer else "")


def check_standing(organisation: Organisation | None) -> None:
    """Refuse an organisation that was merged into another."""
    if organisation is not None and organisation.merged_into is not None:
        raise Refusal(
            gettext("“%(was)s” was merged into “%(into)s” on %(on)s.")
            % {
                "was": organisation,
                "into": organisation.merged_into,
                "on": long_day(organisation.closed_on),
            }
        )
