from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.projects.kinds import GIVEN_UP, ProjectClass, Tier
from bihuan.projects.models import Project


class AnnualList(models.Model):
    """The list of key projects that one tier of government publishes for one year."""

    year = models.PositiveSmallIntegerField(_("year"))
    tier = models.CharField(_("tier"), max_length=20, choices=Tier)
    title = models.CharField(_("title"), max_length=120, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("annual list")
        verbose_name_plural = _("annual lists")
        constraints = [
            models.UniqueConstraint(fields=["year", "tier"], name="one_list_a_year_and_tier")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_tier_display()}"


class ProjectYearQuerySet(models.QuerySet["ProjectYear"]):
    def without_milestones(self, annual_list: AnnualList) -> ProjectYearQuerySet:
        """The year of each project that stands on the list, lives, and was promised no step."""
        standing = Entry.objects.filter(annual_list=annual_list, left_on__isnull=True)
        return self.filter(
            ~models.Exists(Milestone.objects.filter(project_year=models.OuterRef("pk"))),
            year=annual_list.year,
            project__in=standing.values("project"),
        ).exclude(project__state__in=GIVEN_UP)


class ProjectYear(models.Model):
    """What a project is in one year: its class, and what had been completed before the year."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    project_class = models.CharField(_("class"), max_length=20, choices=ProjectClass)
    completed_before_yuan = models.BigIntegerField(_("completed before the year"), default=0)

    objects = ProjectYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("project's year")
        verbose_name_plural = _("projects' years")
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="project_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)


class Entry(models.Model):
    """A project's place on an annual list. It is left with a reason, never removed; who comes back
    takes the same place again, and the time between is kept as an absence.
    """

    annual_list = models.ForeignKey(AnnualList, models.PROTECT, related_name="entries")
    project = models.ForeignKey(Project, models.PROTECT, related_name="entries")
    added_on = models.DateField(_("added"))
    left_on = models.DateField(_("left"), null=True, blank=True)
    left_reason = models.TextField(_("why it left"), blank=True)
    promoted_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promotions",
        verbose_name=_("promoted from"),
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["annual_list", "project"], name="entry_once"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True, left_reason="")
                | (models.Q(left_on__isnull=False) & ~models.Q(left_reason="")),
                name="entry_left_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_list} · {self.project}"

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)


class Absence(models.Model):
    """A time in which a project was off a list that it came back to, and why. Appended."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="absences")
    left_on = models.DateField(_("left"))
    left_reason = models.TextField(_("why it left"))
    returned_on = models.DateField(_("came back"))
    reason = models.TextField(_("why it came back"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("time off the list")
        verbose_name_plural = _("times off the list")
        ordering = ["left_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned_on__gte=models.F("left_on")),
                name="absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(left_reason="") & ~models.Q(reason=""),
                name="absence_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.left_on} – {self.returned_on}"


class Plan(models.Model):
    """What an entry promises for its year. Version 1 is the original; each later one is an
    adjustment with reason and approver. All are kept; `is_current` marks the newest.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    planned_yuan = models.BigIntegerField(_("annual planned investment"))
    goal = models.TextField(_("goal of the year"), blank=True)
    curve = models.CharField(_("curve"), max_length=40, help_text=_("a preset's name, or entered"))
    reason = models.TextField(_("reason"), blank=True)
    approver = models.CharField(_("approver"), max_length=60, blank=True)
    approved_on = models.DateField(_("approved"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["entry", "version"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(is_current=True), name="one_current_plan"
            ),
            models.CheckConstraint(
                condition=models.Q(planned_yuan__gte=0), name="plan_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | (~models.Q(reason="") & ~models.Q(approver="")),
                name="adjustment_has_reason_and_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} v{self.version}"


class PlanMonth(models.Model):
    """How much a plan expects to be completed from January to the end of a month."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    cumulative_yuan = models.BigIntegerField(_("planned to date"))

    class Meta:
        verbose_name = _("planned month")
        verbose_name_plural = _("planned months")
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["plan", "month"], name="plan_month_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.month:%Y-%m}"


class Milestone(models.Model):
    """A step promised for a project's year. Its days are promises, each kept; reaching it is a fact
    of `progress`.
    """

    project_year = models.ForeignKey(ProjectYear, models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=40)
    name = models.CharField(_("milestone"), max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    proposed_on: date | None = None  # the project's own day, where a form asks for one (STEP-6)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project_year", "key"], name="milestone_once")
        ]

    def __str__(self) -> str:
        return self.name


class MilestonePromise(models.Model):
    """The day on which a milestone is promised. Version 1 is the original."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="promises")
    version = models.PositiveSmallIntegerField(_("version"))
    due_on = models.DateField(_("due"))
    reason = models.TextField(_("reason"), blank=True)
    approver = models.CharField(_("approver"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("promised day")
        verbose_name_plural = _("promised days")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "version"], name="promise_version_once"),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(is_current=True),
                name="one_current_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.due_on}"
