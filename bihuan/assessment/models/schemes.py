"""Drafts of schemes, each edition of theirs, and the editions that were adopted. Editions are
appended; what was adopted stays as it was.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.kit.stored import ShapedJSONField


class SchemeDraftQuerySet(models.QuerySet["SchemeDraft"]):
    def open(self) -> SchemeDraftQuerySet:
        """Those that were not discarded."""
        return self.filter(discarded_at__isnull=True)


class SchemeDraft(models.Model):
    """A scheme that is being written. `edition` is the number of its newest edition; `origin` the
    title and version of the scheme from which it was copied.
    """

    name = models.CharField(_("name of the draft"), max_length=80)
    origin = models.CharField(_("copied from"), max_length=240)
    edition = models.PositiveIntegerField(_("edition"), default=1)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    made_at = models.DateTimeField(_("drafted"))
    discarded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("discarded by"),
    )
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    objects = SchemeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a scheme")
        verbose_name_plural = _("drafts of schemes")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(discarded_at__isnull=True),
                name="scheme_draft_named_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="scheme_draft_is_named"),
            models.CheckConstraint(
                condition=models.Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | models.Q(discarded_at__isnull=False, discarded_by__isnull=False),
                name="scheme_draft_discarded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeEdition(models.Model):
    """A draft as it was saved: a text that was found right. `restores` is the number of the earlier
    edition that it brings back.
    """

    draft = models.ForeignKey(SchemeDraft, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    text = models.TextField(_("text of the scheme"))
    note = models.CharField(_("what was changed"), max_length=200, blank=True)
    restores = models.PositiveIntegerField(_("edition brought back"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("saved by"))
    at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("edition of a draft")
        verbose_name_plural = _("editions of drafts")
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="scheme_edition_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="scheme_edition_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"


class AdoptedScheme(models.Model):
    """An edition that was adopted: the scheme as it was then, which is chosen by its name like a
    preset. From which day it holds, its choice says.
    """

    edition = models.OneToOneField(SchemeEdition, models.PROTECT, related_name="adopted")
    name = models.CharField(_("name of the scheme"), max_length=40, unique=True)
    scheme = ShapedJSONField(shape={"title": str, "sheets": [dict]})
    digest = models.CharField(_("digest of the scheme"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("adopted by"))
    at = models.DateTimeField(_("adopted"))

    class Meta:
        verbose_name = _("adopted scheme")
        verbose_name_plural = _("adopted schemes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
