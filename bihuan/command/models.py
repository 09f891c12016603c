from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.stored import ShapedJSONField
from bihuan.projects.models import Project

from .kinds import HardBoneOutcome, HardBoneStep, ReasonMeasure

REASONS = [{"clause": str, "why": ReasonMeasure, "figures": dict}]


class HardBoneQuerySet(models.QuerySet["HardBone"]):
    def visible_to(self, user: User) -> HardBoneQuerySet:
        """The only door to hard bones from pages and the API."""
        if user.role in DISTRICT_WIDE:
            return self
        seen = Project.objects.visible_to(user).values("pk")
        return self.filter(models.Q(project__in=seen) | models.Q(leader__user=user))

    def on_the_list(self) -> HardBoneQuerySet:
        return self.filter(left_on__isnull=True)


class HardBone(models.Model):
    """A project's time on the hard-bone list, from its entry to its leaving. Never deleted.

    `entry_reasons` and `leaving_reasons` are what the rules said on those days; `why` and
    `left_why` the office's words.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="hard_bones", verbose_name=_("project")
    )
    leader = models.ForeignKey(
        Leader,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hard_bones",
        verbose_name=_("leader who solves it"),
    )
    entered_on = models.DateField(_("entered"))
    why = models.TextField(_("why it is a hard bone"))
    entry_reasons = ShapedJSONField(_("clauses at entry"), default=list, shape=REASONS)
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    target_on = models.DateField(_("to be solved by"))
    first_target_on = models.DateField(_("first to be solved by"))
    left_on = models.DateField(_("left"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=HardBoneOutcome, blank=True)
    left_why = models.TextField(_("why it left"), blank=True)
    leaving_reasons = ShapedJSONField(_("clauses at leaving"), default=list, shape=REASONS)
    left_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("left by")
    )

    objects = HardBoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("hard bone")
        verbose_name_plural = _("hard bones")
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(left_on__isnull=True),
                name="hard_bone_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True, outcome="", left_by__isnull=True)
                | models.Q(left_on__isnull=False, left_by__isnull=False)
                & models.Q(outcome__in=HardBoneOutcome.values),
                name="hard_bone_left_with_an_outcome",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="hard_bone_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.entered_on}"

    @property
    def is_on_the_list(self) -> bool:
        return self.left_on is None

    @property
    def was_moved(self) -> bool:
        return self.target_on != self.first_target_on

    def is_late(self, on: date) -> bool:
        """True if it is on the list after the day by which it was to be solved."""
        return self.is_on_the_list and self.target_on < on

    def within_reach_of(self, user: User) -> bool:
        leads = self.leader is not None and self.leader.user_id == user.pk
        return leads or self.project.within_reach_of(user)


class BoneNote(models.Model):
    """Progress on a hard bone, in the words of its commander or the office. Appended."""

    bone = models.ForeignKey(HardBone, models.PROTECT, related_name="notes")
    text = models.TextField(_("progress"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="note_has_words")]

    def __str__(self) -> str:
        return f"{self.bone} {self.on}"


class Deferral(models.Model):
    """A proposal that the office did not follow in one month, with its reason. Appended."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="deferrals")
    step = models.CharField(_("proposal"), max_length=10, choices=HardBoneStep)
    month = models.DateField(_("month"))
    why = models.TextField(_("reason"))
    reasons = ShapedJSONField(_("clauses"), default=list, shape=REASONS)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("deferred proposal")
        verbose_name_plural = _("deferred proposals")
        constraints = [
            models.UniqueConstraint(fields=["project", "step", "month"], name="deferred_once"),
            models.CheckConstraint(condition=~models.Q(why=""), name="deferral_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_step_display()} {self.month:%Y-%m}"
