from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.projects.models import Chain


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
