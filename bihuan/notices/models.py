from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.sealing import SealedField, SecretLost, unseal
from bihuan.matters.models import Matter

from .addresses import masked
from .kinds import UNSENT, ChannelKind, NoticeKind, NoticeState, Security


class PostManager(models.Manager["Post"]):
    def current(self) -> Post:
        """The office's settings; the defaults until they are set."""
        return self.first() or Post()


class Post(models.Model):
    """How the office sends: from which hour, with which mail server, and its own address. One row;
    without a mail server no mail is sent.
    """

    digest_from = models.TimeField(_("daily digest from"), default=time(8, 30))
    site_address = models.CharField(
        _("address of this system"),
        max_length=200,
        blank=True,
        help_text=_("such as https://bihuan.example.gov.cn; links in notices begin with it"),
    )
    mail_host = models.CharField(_("mail server"), max_length=200, blank=True)
    mail_port = models.PositiveIntegerField(_("port"), default=465)
    mail_security = models.CharField(
        _("encryption"), max_length=10, choices=Security, default=Security.SSL
    )
    mail_user = models.CharField(_("user of the mail server"), max_length=200, blank=True)
    mail_password = SealedField(_("password of the mail server"), blank=True)
    mail_from = models.CharField(_("sender's address"), max_length=200, blank=True)

    objects = PostManager()

    class Meta:
        verbose_name = _("settings of notices")
        verbose_name_plural = _("settings of notices")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_post")]

    def __str__(self) -> str:
        return self.mail_from or str(_("no mail server"))


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of(self, user: User) -> ChannelQuerySet:
        """One's own."""
        return self.filter(owner=user)

    def visible_to(self, user: User) -> ChannelQuerySet:
        """One's own; every one for those who manage notices."""
        return self if may(user, Can.NOTICE_MANAGE) else self.of(user)

    def live(self) -> ChannelQuerySet:
        """Those in use; a person's only while he or she may sign in."""
        return self.filter(is_active=True).exclude(owner__is_active=False)


class Channel(models.Model):
    """A way to one person (`owner`), or to the chat group of an organisation, or of the whole
    district (neither). Never deleted: switched off. Its address is sealed like its secret: whoever
    knows a robot's address speaks as it.
    """

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("way"), max_length=10, choices=ChannelKind)
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="channels",
        verbose_name=_("recipient"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="channels",
        verbose_name=_("organisation"),
    )
    address = SealedField(_("address"))
    secret = SealedField(_("signing secret"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    added_at = models.DateTimeField(_("added"))

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(organisation__isnull=True),
                name="channel_of_person_or_group",
            ),
            models.CheckConstraint(
                condition=~models.Q(address="") & ~models.Q(name=""), name="channel_leads_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def way(self) -> ChannelKind:
        """Its kind as a choice with a label, for the pages."""
        return ChannelKind(self.kind)

    @property
    def masked(self) -> str:
        """The address as screens may show it."""
        try:
            return masked(self.kind, unseal(self.address))
        except SecretLost:
            return "•••"

    @property
    def is_group(self) -> bool:
        return self.owner_id is None


class Notice(models.Model):
    """One message and what became of it. Its text is made when it is sent and not kept: only its
    hash is. `subject` never names a project.

    The recipient's rights of that moment decide what it says (NOTICE-8).

    While it is being sent it is claimed (`claimed_at`): a claim that nobody finished is taken up
    again, so one message may come twice, and none is lost.
    """

    kind = models.CharField(_("notice"), max_length=12, choices=NoticeKind)
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="notices", verbose_name=_("channel")
    )
    recipient = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    day = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState, default=NoticeState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made"))
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("why it failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["state", "next_at"], name="notice_state_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "day"],
                condition=models.Q(kind=NoticeKind.DIGEST),
                name="one_digest_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~models.Q(state=NoticeState.SENT) & models.Q(sent_at__isnull=True)),
                name="notice_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.SENDING, claimed_at__isnull=False)
                | (~models.Q(state=NoticeState.SENDING) & models.Q(claimed_at__isnull=True)),
                name="notice_claimed_while_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.day} {self.get_state_display()}"

    @property
    def standing(self) -> NoticeState:
        """Its state as a choice with a label, for the pages."""
        return NoticeState(self.state)

    @property
    def may_go_again(self) -> bool:
        return self.state in UNSENT

    @property
    def sort(self) -> NoticeKind:
        return NoticeKind(self.kind)


class Mention(models.Model):
    """A matter that an escalation notice tells of: each step once for each channel (NOTICE-9)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="mentions")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="mentions")
    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="mentions", verbose_name=_("matter")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("matter told of")
        verbose_name_plural = _("matters told of")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "matter", "level", "on"], name="step_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.level} {self.on}"


class ReportReminder(models.Model):
    """One organisation reminded of the reports of a month that were missing. People see it under
    My work; `channels` messages went out besides. Appended.
    """

    month = models.DateField(_("month"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="report_reminders",
        verbose_name=_("organisation"),
    )
    reports = models.PositiveSmallIntegerField(_("reports missing"))
    channels = models.PositiveSmallIntegerField(_("messages"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder of reports")
        verbose_name_plural = _("reminders of reports")
        indexes = [models.Index(fields=["month", "organisation"], name="report_reminder_month")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.month:%Y-%m}"
