from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.kit.choices import Choice
from bihuan.kit.days import local_day


class BatchState(Choice):
    STAGED = "staged", _("To be checked")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> BatchQuerySet:
        """The office sees every batch, others their own."""
        return self if user.role in (Role.OFFICE, Role.SUPERVISOR) else self.filter(by=user)


class Batch(models.Model):
    """Workbooks brought in together, and applied together or not at all.

    What a person answers (units, columns) and mends (cells) is kept beside the files.
    """

    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState, default=BatchState.STAGED
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("brought in"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    unit = models.PositiveIntegerField(_("unit where none is stated"), null=True, blank=True)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    journal = models.BinaryField(default=bytes)
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.by} {local_day(self.created_at)}"

    @property
    def is_discarded(self) -> bool:
        return self.state == BatchState.DISCARDED


class SourceFile(models.Model):
    """One workbook of a batch, byte for byte as it came. `reading` is what it says, read with the
    batch's answers (`kept_readings`), as long as the batch is staged.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    reading = models.BinaryField(default=bytes)

    not_recorded = ("reading",)  # it follows from the content and the answers

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ColumnAnswer(models.Model):
    """What a person once said a header means, remembered for every later sheet."""

    title = models.CharField(_("header"), max_length=200, unique=True)
    field = models.CharField(_("field"), max_length=40)

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")

    def __str__(self) -> str:
        return f"{self.title} = {self.field}"


class LayoutAnswer(models.Model):
    """What a person once answered about a column of a layout, remembered for its next table."""

    question = models.CharField(_("question"), max_length=40, unique=True)
    value = models.CharField(_("answer"), max_length=200)
    context = models.CharField(_("time of the table"), max_length=20, default="", blank=True)

    class Meta:
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")

    def __str__(self) -> str:
        return f"{self.question} = {self.value}"
