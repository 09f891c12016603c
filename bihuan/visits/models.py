from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.stored import ShapedJSONField
from bihuan.lights.kinds import Colour
from bihuan.matters.models import Matter
from bihuan.progress.models import Photo as ReportPhoto
from bihuan.projects.models import Project

from .kinds import Risk, VisitPurpose, VisitState


class VisitPlan(models.Model):
    """The visits of one month, as proposed and confirmed. Seed, share and pool (numbers of the
    projects that risk left over) repeat the draw.
    """

    month = models.DateField(_("month"), unique=True)
    seed = models.PositiveIntegerField(_("seed of the draw"))
    rules_version = models.PositiveSmallIntegerField(_("version of the rules"))
    random_percent = models.PositiveSmallIntegerField(_("share drawn, percent"), null=True)
    pool = ShapedJSONField(_("projects drawn from"), default=list, shape=[int])
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("plan of visits")
        verbose_name_plural = _("plans of visits")
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class PlannedVisit(models.Model):
    """One visit of a month's plan, with why it is in it. Dropped with a reason, never removed."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="visits")
    project = models.ForeignKey(Project, models.PROTECT, related_name="planned_visits")
    leader = models.ForeignKey(
        Leader, models.PROTECT, related_name="planned_visits", verbose_name=_("commander")
    )
    reasons = ShapedJSONField(_("reasons"), default=list, shape=[Risk])
    points = models.PositiveIntegerField(_("points of risk"), default=0)
    is_random = models.BooleanField(_("drawn at random"), default=False)
    put_reason = models.TextField(_("why it was put in"), blank=True)
    dropped_reason = models.TextField(_("why it was dropped"), blank=True)
    done = models.OneToOneField(
        "Visit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="planned",
        verbose_name=_("visit"),
    )

    class Meta:
        verbose_name = _("planned visit")
        verbose_name_plural = _("planned visits")
        constraints = [
            models.UniqueConstraint(fields=["plan", "project"], name="planned_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.project}"

    @property
    def risks(self) -> list[Risk]:
        return [Risk(code) for code in self.reasons]


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """The only door to visits: those of visible projects, and one's own."""
        if user.role in DISTRICT_WIDE:
            return self
        reach = Project.objects.visible_to(user).values("pk")
        return self.filter(models.Q(project__in=reach) | models.Q(visited_by=user))

    def complete(self) -> VisitQuerySet:
        """Those of which every part is here, and that were not set aside."""
        return self.filter(state=VisitState.COMPLETE)


class Visit(models.Model):
    """A visit as it was recorded on site. `device_id` is given by the device, so that sending it
    again changes nothing; `digest` is of all that was said, so that another version is seen.
    """

    device_id = models.UUIDField(_("number on the device"))
    digest = models.CharField(max_length=64)
    project = models.ForeignKey(Project, models.PROTECT, related_name="visits")
    visited_by = models.ForeignKey(
        User, models.PROTECT, related_name="visits", verbose_name=_("visited by")
    )
    visited_at = models.DateTimeField(_("visited"))
    visited_on = models.DateField(_("day"))
    received_at = models.DateTimeField(_("received"))
    completed_at = models.DateTimeField(_("complete since"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=VisitState, default=VisitState.RECEIVING
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    accuracy_m = models.PositiveIntegerField(_("accuracy, metres"), null=True, blank=True)
    distance_m = models.PositiveIntegerField(_("metres from the site"), null=True, blank=True)
    off_site = models.BooleanField(_("away from the site"), default=False)
    notes = models.TextField(_("what was seen"), blank=True)
    colour = models.CharField(_("inspector's light"), max_length=10, choices=Colour, blank=True)
    purpose = models.CharField(
        _("visit of supervision"), max_length=12, choices=VisitPurpose, blank=True
    )
    double_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="doubles",
        verbose_name=_("another version of"),
    )
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled_note = models.TextField(_("how it was settled"), blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        ordering = ["-visited_at"]
        indexes = [models.Index(fields=["project", "-visited_on"], name="visit_project_day")]
        constraints = [
            models.UniqueConstraint(fields=["device_id", "digest"], name="visit_sent_once"),
            models.UniqueConstraint(
                fields=["device_id"],
                condition=models.Q(double_of__isnull=True),
                name="visit_first_version_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VisitState.COMPLETE, completed_at__isnull=False)
                | ~models.Q(state=VisitState.COMPLETE),
                name="visit_complete_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.visited_on}"

    @property
    def standing(self) -> VisitState:
        return VisitState(self.state)

    def within_reach_of(self, user: User) -> bool:
        return self.visited_by_id == user.pk or self.project.within_reach_of(user)


class Finding(models.Model):
    """Something that must be put right. Once the visit is complete it is a matter."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("finding"), max_length=200)
    type_code = models.CharField(_("type"), max_length=40)
    severity = models.CharField(_("severity"), max_length=40)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("matter")
    )
    note = models.TextField(_("why it became no matter of its own"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["visit", "order"], name="finding_once")]

    def __str__(self) -> str:
        return self.title


class VisitPhoto(models.Model):
    """A photo of a visit: announced with its checksum, here once its content came. Never scored
    (VISIT-5).
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    order = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveIntegerField(_("bytes"))
    name = models.CharField(_("file"), max_length=120, blank=True)
    file = models.FileField(upload_to="visits/%Y/%m", blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    original = models.CharField(
        _("checksum of the original"), max_length=64, blank=True, db_index=True
    )
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    distance_m = models.PositiveIntegerField(_("metres from the site"), null=True, blank=True)
    look = models.CharField(_("perceptual hash"), max_length=16, blank=True)
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="used_again",
        verbose_name=_("used before"),
    )
    same_as_report = models.ForeignKey(
        ReportPhoto,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("used in a report"),
    )

    class Meta:
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["visit", "sha256"], name="visit_photo_once")]

    def __str__(self) -> str:
        return f"{self.visit} {self.sha256[:8]}"


class ReportLook(models.Model):
    """How a photo of a monthly report looks: read once, when a visit of its project is compared.
    Empty if it is no picture that can be read.
    """

    photo = models.OneToOneField(ReportPhoto, models.CASCADE, related_name="+")
    look = models.CharField(_("perceptual hash"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("look of a report's photo")
        verbose_name_plural = _("looks of reports' photos")

    def __str__(self) -> str:
        return self.look
