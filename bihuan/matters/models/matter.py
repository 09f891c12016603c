"""A matter, its moves with their proof, and the time asked for it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.matters.kinds import (
    HANDLING,
    OPEN,
    RUNNING,
    ExtensionState,
    MatterKind,
    MatterState,
    Source,
    Verb,
)
from bihuan.matters.rules import MatterClock
from bihuan.projects.models import Project


class Serial(models.Model):
    """The last number given in one series: numbers without gaps."""

    series = models.CharField(_("series"), max_length=60, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


def followed_by(user: User) -> models.Q:
    """Keep what this person raised, or took over from who raised it."""
    own = models.Q(raised_by=user, raiser_successor__isnull=True)
    return own | models.Q(raiser_successor=user)


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user: User) -> MatterQuerySet:
        """The only door to matters from pages, papers and the API."""
        if user.role in DISTRICT_WIDE:
            return self
        reach = models.Q(raised_by=user) | models.Q(raiser_successor=user)
        if user.role == Role.COMMANDER:
            leader = Leader.objects.filter(user=user).first()
            if leader and leader.is_principal:
                return self
            led = Organisation.objects.filter(in_charge__user=user)
            reach |= models.Q(project__in=Project.objects.visible_to(user).values("pk"))
            return self.filter(reach | models.Q(lead__in=led.values("pk")))
        if user.organisation_id is None:
            return self.filter(reach)
        supported = Matter.supporting.through.objects.filter(organisation=user.organisation_id)
        return self.filter(
            reach
            | models.Q(lead=user.organisation_id)
            | models.Q(pk__in=supported.values("matter"))
            | models.Q(project__in=Project.objects.visible_to(user).values("pk"))
        )

    def open(self) -> MatterQuerySet:
        """Those neither closed nor withdrawn."""
        return self.filter(state__in=OPEN)

    def running(self) -> MatterQuerySet:
        """Those whose handler's clock runs."""
        return self.filter(state__in=RUNNING)

    def overdue(self, on: date) -> MatterQuerySet:
        """Those that run on past their deadline."""
        return self.running().filter(due_on__lt=on)

    def waiting_for(self, user: User) -> MatterQuerySet:
        """Those whose next move is this person's (see `Matter.waits_for`)."""
        waits = models.Q(pk__in=[])
        if user.organisation_id and user.role in (Role.REPORTER, Role.DEPARTMENT, Role.OFFICE):
            waits |= models.Q(
                state__in=[MatterState.ASSIGNED, MatterState.WORKING], lead=user.organisation_id
            )
        asked = Extension.objects.filter(state=ExtensionState.ASKED).values("matter")
        if user.role == Role.OFFICE:
            waits |= models.Q(
                state__in=[MatterState.RAISED, MatterState.ANSWERED, MatterState.VERIFIED]
            )
            waits |= models.Q(pk__in=asked)
        if user.role == Role.SUPERVISOR:
            waits |= models.Q(state__in=[MatterState.ANSWERED, MatterState.VERIFIED])
        if user.role == Role.COMMANDER:
            own = models.Q(project__commander__user=user)
            waits |= own & models.Q(state__in=[MatterState.RAISED, MatterState.ANSWERED])
            waits |= own & models.Q(pk__in=asked)
        waits |= models.Q(state=MatterState.ANSWERED) & followed_by(user)
        moves = Move.objects.handled_by(user) | Move.objects.to(user.organisation_id or 0)
        return self.filter(waits).exclude(
            state__in=[MatterState.ANSWERED, MatterState.VERIFIED], pk__in=moves.values("matter")
        )


class Matter(models.Model):
    """Something that must be solved: one loop for blockers, guarantee requests, orders, findings.

    It is never deleted. `due_on` is the deadline that counts, `first_due_on` the one first set.
    `level` is how far it has climbed: 0 until assigned, 1 with the responsible organisation.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=MatterKind)
    type_code = models.CharField(_("type"), max_length=40)
    severity = models.CharField(_("severity"), max_length=40)
    title = models.CharField(_("matter"), max_length=200)
    text = models.TextField(_("what it is about"), blank=True)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("project"),
    )
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.OTHER)
    source_ref = models.CharField(_("where in the source"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=MatterState, default=MatterState.RAISED
    )
    state_since = models.DateField(_("in this state since"))
    before_pause = models.CharField(max_length=12, choices=MatterState, blank=True)
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_matters",
        verbose_name=_("lead organisation"),
    )
    supporting = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="supported_matters",
        verbose_name=_("supporting organisations"),
    )
    raised_by = models.ForeignKey(
        User, models.PROTECT, related_name="raised_matters", verbose_name=_("raised by")
    )
    raiser_successor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inherited_matters",
        verbose_name=_("followed instead of its raiser by"),
    )
    raised_at = models.DateTimeField(_("raised at"))
    raised_on = models.DateField(_("raised"))
    due_on = models.DateField(_("deadline"))
    first_due_on = models.DateField(_("first deadline"))
    heard_on = models.DateField(_("last word of progress"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    clock_from = models.DateField(_("clock runs from"))
    inherited_days = models.PositiveIntegerField(_("age brought along"), default=0)
    paused_days = models.PositiveIntegerField(_("paused working days"), default=0)
    stopped_on = models.DateField(_("clock stopped"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    earlier = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="again",
        verbose_name=_("raised before as"),
    )
    held_yuan = models.BigIntegerField(_("investment held up"), default=0)
    milestone_name = models.CharField(_("next milestone"), max_length=60, blank=True)
    milestone_on = models.DateField(_("next milestone due"), null=True, blank=True)
    slip_days = models.PositiveIntegerField(_("days the milestone slips"), default=0)
    worth = models.BigIntegerField(_("worth of solving"), default=0)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        indexes = [
            models.Index(fields=["state", "-worth", "-id"], name="matter_state_worth"),
            models.Index(fields=["state", "due_on"], name="matter_state_due"),
            models.Index(fields=["project", "state"], name="matter_project_state"),
            models.Index(fields=["lead", "state"], name="matter_lead_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=MatterState.CLOSED, closed_on__isnull=False)
                | (~models.Q(state=MatterState.CLOSED) & models.Q(closed_on__isnull=True)),
                name="matter_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MatterState.PAUSED) & ~models.Q(before_pause="")
                | (~models.Q(state=MatterState.PAUSED) & models.Q(before_pause="")),
                name="matter_paused_from_a_state",
            ),
            models.CheckConstraint(
                condition=models.Q(lead__isnull=False)
                | models.Q(state__in=[MatterState.RAISED, MatterState.WITHDRAWN]),
                name="matter_in_somebodys_hands",
            ),
            models.CheckConstraint(
                condition=models.Q(project__isnull=False) | models.Q(kind=MatterKind.ORDER),
                name="matter_of_a_project",
            ),
            models.CheckConstraint(
                condition=models.Q(held_yuan__gte=0), name="matter_held_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def standing(self) -> MatterState:
        """Its state as a choice with a label, for the pages."""
        return MatterState(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def was_extended(self) -> bool:
        return self.due_on != self.first_due_on

    @property
    def clock(self) -> MatterClock:
        return MatterClock(self.clock_from, self.inherited_days, self.paused_days, self.stopped_on)

    @cached_property
    def hands(self) -> frozenset[int]:
        """Numbers of the organisations it was assigned to."""
        helping = {organisation.pk for organisation in self.supporting.all()}
        return frozenset(helping | ({self.lead_id} if self.lead_id else set()))

    @property
    def followed_by_id(self) -> int:
        """Number of the person who speaks for the raiser: the raiser, or who took over."""
        return self.raiser_successor_id or self.raised_by_id

    def handlers(self) -> set[int]:
        """Numbers of the people who ever worked on it, and of their deputies."""
        rows = self.moves.filter(verb__in=HANDLING).values_list("by", "by__deputyships__deputy")
        return {pk for row in rows for pk in row if pk is not None}

    def is_handled_by(self, user: User) -> bool:
        """True if this person, or a deputy who acts for him or her, works on it."""
        handlers = self.handlers()
        return any(
            each.pk in handlers or each.organisation_id in self.hands
            for each in user.persons_acting
        )

    def ever_in_hands(self) -> set[int]:
        """Numbers of the organisations it was ever assigned to, to lead or to support."""
        given = self.moves.filter(verb=Verb.ASSIGN).values_list("organisation", "supporting")
        return {pk for row in given for pk in row if pk} | self.hands

    def is_overdue(self, on: date) -> bool:
        return self.state in RUNNING and self.due_on < on

    def within_reach_of(self, user: User) -> bool:
        if (
            user.pk in (self.raised_by_id, self.raiser_successor_id)
            or user.organisation_id in self.hands
        ):
            return True
        if self.project is not None and self.project.within_reach_of(user):
            return True
        return user.role == Role.COMMANDER and self._led_by(user)

    def _led_by(self, user: User) -> bool:
        leader = getattr(user, "leader", None)
        in_charge = self.lead is not None and self.lead.in_charge_id
        return leader is not None and (leader.is_principal or in_charge == leader.pk)


class MoveQuerySet(models.QuerySet["Move"]):
    def handled_by(self, user: User) -> MoveQuerySet:
        """Those by which this person worked on a matter."""
        return self.filter(by=user, verb__in=HANDLING)

    def to(self, organisation: int | None) -> MoveQuerySet:
        """Those that gave a matter to an organisation, to lead or to support."""
        helped = Move.supporting.through.objects.filter(organisation=organisation)
        given = models.Q(organisation=organisation) | models.Q(pk__in=helped.values("move"))
        return self.filter(given, verb=Verb.ASSIGN)


class Move(models.Model):
    """One move of a matter, as it was made. Appended, never edited."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="moves")
    verb = models.CharField(_("move"), max_length=20, choices=Verb)
    was = models.CharField(_("was"), max_length=12, choices=MatterState, blank=True)
    became = models.CharField(_("became"), max_length=12, choices=MatterState)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )  # nobody: the clock
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )

    supporting = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("supporting organisations")
    )

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["pk"]
        indexes = [models.Index(fields=["by", "verb"], name="move_by_verb")]

    def __str__(self) -> str:
        return f"{self.matter} {self.get_verb_display()} {self.on}"


class Evidence(models.Model):
    """A file beside a move: what shows that it was done. Never scored."""

    move = models.ForeignKey(Move, models.PROTECT, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m")
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proof")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """More time, as asked for and as decided by somebody else."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="extension_requests")
    wished_on = models.DateField(_("wished deadline"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    asked_on = models.DateField(_("asked"))
    state = models.CharField(
        _("state"), max_length=10, choices=ExtensionState, default=ExtensionState.ASKED
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided"), null=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(state=ExtensionState.ASKED),
                name="one_extension_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[ExtensionState.ASKED, ExtensionState.LAPSED], decided_by=None
                )
                | models.Q(
                    state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED],
                    decided_by__isnull=False,
                ),
                name="extension_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.wished_on}"
