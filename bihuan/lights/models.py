from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.kit.stored import ShapedJSONField
from bihuan.projects.models import Project

from .grounds import SHAPE as GROUNDS
from .kinds import Colour, LiftState

REASONS = [{"clause": str, "colour": Colour, "kind": str, "figures": dict}]


class MachineLight(models.Model):
    """A verdict as it was given on one project's month. Appended: a new one takes the place of the
    last, which stays. `colour` is what is shown, `raw_colour` that of the month alone.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="machine_lights")
    month = models.DateField(_("month"))
    colour = models.CharField(_("light"), max_length=10, choices=Colour)
    raw_colour = models.CharField(_("light of the month alone"), max_length=10, choices=Colour)
    reasons = ShapedJSONField(_("reasons"), default=list, shape=REASONS)
    rule_set = models.CharField(_("rules"), max_length=40)
    rule_version = models.PositiveSmallIntegerField(_("version of the rules"))
    judged_at = models.DateTimeField(_("judged"))
    is_current = models.BooleanField(default=True)
    measured_by = ShapedJSONField(_("measured by"), null=True, shape=GROUNDS)
    """Of a locked month: the plan and the days that it was measured by (LIGHT-18)."""

    class Meta:
        verbose_name = _("machine light")
        verbose_name_plural = _("machine lights")
        indexes = [models.Index(fields=["month", "project"], name="machine_light_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=models.Q(is_current=True),
                name="one_current_machine_light",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m} {self.get_colour_display()}"


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


class RaterLight(models.Model):
    """A person's light for one project's month. Appended: a newer one takes its place as the one
    that counts; the older stays. No rater's light touches another rater's.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="%(class)ss")
    month = models.DateField(_("month"))
    colour = models.CharField(_("light"), max_length=10, choices=Colour)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("given"))
    is_current = models.BooleanField(default=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["month", "project"], name="%(class)s_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=models.Q(is_current=True),
                name="%(class)s_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(colour__in=["green", "yellow", "red"]),
                name="%(class)s_is_a_colour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m} {self.get_colour_display()} ({self.by})"


class CommanderLight(RaterLight):
    """What the project's commander says of the month."""

    class Meta(RaterLight.Meta):
        verbose_name = _("commander's light")
        verbose_name_plural = _("commanders' lights")


class InspectorLight(RaterLight):
    """What an inspection on site found, with a reference to the visit."""

    source_ref = models.CharField(_("visit"), max_length=120, blank=True)

    class Meta(RaterLight.Meta):
        verbose_name = _("inspector's light")
        verbose_name_plural = _("inspectors' lights")
        constraints = [
            *RaterLight.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(reason="") | ~models.Q(source_ref=""),
                name="inspectorlight_says_why",
            ),
        ]


class Lift(models.Model):
    """A headline lifted by a named person: from `month` on, until the end of the day `until`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lifts")
    month = models.DateField(_("from month"))
    colour = models.CharField(_("lifted to"), max_length=10, choices=Colour)
    note = models.TextField(_("reason"))
    until = models.DateField(_("until"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    given_at = models.DateTimeField(_("given"))
    state = models.CharField(_("state"), max_length=10, choices=LiftState, default=LiftState.LIVE)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=150, blank=True)
    end_note = models.TextField(_("why it ended"), blank=True)

    class Meta:
        verbose_name = _("adjustment of the overall light")
        verbose_name_plural = _("adjustments of overall lights")
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state=LiftState.LIVE), name="lift_one_live"
            ),
            models.CheckConstraint(
                condition=models.Q(state=LiftState.LIVE, ended_at__isnull=True)
                | (~models.Q(state=LiftState.LIVE) & models.Q(ended_at__isnull=False)),
                name="lift_ended_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(note="") & models.Q(colour__in=["green", "yellow"]),
                name="lift_has_a_note_and_a_colour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_colour_display()} - {self.until}"

    @property
    def is_live(self) -> bool:
        return self.state == LiftState.LIVE

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)
