"""The steps from an empty folder to the first overview, each ticked by the facts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.kit.months import Month
from bihuan.kit.words import _
from bihuan.plans.models import Entry
from bihuan.progress.models import Report, Round
from bihuan.projects.models import District
from bihuan.projects.queries import are_rules_confirmed


@dataclass(frozen=True)
class SetupStep:
    """One thing to do, where it is done, and whether it is."""

    title: Any
    explanation: Any
    address: str
    is_done: bool
    blank: str = ""
    """Where an empty table for it is downloaded, if it is done with one."""
    confirm: str = ""
    """Where it is said that what is proposed is right, if that is all there is to do."""


def setup_steps(*, today: date) -> list[SetupStep]:
    """Return the steps in their order. A fixed number of queries."""
    district = District.objects.served()
    month = Month.of(today)
    people = User.objects.filter(is_active=True).exclude(role=Role.CONSOLE)
    return [
        SetupStep(
            _("Name the district"),
            _("Its name stands on every page and paper."),
            reverse("district"),
            bool(district.name),
        ),
        SetupStep(
            _("Choose the rules"),
            _("When months open and close, lights, deadlines: published presets, to be adapted."),
            reverse("district"),
            are_rules_confirmed(),
            confirm=reverse("confirm_rules") if district.name else "",
        ),
        SetupStep(
            _("Bring in the first ledger"),
            _("The year's list as the office keeps it: the year and its lists are made with it."),
            reverse("importing:start"),
            Entry.objects.exists(),
            reverse("importing:blank", args=["ledger", month]),
        ),
        SetupStep(
            _("Look over the organisations"),
            _("Those that the ledger names are there already; leaders in charge are set here."),
            reverse("accounts:organisations"),
            Organisation.objects.filter(in_charge__isnull=False).exists(),
        ),
        SetupStep(
            _("Give accounts to those who report"),
            _("A reporter for each organisation, with a phone that the office can call."),
            reverse("importing:people"),
            people.filter(role=Role.REPORTER).exists(),
            reverse("importing:people_blank"),
        ),
        SetupStep(
            _("Open the first month"),
            _("It opens by itself on the day that the rules say, or here."),
            reverse("progress:rounds"),
            Round.objects.exists(),
            reverse("importing:blank", args=["monthly", month]),
        ),
        SetupStep(
            _("Read the first overview"),
            _("Once a month's report is accepted, every figure opens to the records under it."),
            reverse("dashboards:overview"),
            Report.objects.counted().exists(),
        ),
    ]


def has_office() -> bool:
    """Return whether somebody of the office can sign in."""
    return User.objects.filter(role=Role.OFFICE, is_active=True).exists()
