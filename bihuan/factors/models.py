from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from .kinds import OWED, NeedAlertKind, NeedState, NeedVerb
from .rules import NeedClock, NeedStanding


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: User) -> NeedQuerySet:
        """The only door to needs: those of visible projects, and those one's organisation owes."""
        if user.role in DISTRICT_WIDE:
            return self
        reach = models.Q(project__in=Project.objects.visible_to(user).values("pk"))
        if user.organisation_id:
            reach |= models.Q(department=user.organisation_id)
        return self.filter(reach)

    def owed(self) -> NeedQuerySet:
        """Those on which somebody is at work."""
        return self.filter(state__in=OWED)

    def late(self, on: date) -> NeedQuerySet:
        return self.filter(past_a_limit(on))

    def wanted(self, on: date) -> NeedQuerySet:
        return self.filter(needed_before(on))


def past_a_limit(on: date) -> models.Q:
    """Those past a limit: overdue (FACTOR-8)."""
    running = models.Q(state__in=[NeedState.ACCEPTED, NeedState.IN_REVIEW])
    limits = models.Q(promised_due_on__lt=on) | models.Q(statutory_due_on__lt=on)
    return (running & limits) | models.Q(state=NeedState.PROMISED, promise_ends_on__lt=on)


def needed_before(on: date) -> models.Q:
    """Those past the day by which they are needed and not there, whoever has them."""
    there = [NeedState.APPROVED, NeedState.NOT_NEEDED, NeedState.PROMISED]
    return models.Q(needed_by__lt=on) & ~models.Q(state__in=there)


class Need(models.Model):
    """One thing that one project needs from one department: approved, refused or not needed."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="needs", verbose_name=_("project")
    )
    element = models.CharField(_("element"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    department = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owed_needs",
        verbose_name=_("department"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=NeedState, default=NeedState.NOT_STARTED
    )
    state_since = models.DateField(_("in this state since"))
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    needed_by_reason = models.TextField(_("why that day"), blank=True)
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    stopped_on = models.DateField(_("clock stopped on"), null=True, blank=True)
    statutory_due_on = models.DateField(_("statutory limit"), null=True, blank=True)
    promised_due_on = models.DateField(_("promised limit"), null=True, blank=True)
    promise_ends_on = models.DateField(_("papers promised by"), null=True, blank=True)
    approval_number = models.CharField(_("approval number"), max_length=80, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("matter")
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["department", "state"], name="need_department_state")]
        constraints = [
            models.UniqueConstraint(fields=["project", "element"], name="need_once"),
            models.CheckConstraint(
                condition=models.Q(state=NeedState.SUPPLEMENT, stopped_on__isnull=False)
                | (~models.Q(state=NeedState.SUPPLEMENT) & models.Q(stopped_on__isnull=True)),
                name="need_stopped_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NeedState.APPROVED) | models.Q(approved_on__isnull=False),
                name="need_approved_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.element}"

    @property
    def standing(self) -> NeedState:
        return NeedState(self.state)

    @property
    def clock(self) -> NeedClock:
        return NeedClock(self.statutory_due_on, self.promised_due_on)

    @property
    def stands_since(self) -> date | None:
        """The day since which its clock stands still: papers are wanted, or promised (FACTOR-3)."""
        return self.state_since if self.state == NeedState.PROMISED else self.stopped_on

    @property
    def in_time(self) -> NeedStanding:
        """What the rules of time ask of it. An approval has served once the work has started."""
        return NeedStanding(
            self.standing,
            self.needed_by,
            self.statutory_due_on,
            self.promised_due_on,
            self.promise_ends_on,
            self.valid_until if self.project.started_on is None else None,
        )

    def within_reach_of(self, user: User) -> bool:
        own = user.organisation_id is not None and user.organisation_id == self.department_id
        return own or self.project.within_reach_of(user)


class NeedMove(models.Model):
    """One move of a need, as it was made. Appended, never edited."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="moves")
    verb = models.CharField(_("move"), max_length=12, choices=NeedVerb)
    was = models.CharField(_("was"), max_length=12, choices=NeedState)
    became = models.CharField(_("became"), max_length=12, choices=NeedState)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("move of a need")
        verbose_name_plural = _("moves of needs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.need} {self.get_verb_display()} {self.on}"


class NeedAlert(models.Model):
    """What the clock said of a need. Unique, so that it is said once for each occasion."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="alerts")
    told = models.CharField(_("alert"), max_length=16, choices=NeedAlertKind)
    basis = models.DateField()
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("alert of a need")
        verbose_name_plural = _("alerts of needs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "told", "basis"], name="need_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.get_told_display()} {self.on}"
