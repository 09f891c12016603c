from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE, Role

from .kinds import GIVEN_UP, Nature, PartyRole, ProjectState, Rounding, Rules, Sector
from .rules_in_force import BEGINNING


class DistrictManager(models.Manager["District"]):
    def served(self) -> District:
        """The district of this installation; an empty one until it is named."""
        return self.first() or District()


class District(models.Model):
    """The one district that this installation serves. One row. `edition` counts the changes of it
    and of the rules it chose.
    """

    name = models.CharField(_("district"), max_length=60, blank=True)
    region_code = models.CharField(_("region (GB/T 2260)"), max_length=6, blank=True)
    year = models.PositiveSmallIntegerField(_("year in focus"), null=True, blank=True)
    rounding = models.CharField(
        _("rounding of rates"), max_length=10, choices=Rounding, default=Rounding.HALF_UP
    )
    invented = models.BooleanField(_("holds invented figures"), default=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = DistrictManager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_district")]

    def __str__(self) -> str:
        return self.name


class PresetChoice(models.Model):
    """That a preset holds for one kind of rules from the day `since` on. Appended: on a day, the
    newest choice whose day has come counts. `by` is empty where an upgrade brought the choice.
    """

    rules = models.CharField(_("rules"), max_length=12, choices=Rules)
    preset = models.CharField(_("preset"), max_length=40)
    since = models.DateField(_("holds from"), default=BEGINNING)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("chosen at"))

    class Meta:
        verbose_name = _("choice of rules")
        verbose_name_plural = _("choices of rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(preset=""), name="preset_choice_is_named")
        ]

    def __str__(self) -> str:
        return f"{self.get_rules_display()} {self.preset} {self.since}"

    @property
    def holds_always(self) -> bool:
        """True if it holds from the beginning."""
        return self.since == BEGINNING


class Theme(models.Model):
    """A subject under which projects of any tier or class are read together."""

    name = models.CharField(_("theme"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Chain(models.Model):
    """An industry chain of the district."""

    name = models.CharField(_("industry chain"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("industry chain")
        verbose_name_plural = _("industry chains")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> ProjectQuerySet:
        """The only door to project rows from pages, sheets and the API."""
        if user.role in DISTRICT_WIDE:
            return self
        if user.role == Role.COMMANDER:
            return self.filter(commander__user=user)
        if user.organisation_id is None:
            return self.none()
        return self.filter(
            models.Q(owner=user.organisation_id) | models.Q(responsible=user.organisation_id)
        )

    def live(self) -> ProjectQuerySet:
        """Those not cancelled and not merged into another."""
        return self.exclude(state__in=GIVEN_UP)


class Project(models.Model):
    """One key public project, from reserve to use. Its years stand in `plans`, its months in
    `progress`. "Started" has three clocks, kept apart: the office's, the permit's, statistics'.
    """

    name = models.CharField(_("project"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    pinyin = models.CharField(max_length=1201, blank=True, editable=False)  # see `spoken`
    national_code = models.CharField(_("national project code"), max_length=24, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ProjectState, default=ProjectState.PREPARATION
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    industry_code = models.CharField(_("industry (GB/T 4754)"), max_length=5, blank=True)
    nature = models.CharField(
        _("nature of construction"), max_length=20, choices=Nature, blank=True
    )
    content = models.TextField(_("scale and content"), blank=True)
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_projects",
        verbose_name=_("project owner"),
    )
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_projects",
        verbose_name=_("responsible organisation"),
    )
    commander = models.ForeignKey(
        Leader,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("commander"),
    )
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=30, blank=True)
    region_code = models.CharField(_("region (GB/T 2260)"), max_length=6, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    land_mu = models.DecimalField(_("land"), max_digits=10, decimal_places=2, null=True, blank=True)
    total_investment_yuan = models.BigIntegerField(_("total investment"), null=True, blank=True)
    planned_start_on = models.DateField(_("planned start"), null=True, blank=True)
    planned_finish_on = models.DateField(_("planned finish"), null=True, blank=True)
    started_on = models.DateField(_("started (office)"), null=True, blank=True)
    permit_on = models.DateField(_("construction permit"), null=True, blank=True)
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    in_use_on = models.DateField(_("in use since"), null=True, blank=True)
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="projects", verbose_name=_("themes")
    )
    chain = models.ForeignKey(
        Chain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("industry chain"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    remark = models.TextField(_("remark"), blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(
                fields=["national_code"],
                condition=~models.Q(national_code=""),
                name="project_national_code_once",
            ),
            models.CheckConstraint(
                condition=models.Q(total_investment_yuan__gte=0)
                | models.Q(total_investment_yuan__isnull=True),
                name="project_investment_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProjectState.MERGED, merged_into__isnull=False)
                | (~models.Q(state=ProjectState.MERGED) & models.Q(merged_into__isnull=True)),
                name="project_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def within_reach_of(self, user: User) -> bool:
        if user.role == Role.COMMANDER:
            return self.commander is not None and self.commander.user_id == user.pk
        if user.organisation_id is None:
            return False
        return user.organisation_id in (self.owner_id, self.responsible_id)


class FormerName(models.Model):
    """A name the project bore before, by which it is still found."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="former_names")
    name = models.CharField(_("former name"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.UniqueConstraint(fields=["project", "name_key"], name="former_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class FormerParty(models.Model):
    """Who bore a role of a project before, with the last day of it (PROJ-12). Who bears it now
    stands in the project; of one that never changed hands there is no row.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="former_parties")
    role = models.CharField(_("role"), max_length=12, choices=PartyRole)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former_roles",
        verbose_name=_("organisation"),
    )
    leader = models.ForeignKey(
        Leader,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former_roles",
        verbose_name=_("leader"),
    )
    until = models.DateField(_("last day"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("former party of a project")
        verbose_name_plural = _("former parties of projects")
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "role", "until"], name="former_party_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role=PartyRole.COMMANDER, leader__isnull=False, organisation__isnull=True
                )
                | (
                    ~models.Q(role=PartyRole.COMMANDER)
                    & models.Q(leader__isnull=True, organisation__isnull=False)
                ),
                name="former_party_is_one_of_its_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_role_display()} {self.party}"

    @property
    def party(self) -> Organisation | Leader | None:
        return self.leader if self.role == PartyRole.COMMANDER else self.organisation


class StateChange(models.Model):
    """One step in the life of a project, with its reason. Appended, never edited."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="state_changes")
    was = models.CharField(_("was"), max_length=20, choices=ProjectState)
    became = models.CharField(_("became"), max_length=20, choices=ProjectState)
    on = models.DateField(_("on"))
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(_("by"), max_length=150)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_was_display()} → {self.get_became_display()}"
