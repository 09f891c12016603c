from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.roles import Role
from bihuan.kit.stored import ShapedJSONField
from bihuan.kit.words import joined

from .kinds import AccessKind


class AccessEvent(models.Model):
    """One thing that happened at the doors: a sign-in, a wrong try, a download.

    Kept for a while and then forgotten; the record holds a digest of each day. Holds names instead
    of foreign keys. `counter` tells towards what a wrong try counts; a forgiven one counts no more.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=AccessKind)
    name = models.CharField(_("sign-in name"), max_length=150)
    person = models.CharField(max_length=64)
    address = models.CharField(_("address"), max_length=45)
    network = models.CharField(max_length=45)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    note = models.CharField(_("details"), max_length=300, blank=True)
    counter = models.CharField(max_length=160, blank=True)
    counts_by_address = models.BooleanField(default=False)

    is_recorded = False  # forgotten after a while; the record holds a digest of each day

    class Meta:
        verbose_name = _("event at the doors")
        verbose_name_plural = _("events at the doors")
        indexes = [
            models.Index(fields=["counter", "at"], name="access_counter"),
            models.Index(fields=["network", "at"], name="access_network"),
            models.Index(fields=["person", "at"], name="access_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind} {self.address}"


class SignInRulesManager(models.Manager["SignInRules"]):
    def in_force(self) -> SignInRules:
        """What the office chose; nothing is required until it did."""
        return self.first() or SignInRules()


class SignInRules(models.Model):
    """Which roles must have a second step, and from which day. One row."""

    two_step_roles = ShapedJSONField(_("roles that need a second step"), default=list, shape=[Role])
    two_step_since = models.DateField(_("required from"), null=True, blank=True)

    objects = SignInRulesManager()

    class Meta:
        verbose_name = _("sign-in rules")
        verbose_name_plural = _("sign-in rules")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_sign_in_rules")]

    def __str__(self) -> str:
        known = dict(Role.choices)
        return joined(known.get(role, role) for role in self.two_step_roles) or "—"
