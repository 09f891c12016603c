"""Papers as they were issued: frozen, numbered without gaps."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.errors import DamagedValue
from bihuan.kit.papers import Paper as Sheet
from bihuan.kit.papers import from_json
from bihuan.kit.stored import ShapedJSONField
from bihuan.matters.kinds import PaperKind, Source
from bihuan.matters.models import Matter

SHEET = {
    **dict.fromkeys(("mark", "number", "title", "day", "issuer"), str),
    **{key: [str] for key in ("paragraphs", "annexes", "copies_to")},
    "fields": [dict],
}
"""What every paper's content has; the rest may be left out."""


class IssuedPaperQuerySet(models.QuerySet["IssuedPaper"]):
    def visible_to(self, user: User) -> IssuedPaperQuerySet:
        """Those about a matter that the person sees, and those he or she issued (PAPER-6)."""
        if user.role in DISTRICT_WIDE:
            return self
        seen = IssuedPaper.matters.through.objects.filter(
            matter__in=Matter.objects.visible_to(user).values("pk")
        )
        about = models.Q(pk__in=seen.values("issuedpaper"))
        return self.filter(about | models.Q(issued_by=user))

    def standing_on(self, day: date) -> IssuedPaperQuerySet:
        """Those issued by the end of the day and not void then."""
        in_force = models.Q(voided_on=None) | models.Q(voided_on__gt=day)
        return self.filter(in_force, issued_on__lte=day)


class IssuedPaper(models.Model):
    """One paper. What stands on it never changes; a mistake makes it void, and it keeps its number.

    `number` counts within kind and year from 1 without gaps; `label` is how the paper bears it.
    `content` is the sheet as issued, from which Word and PDF are made each time.
    """

    kind = models.CharField(_("kind of paper"), max_length=12, choices=PaperKind)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("document number"), max_length=80)
    title = models.CharField(_("title of the paper"), max_length=300)
    addressee = models.CharField(_("addressee"), max_length=300, blank=True)
    signer = models.CharField(_("signed by"), max_length=60)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.OTHER)
    source_ref = models.CharField(_("where in the source"), max_length=60, blank=True)
    matters = models.ManyToManyField(
        Matter, blank=True, related_name="papers", verbose_name=_("matters")
    )
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"))
    issued_on = models.DateField(_("issued"))
    content = ShapedJSONField(shape=SHEET)
    voided_on = models.DateField(_("void since"), null=True, blank=True)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voided by")
    )
    void_reason = models.CharField(_("why it is void"), max_length=200, blank=True)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        app_label = "matters"  # its table and what was recorded of it bear this name
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="paper_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="paper_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(voided_on=None, voided_by=None, void_reason="")
                | (
                    models.Q(voided_on__isnull=False, voided_by__isnull=False)
                    & ~models.Q(void_reason="")
                ),
                name="paper_void_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def sort(self) -> PaperKind:
        """Its kind as a choice with a label, for the pages."""
        return PaperKind(self.kind)

    @property
    def sheet(self) -> Sheet:
        """What stands on it, with why it is void."""
        try:
            return from_json({**self.content, "void": self.void_reason})
        except (TypeError, ValueError, KeyError) as error:
            raise DamagedValue(f"{self._meta.label}.content") from error

    @property
    def file_name(self) -> str:
        """Its number and title, without an ending."""
        return f"{self.label} {self.title}"

    def within_reach_of(self, user: User) -> bool:
        return any(matter.within_reach_of(user) for matter in self.matters.all())
