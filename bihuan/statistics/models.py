"""What the statistics bureau says: its own facts, never copied from or to the office's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.projects.models import Project


class StatisticsStanding(models.Model):
    """Whether and when a project entered the statistics, and when it started by their test."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="statistics")
    entered_on = models.DateField(_("entered the statistics"), null=True, blank=True)
    started_on = models.DateField(_("started (statistics)"), null=True, blank=True)

    class Meta:
        verbose_name = _("standing in the statistics")
        verbose_name_plural = _("standings in the statistics")

    def __str__(self) -> str:
        return f"{self.project}"


class StatisticsMonth(models.Model):
    """Investment that the statistics counted in one month. Corrections are new versions."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="statistics_months")
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    completed_yuan = models.BigIntegerField(_("completed (statistics)"))
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("statistics month")
        verbose_name_plural = _("statistics months")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month", "version"], name="statistics_month_version_once"
            ),
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=models.Q(is_current=True),
                name="one_current_statistics_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m}"


class BureauName(models.Model):
    """What the bureau calls a project in its tables. Once withdrawn, it is asked about again."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="bureau_names")
    name = models.CharField(_("name in the bureau's tables"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    is_current = models.BooleanField(default=True)
    reason = models.TextField(_("reason for the withdrawal"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("name in the bureau's tables")
        verbose_name_plural = _("names in the bureau's tables")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"],
                condition=models.Q(is_current=True),
                name="one_project_a_bureau_name",
            ),
            models.CheckConstraint(
                condition=models.Q(is_current=True) | ~models.Q(reason=""),
                name="bureau_name_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FixedAssetInvestment(models.Model):
    """The district's fixed-asset investment from January to the end of a month."""

    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    cumulative_yuan = models.BigIntegerField(_("fixed-asset investment to date"))
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("fixed-asset investment")
        verbose_name_plural = _("fixed-asset investment")
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="fai_version_once"),
            models.UniqueConstraint(
                fields=["month"], condition=models.Q(is_current=True), name="one_current_fai"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
