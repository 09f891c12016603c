from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.plans.models import Milestone
from bihuan.projects.models import Project

from .kinds import COUNTED, FundSource, Origin, ReportState, RoundState


class Round(models.Model):
    """One month's reporting: when it opens and closes, and whether it is frozen."""

    month = models.DateField(_("month"), unique=True)
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.OPEN)
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    class Meta:
        verbose_name = _("monthly round")
        verbose_name_plural = _("monthly rounds")
        ordering = ["month"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="round_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.LOCKED, locked_at__isnull=False)
                | (~models.Q(state=RoundState.LOCKED) & models.Q(locked_at__isnull=True)),
                name="round_locked_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Reopening(models.Model):
    """Leave for one project to report although the month is locked. Every one is listed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reopenings")
    project = models.ForeignKey(Project, models.PROTECT, related_name="reopenings")
    reason = models.TextField(_("reason"))
    by = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        constraints = [
            models.UniqueConstraint(fields=["round", "project"], name="reopened_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reopened_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.project}"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        return self.filter(project__in=Project.objects.visible_to(user))

    def current(self) -> ReportQuerySet:
        """The newest version of each project's month."""
        return self.filter(is_current=True)

    def counted(self) -> ReportQuerySet:
        """What figures rest on: newest versions that have been accepted."""
        return self.filter(is_current=True, state__in=COUNTED)


class Report(models.Model):
    """What was really done on a project in one month. Money is of the month alone; cumulatives are
    derived. A correction after locking is a new version with a reason.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    origin = models.CharField(_("came by"), max_length=10, choices=Origin, default=Origin.FORM)
    completed_yuan = models.BigIntegerField(_("completed this month"))
    physical_percent = models.DecimalField(
        _("physical progress, percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    physical_text = models.TextField(_("physical progress"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    next_month_text = models.TextField(_("plan for next month"), blank=True)
    no_change = models.BooleanField(_("no change"), default=False)
    reason = models.TextField(_("reason for the correction"), blank=True)
    returned_note = models.TextField(_("why it was returned"), blank=True)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    saved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        indexes = [  # all that sums over a year's reports read
            models.Index(
                fields=["month", "project", "is_current", "state", "origin", "completed_yuan"],
                name="report_sums",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month", "version"], name="report_version_once"
            ),
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=models.Q(is_current=True),
                name="one_current_report",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_yuan__gte=0), name="report_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(physical_percent__isnull=True)
                | models.Q(physical_percent__gte=0, physical_percent__lte=100),
                name="report_percent_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""),
                name="report_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m} v{self.version}"

    @property
    def standing(self) -> ReportState:
        """Its state as a choice with a label, for the pages."""
        return ReportState(self.state)

    @property
    def is_opening(self) -> bool:
        """True if it is a sum of the months so far, and none of its month alone."""
        return self.origin == Origin.OPENING

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)


class FundsInPlace(models.Model):
    """Money that had arrived from one source, from January to the end of the report's month."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="funds")
    source = models.CharField(_("source"), max_length=20, choices=FundSource)
    amount_yuan = models.BigIntegerField(_("in place"))

    class Meta:
        verbose_name = _("funds in place")
        verbose_name_plural = _("funds in place")
        constraints = [
            models.UniqueConstraint(fields=["report", "source"], name="fund_source_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_source_display()}"


class Photo(models.Model):
    """A picture beside a report: optional evidence, never scored."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="photos/%Y/%m")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [models.UniqueConstraint(fields=["report", "sha256"], name="photo_once")]

    def __str__(self) -> str:
        return str(self.file)


class MilestoneReached(models.Model):
    """The day on which a promised milestone was reached."""

    milestone = models.OneToOneField(Milestone, models.CASCADE, related_name="reached")
    reached_on = models.DateField(_("reached"))
    evidence = models.TextField(_("evidence"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("milestone reached")
        verbose_name_plural = _("milestones reached")

    def __str__(self) -> str:
        return f"{self.milestone} {self.reached_on}"
