from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.kit.days import long_day
from bihuan.kit.stored import ShapedJSONField
from bihuan.kit.words import gettext
from bihuan.lights.models import REASONS as LIGHT_REASONS
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from .kinds import HAPPENED, MeetingKind, MeetingState, ReasonKind


def named(held_on: date, kind: str, number: int = 0) -> str:
    """Return what a meeting is called: its day and kind, and which one of them it is."""
    called = {"day": long_day(held_on), "kind": MeetingKind(kind).label, "number": number}
    if number:
        return gettext("%(kind)s of %(day)s (No. %(number)s)") % called
    return gettext("%(kind)s of %(day)s") % called


OVERDUE = {"matter": int, "number": str, "title": str, "due_on": str, "level": int}
LEFT_OVER = {"meeting": int, "meeting_kind": MeetingKind, "held_on": str}
REASONS = [
    (
        {"kind": ReasonKind.OVERDUE, **OVERDUE},
        {"kind": ReasonKind.HAND, "note": str},
        {"kind": ReasonKind.LEFT_OVER, **LEFT_OVER},
        {"kind": ReasonKind.LEFT_OVER, **LEFT_OVER, "meeting_number": int},
        *(
            {"kind": kind, "clauses": LIGHT_REASONS}
            for kind in (ReasonKind.RED, ReasonKind.YELLOW, ReasonKind.SILENCE)
        ),
    )
]


class Done(models.Model):
    """A duty ticked off by hand for one period, or the tick taken back. Appended: the newest row
    of a duty and period counts.
    """

    preset = models.CharField(_("mechanisms"), max_length=40)
    duty = models.CharField(_("duty"), max_length=40)
    period = models.CharField(_("period"), max_length=10)
    is_done = models.BooleanField(_("done"), default=True)
    done_on = models.DateField(_("done on"))
    who = models.CharField(_("done by"), max_length=60)
    note = models.TextField(_("note"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("duty ticked off")
        verbose_name_plural = _("duties ticked off")
        ordering = ["pk"]
        indexes = [models.Index(fields=["preset", "period"], name="done_preset_period")]
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="done_has_a_note")]

    def __str__(self) -> str:
        return f"{self.duty} {self.period}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """All to those who see the district and to principal leaders; to others those that dealt
        with a project of theirs, or decided something for their organisation.
        """
        if user.role in DISTRICT_WIDE or _is_principal(user):
            return self
        items = AgendaItem.objects.visible_to(user)
        decisions = Decision.objects.visible_to(user)
        return self.filter(
            models.Q(pk__in=items.values("meeting")) | models.Q(pk__in=decisions.values("meeting"))
        )

    def happened(self) -> MeetingQuerySet:
        return self.filter(state__in=HAPPENED)


class Meeting(models.Model):
    """A dispatch meeting. `held_on` is the day it is planned for, then that on which it was held.

    `month` is the month it looks at: its lights make the agenda. `number` tells meetings of one
    kind and day apart; 0 while there is one.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind)
    held_on = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("which one of the day"), default=0, editable=False)
    place = models.CharField(_("where it meets"), max_length=120, blank=True)
    chair = models.CharField(_("chair"), max_length=60)
    attendees = models.TextField(_("attendees"), blank=True)
    month = models.DateField(_("month in focus"))
    state = models.CharField(
        _("state"), max_length=12, choices=MeetingState, default=MeetingState.PLANNED
    )
    closed_on = models.DateField(_("ended"), null=True, blank=True)
    why_not = models.TextField(_("why it was called off"), blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch meeting")
        verbose_name_plural = _("dispatch meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["state", "held_on"], name="meeting_state_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.CLOSED, closed_on__isnull=False)
                | (~models.Q(state=MeetingState.CLOSED) & models.Q(closed_on__isnull=True)),
                name="meeting_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.CALLED_OFF) & ~models.Q(why_not="")
                | (~models.Q(state=MeetingState.CALLED_OFF) & models.Q(why_not="")),
                name="meeting_called_off_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "held_on", "number"], name="meeting_number_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return named(self.held_on, self.kind, self.number)

    @property
    def standing(self) -> MeetingState:
        """Its state as a choice with a label, for the pages."""
        return MeetingState(self.state)

    @property
    def level(self) -> MeetingKind:
        return MeetingKind(self.kind)

    def within_reach_of(self, user: User) -> bool:
        return Meeting.objects.visible_to(user).filter(pk=self.pk).exists()


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> AgendaItemQuerySet:
        if user.role in DISTRICT_WIDE or _is_principal(user):
            return self
        return self.filter(project__in=Project.objects.visible_to(user).values("pk"))

    def standing(self) -> AgendaItemQuerySet:
        """Those that were not dropped."""
        return self.filter(dropped="")

    def taken_up(self) -> AgendaItemQuerySet:
        """Those that neither were dropped nor went on to another meeting."""
        return self.standing().filter(carried_to=None)

    def open(self) -> AgendaItemQuerySet:
        """Those that stand with neither conclusion nor decision."""
        return self.standing().filter(conclusion="", decisions=None)


class AgendaItem(models.Model):
    """One project on an agenda; without one, the overdue orders that belong to no project.

    `reasons` is a list of what put it there, as `agenda.Reason` writes it. `value_yuan` is what is
    at stake. A dropped item stays, with the reason; one that its meeting did not reach names the
    meeting that it went on to.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("project"),
    )
    order = models.PositiveIntegerField(_("order"))
    reasons = ShapedJSONField(_("reasons"), default=list, shape=REASONS)
    value_yuan = models.BigIntegerField(_("at stake"), default=0)
    conclusion = models.TextField(_("conclusion"), blank=True)
    dropped = models.TextField(_("why it was taken off"), blank=True)
    carried_to = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_here",
        verbose_name=_("meeting it went on to"),
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "project"], name="agenda_project_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(project=None), name="agenda_orders_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.order}"

    @property
    def subject(self) -> str:
        """Its project's name; for the item without one, what that holds."""
        return self.project.name if self.project else gettext("Orders without a project")

    @property
    def is_left_over(self) -> bool:
        """True if an earlier meeting passed it on."""
        return any(reason["kind"] == ReasonKind.LEFT_OVER for reason in self.reasons)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        """Those whose matter the user may see."""
        if user.role in DISTRICT_WIDE:
            return self
        return self.filter(matter__in=Matter.objects.visible_to(user).values("pk"))


class Decision(models.Model):
    """What a meeting decided, and the order that it became."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField(_("decision"))
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("lead organisation")
    )
    due_on = models.DateField(_("deadline"))
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="decision")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="decision_has_words")
        ]

    def __str__(self) -> str:
        return self.text[:60]


def _is_principal(user: User) -> bool:
    return (
        user.role == Role.COMMANDER and Leader.objects.filter(user=user, is_principal=True).exists()
    )
