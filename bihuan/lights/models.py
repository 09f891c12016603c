from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.projects.models import Project

from .kinds import Colour


class MachineLight(models.Model):
    """A verdict as it was given on one project's month. Appended: a new one takes the place of the
    last, which stays. `colour` is what is shown, `raw_colour` that of the month alone.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="machine_lights")
    month = models.DateField(_("month"))
    colour = models.CharField(_("light"), max_length=10, choices=Colour)
    raw_colour = models.CharField(_("light of the month alone"), max_length=10, choices=Colour)
    reasons = models.JSONField(_("reasons"), default=list)
    rule_set = models.CharField(_("rules"), max_length=40)
    rule_version = models.PositiveSmallIntegerField(_("version of the rules"))
    judged_at = models.DateTimeField(_("judged"))
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("machine light")
        verbose_name_plural = _("machine lights")
        indexes = [models.Index(fields=["month", "project"], name="machine_light_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"], condition=models.Q(is_current=True),
                name="one_current_machine_light",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m} {self.colour}"


class Waiver(models.Model):
    """A clause that does not speak against a project in one month, with who approved it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="waivers")
    month = models.DateField(_("month"))
    clause = models.CharField(_("clause"), max_length=40)
    reason = models.TextField(_("reason"))
    approver = models.CharField(_("approver"), max_length=60)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(fields=["project", "month", "clause"], name="waived_once"),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(approver=""),
                name="waiver_has_reason_and_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m} {self.clause}"

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)
