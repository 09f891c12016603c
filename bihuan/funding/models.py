from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.projects.models import Project

from .kinds import MONEY, FundingStage, Programme
from .rules.ladder import LadderStep


class FundingLineQuerySet(models.QuerySet["FundingLine"]):
    def visible_to(self, user: User) -> FundingLineQuerySet:
        """The only door to lines of money: those of projects that one sees."""
        if user.role in DISTRICT_WIDE:
            return self
        return self.filter(project__in=Project.objects.visible_to(user).values("pk"))


class FundingLine(models.Model):
    """The money of one programme for one project in one batch of a year."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="funding_lines", verbose_name=_("project")
    )
    programme = models.CharField(_("programme"), max_length=20, choices=Programme)
    year = models.PositiveSmallIntegerField(_("year"))
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    is_lump = models.BooleanField(_("issued as a lump plan"), default=False)

    objects = FundingLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of money")
        verbose_name_plural = _("lines of money")
        ordering = ["programme", "batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "programme", "year", "batch"], name="funding_line_once"
            )
        ]

    def __str__(self) -> str:
        named = f"{self.project} {self.get_programme_display()} {self.year} {self.batch}"
        return named.rstrip()

    def within_reach_of(self, user: User) -> bool:
        return self.project.within_reach_of(user)


class QuotaDocument(models.Model):
    """A document that issues quotas. With a total it may name several projects (FUND-4)."""

    programme = models.CharField(_("programme"), max_length=20, choices=Programme)
    number = models.CharField(_("document number"), max_length=80)
    issued_on = models.DateField(_("day of the document"))
    total_yuan = models.BigIntegerField(_("total of the document"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota document")
        verbose_name_plural = _("quota documents")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="quota_document_once"),
            models.CheckConstraint(
                condition=models.Q(total_yuan__isnull=True) | models.Q(total_yuan__gt=0),
                name="quota_document_total_is_something",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FundingEntry(models.Model):
    """One stage of a line that was reached, with what was added to it: below zero was taken back.
    Appended: a correction is a new row that `corrects` another.
    """

    line = models.ForeignKey(FundingLine, models.PROTECT, related_name="entries")
    stage = models.CharField(_("stage"), max_length=12, choices=FundingStage)
    on = models.DateField(_("day"))
    amount_yuan = models.BigIntegerField(_("amount"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    quota = models.ForeignKey(
        QuotaDocument, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    reason = models.TextField(_("reason"), blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    is_current = models.BooleanField(default=True)
    is_withdrawal = models.BooleanField(_("withdrawn"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("entry of money")
        verbose_name_plural = _("entries of money")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=[s.value for s in MONEY], amount_yuan__isnull=False)
                | (
                    ~models.Q(stage__in=[s.value for s in MONEY])
                    & models.Q(amount_yuan__isnull=True)
                ),
                name="funding_entry_amount_where_money",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""),
                name="funding_correction_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_yuan__isnull=True)
                | models.Q(amount_yuan__gt=0)
                | (models.Q(amount_yuan__lt=0) & ~models.Q(reason="")),
                name="funding_taken_back_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(is_withdrawal=False) | models.Q(is_current=False),
                name="funding_withdrawal_is_not_current",
            ),
            models.UniqueConstraint(
                fields=["line", "quota"],
                condition=models.Q(is_current=True, amount_yuan__gt=0),
                name="quota_document_once_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.get_stage_display()} {self.on}"

    @property
    def step(self) -> LadderStep:
        return LadderStep(FundingStage(self.stage), self.on, self.amount_yuan)

    def within_reach_of(self, user: User) -> bool:
        return self.line.within_reach_of(user)


class CountyFunding(models.Model):
    """What one county of the city won of a programme in a year, to the end of a month, as the city
    published it. Corrections are new versions.
    """

    county = models.CharField(_("county"), max_length=40)
    programme = models.CharField(_("programme"), max_length=20, choices=Programme)
    year = models.PositiveSmallIntegerField(_("year"))
    until = models.DateField(_("until the end of"))
    amount_yuan = models.BigIntegerField(_("amount"))
    source = models.CharField(_("published in"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("money of a county")
        verbose_name_plural = _("money of the counties")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "programme", "until", "version"], name="county_version_once"
            ),
            models.UniqueConstraint(
                fields=["county", "programme", "until"],
                condition=models.Q(is_current=True),
                name="one_current_county",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_yuan__gte=0), name="county_amount_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""),
                name="county_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.get_programme_display()} {self.until:%Y-%m}"
