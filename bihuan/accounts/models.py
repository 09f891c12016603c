from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from bihuan.kit.pinyin import spoken_as
from bihuan.kit.stored import ShapedJSONField

from .roles import Role, name_of_command
from .scopes import EVERY_AREA, Access, Area


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def standing(self) -> OrganisationQuerySet:
        """Those that were not merged into others."""
        return self.filter(closed_on__isnull=True)

    def called(self, text: str) -> OrganisationQuerySet:
        """Those with a text in their name or its pinyin, a former one, or the name of one merged
        into them.
        """
        former = FormerOrganisationName.objects.filter(name__icontains=text)
        own = models.Q(name__icontains=text) | spoken_as(text.lower())
        named = own | models.Q(pk__in=former.values("organisation"))
        merged = self.model._default_manager.filter(named, merged_into__isnull=False)
        return self.filter(named | models.Q(pk__in=merged.values("merged_into")))


class Organisation(models.Model):
    """A bureau, town, state-owned company or enterprise that owns or answers for projects. One that
    was merged into another stays, closed, with all that it reported.
    """

    name = models.CharField(_("organisation"), max_length=120, unique=True)
    pinyin = models.CharField(max_length=850, blank=True, editable=False)  # see `kit.pinyin`
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        help_text=_("18 characters, GB 32100-2015"),
    )
    in_charge = models.ForeignKey(
        "Leader",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("leader in charge"),
    )
    closed_on = models.DateField(_("merged on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("the organisation it joined"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["pinyin", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, merged_into__isnull=True)
                | models.Q(closed_on__isnull=False, merged_into__isnull=False),
                name="organisation_closed_by_merger",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="organisation_credit_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerOrganisationName(models.Model):
    """A name that an organisation bore, up to and including a day; it is still found by it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="former_names", verbose_name=_("organisation")
    )
    name = models.CharField(_("former name"), max_length=120)
    until = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("former name of an organisation")
        verbose_name_plural = _("former names of organisations")
        ordering = ["-until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="one_name_until_a_day")
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in. What a role may do stands in `permissions.py`."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.VIEWER)
    full_name = models.CharField(_("name"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, validators=[RegexValidator(r"^[\d +-]*$")]
    )

    must_change_password = models.BooleanField(
        _("must choose a password"), default=False, editable=False
    )

    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often all sessions of the user were ended: those of before open nothing any more."""

    recorded_secrets = ("password",)
    not_recorded = ("last_login",)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    stood_in_by: User | None = None
    """Who acts for the user in this request, as a deputy; not stored."""
    stood_in_until: date | None = None
    """The last day on which that deputy may; not stored."""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must carry; another password or `sessions_ended` ends it."""
        said = f"{self.password}{self.sessions_ended or ''}"
        salt = "bihuan.accounts.models.User.get_session_auth_hash"
        return salted_hmac(salt, said, secret=secret, algorithm="sha256").hexdigest()

    def check_password(self, raw_password: str | None) -> bool:
        """True for the right password. Django would also write a stronger digest of it, behind
        the record's back: `actions.strengthen_password` does, at sign-in.
        """
        return check_password(raw_password, self.password)

    @property
    def persons_acting(self) -> tuple[User, ...]:
        """The user, and the deputy who acts for him or her: what is forbidden to one is to both."""
        return (self, self.stood_in_by) if self.stood_in_by else (self,)

    def __str__(self) -> str:
        """Their name; of a command, from where it came."""
        if self.role == Role.CONSOLE:
            return name_of_command(self.username)
        return self.full_name or str(self.username)


class Leader(models.Model):
    """A district leader, who may command projects. Has a user once he or she signs in."""

    name = models.CharField(_("leader"), max_length=60)
    pinyin = models.CharField(max_length=430, blank=True, editable=False)  # see `kit.pinyin`
    title = models.CharField(_("title"), max_length=60, blank=True)
    is_principal = models.BooleanField(_("principal leader"), default=False)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="leader", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        ordering = ["-is_principal", "pinyin", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "title"], name="leader_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）" if self.title else self.name


class PlatformIdentity(models.Model):
    """Who a user is for a platform through which he or she signs in: `subject`, of an `issuer`."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="identities", verbose_name=_("user")
    )
    issuer = models.CharField(_("platform"), max_length=200)
    subject = models.CharField(_("known there as"), max_length=191)
    linked_at = models.DateTimeField(_("linked"))

    class Meta:
        verbose_name = _("identity on a platform")
        verbose_name_plural = _("identities on platforms")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["issuer", "user"], name="one_identity_of_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.issuer}"


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    def of_deputy(self, deputy: User, on: date) -> DeputyshipQuerySet:
        """Those in which somebody stands in for others on a day, with the persons."""
        return self.in_force(on).filter(deputy=deputy).select_related("person")

    def in_force(self, on: date) -> DeputyshipQuerySet:
        """Those that hold on a day, between people who both may sign in."""
        return self.filter(
            since__lte=on,
            until__gte=on,
            ended_at__isnull=True,
            person__is_active=True,
            deputy__is_active=True,
        )


class Deputyship(models.Model):
    """One person stands in for another, from day to day, both included. It ends by itself; it is
    never deleted.
    """

    person = models.ForeignKey(
        User, models.PROTECT, related_name="deputyships", verbose_name=_("who is away")
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, related_name="stands_in", verbose_name=_("deputy")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    named_at = models.DateTimeField(_("named"))
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="deputyship_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")), name="deputyship_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.deputy}"


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, at: datetime) -> TokenQuerySet:
        """Those that open something: neither ended nor expired, of somebody who may sign in."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)

    def held(self) -> TokenQuerySet:
        """Everybody's that nobody ended, also those that expired; the newest first."""
        return self.filter(revoked_at__isnull=True).select_related("user").order_by("-pk")


class Token(models.Model):
    """A key that lets a programme act as its user, within its areas. Only the digest is kept.

    `used_at` and `used_from` tell of its last use, to within some minutes.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("user"))
    name = models.CharField(_("purpose"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    access = models.CharField(_("access"), max_length=10, choices=Access, default=Access.READ)
    areas = ShapedJSONField(_("areas"), shape=[Area])
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    used_from = models.CharField(_("last used from"), max_length=45, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    recorded_secrets = ("digest",)
    not_recorded = ("used_at", "used_from")

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return f"{self.user} · {self.name}"

    @property
    def may_write(self) -> bool:
        return self.access == Access.WRITE

    @property
    def area_labels(self) -> list[str]:
        """Names of its areas, for the pages."""
        return [str(Area(area).label) for area in self.areas]

    def opens(self, area: str) -> bool:
        """True if the key opens that area of the API."""
        return EVERY_AREA in self.areas or area in self.areas
