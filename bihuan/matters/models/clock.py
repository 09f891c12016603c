"""What stops the clock of a matter, and what the clock said of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.matters.kinds import (
    AlertKind,
)

from .matter import Matter


class Pause(models.Model):
    """A time in which the clock stands still, for a listed reason, with an end."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="pauses")
    reason_code = models.CharField(_("reason"), max_length=40)
    note = models.TextField(_("note"), blank=True)
    began_on = models.DateField(_("from"))
    ends_on = models.DateField(_("ends"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(ended_on__isnull=True), name="one_pause_now"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("began_on")), name="pause_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.began_on}–{self.ends_on}"


class Alert(models.Model):
    """What the clock said of a matter. Unique, so that it is said once for each occasion.

    `basis` is the day it rests on (the deadline, or since when it waits), `on` that on which it
    fell due: earlier than `recorded_at` if the clock had not run.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="alerts")
    kind = models.CharField(_("alert"), max_length=12, choices=AlertKind)
    level = models.PositiveSmallIntegerField(_("level"))
    basis = models.DateField()
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind", "level", "basis"], name="alert_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_kind_display()} {self.on}"
