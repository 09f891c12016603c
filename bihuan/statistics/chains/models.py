from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.projects.models import Chain, Project

from .kinds import CameAs, ChainLink, WentAs


class ChainLead(models.Model):
    """Who leads a chain, and which department looks after it and enters what it puts out."""

    chain = models.OneToOneField(Chain, models.PROTECT, related_name="lead")
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, verbose_name=_("leader of the chain")
    )
    department = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("lead department")
    )

    class Meta:
        verbose_name = _("lead of a chain")
        verbose_name_plural = _("leads of chains")

    def __str__(self) -> str:
        return f"{self.chain}"

    def within_reach_of(self, user: User) -> bool:
        return bool(self.department_id) and self.department_id == user.organisation_id

    @classmethod
    def of(cls, chain: object) -> ChainLead:
        """Return the lead of a chain; of one that has none, or is still to be, nobody's."""
        if not isinstance(chain, Chain):
            return cls()
        return cls.objects.filter(chain=chain.pk).first() or cls(chain=chain)


class ChainEnterprise(models.Model):
    """An enterprise of the register. Its name is the one under which its output stands."""

    name = models.CharField(_("enterprise"), max_length=120, unique=True)
    name_key = models.CharField(max_length=120, unique=True, editable=False)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    above_scale_on = models.DateField(_("above scale since"), null=True, blank=True)

    class Meta:
        verbose_name = _("enterprise of a chain")
        verbose_name_plural = _("enterprises of chains")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="enterprise_credit_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChainMember(models.Model):
    """An enterprise's place in a chain, from a day and until one. One chain counts its output;
    another may name it beside (CHAIN-3).
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="members")
    enterprise = models.ForeignKey(ChainEnterprise, models.PROTECT, related_name="places")
    link = models.CharField(_("link"), max_length=4, choices=ChainLink)
    counts = models.BooleanField(_("this chain counts its output"), default=True)
    since = models.DateField(_("in the chain since"), null=True, blank=True)
    came_as = models.CharField(_("came as"), max_length=20, choices=CameAs, blank=True)
    until = models.DateField(_("last day in the chain"), null=True, blank=True)
    went_as = models.CharField(_("left as"), max_length=20, choices=WentAs, blank=True)

    class Meta:
        verbose_name = _("place of an enterprise")
        verbose_name_plural = _("places of enterprises")
        ordering = ["chain", "enterprise"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "enterprise"], name="chain_member_once"),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=models.Q(counts=True, until__isnull=True),
                name="one_chain_counts_an_enterprise",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, went_as="")
                | (models.Q(until__isnull=False) & ~models.Q(went_as="")),
                name="chain_member_left_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(came_as="") | models.Q(since__isnull=False),
                name="chain_member_came_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.chain}"


class ChainProject(models.Model):
    """A project's place in its chain, and what it will add once it is in use."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="chain_place")
    link = models.CharField(_("link"), max_length=4, choices=ChainLink)
    expected_output_yuan = models.BigIntegerField(
        _("expected output a year"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("place of a project in its chain")
        verbose_name_plural = _("places of projects in their chains")

    def __str__(self) -> str:
        return f"{self.project}"


class ChainTarget(models.Model):
    """The output that a chain is to reach in a year. Corrections are new versions."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    target_yuan = models.BigIntegerField(_("target of the year"))
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("target of a chain")
        verbose_name_plural = _("targets of chains")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "year", "version"], name="chain_target_version_once"
            ),
            models.UniqueConstraint(
                fields=["chain", "year"],
                condition=models.Q(is_current=True),
                name="one_current_chain_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.year}"


class ChainOutput(models.Model):
    """One enterprise's output in one year, beside the year before, so that growth is of like with
    like. Corrections are new versions.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="outputs")
    enterprise = models.CharField(_("enterprise"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    output_yuan = models.BigIntegerField(_("output"))
    previous_output_yuan = models.BigIntegerField(_("output of the year before"))
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("chain output")
        verbose_name_plural = _("chain outputs")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "enterprise", "year", "version"], name="chain_output_version_once"
            ),
            models.UniqueConstraint(
                fields=["chain", "enterprise", "year"],
                condition=models.Q(is_current=True),
                name="one_current_chain_output",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year}"


class ChainMonth(models.Model):
    """One enterprise's output in one month, beside the same month of the year before. Corrections
    are new versions.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="months")
    enterprise = models.CharField(_("enterprise"), max_length=120)
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(default=True)
    output_yuan = models.BigIntegerField(_("output of the month"))
    previous_output_yuan = models.BigIntegerField(_("output of the same month the year before"))
    reason = models.TextField(_("reason for the correction"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("chain output of a month")
        verbose_name_plural = _("chain outputs of months")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "enterprise", "month", "version"],
                name="chain_month_version_once",
            ),
            models.UniqueConstraint(
                fields=["chain", "enterprise", "month"],
                condition=models.Q(is_current=True),
                name="one_current_chain_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.month:%Y-%m}"
