"""What was frozen, decided, appealed against and done about scores. Rows are appended."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.assessment.kinds import (
    AppealState,
    Assessed,
    AssessedPeriod,
    Lines,
    MeasureLevel,
    ResultMeasure,
    TermKind,
    TermState,
)
from bihuan.kit.months import Month
from bihuan.kit.stored import ShapedJSONField
from bihuan.papers.models import IssuedPaper
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project

LINES = [
    {
        **dict.fromkeys(("id", "title", "points", "max", "clause", "note"), str),
        "kind": Lines,
        "inputs": {str: (str, type(None))},
        "applies": bool,
    }
]
KNOWN = {str: {"figure": str, "value": (str, type(None)), "why": str, "unit": str}}
EXEMPT = {str: str}
SUBJECTS = ("project", "organisation", "leader")
"""The columns of which one names who is assessed."""
Row = TypeVar("Row", bound=models.Model)
ADJUSTMENTS = [dict.fromkeys(("id", "points", "clause", "reason"), str)]


class OfSubjectQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> OfSubjectQuerySet[Row]:
        """Those of subjects whose scores are the user's own to see."""
        if user.role in DISTRICT_WIDE:
            return self
        if user.role == Role.COMMANDER:
            return self.filter(
                models.Q(leader__user=user) | models.Q(project__commander__user=user)
            )
        if user.organisation_id is None:
            return self.none()
        return self.filter(
            models.Q(organisation=user.organisation_id)
            | models.Q(project__owner=user.organisation_id)
            | models.Q(project__responsible=user.organisation_id)
        )


class OfSubject(models.Model):
    """A row about one who is assessed: a project, an organisation or a leader, as was called."""

    who = models.CharField(_("who is assessed"), max_length=20, choices=Assessed)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commander")
    )
    label = models.CharField(_("subject of assessment"), max_length=300)

    class Meta:
        abstract = True

    @property
    def subject_id(self) -> int:
        return int(self.project_id or self.organisation_id or self.leader_id or 0)

    @property
    def key(self) -> str:
        """The subject as scores name it."""
        return str(self.subject_id)

    def within_reach_of(self, user: User) -> bool:
        if self.project is not None:
            return self.project.within_reach_of(user)
        if self.leader is not None:
            return self.leader.user_id == user.pk
        return self.organisation_id is not None and self.organisation_id == user.organisation_id


def _exactly_one(name: str) -> models.CheckConstraint:
    alone = (
        models.Q(**{f"{each}__isnull": each != named for each in SUBJECTS}) for named in SUBJECTS
    )
    return models.CheckConstraint(condition=reduce(or_, alone), name=name)


class Freeze(models.Model):
    """The scores of a period, as they were: with the scheme itself, its digest, and every input.

    `month` is the last that was assessed. `appeals_until` is the last day of appeals. The noise by
    which rank ranges were found was measured by so many corrections; by none if the scheme said it.
    """

    period = models.CharField(_("period"), max_length=10, choices=AssessedPeriod)
    month = models.DateField(_("month"))
    scheme_name = models.CharField(_("scheme"), max_length=60)
    scheme_title = models.CharField(_("title of the scheme"), max_length=200)
    scheme_version = models.PositiveIntegerField(_("version of the scheme"))
    scheme = ShapedJSONField(shape={"title": str, "sheets": [dict]})
    scheme_digest = models.CharField(_("digest of the scheme"), max_length=64)
    noise_percent = models.DecimalField(
        _("noise of reporting, percent"), max_digits=5, decimal_places=2, null=True
    )
    noise_corrections = models.PositiveIntegerField(_("corrections that show the noise"), default=0)
    appeals_until = models.DateField(_("appeals until"))
    frozen_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("freeze of scores")
        verbose_name_plural = _("freezes of scores")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "month"], name="frozen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_month} {self.get_period_display()}"

    @property
    def of_month(self) -> Month:
        return Month.of(self.month)

    @property
    def is_final(self) -> bool:
        return self.period != AssessedPeriod.MONTH


class FrozenScore(OfSubject):
    """One subject's score as it was frozen. `total` is the sum of its lines, "" without a score."""

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="scores")
    sheet = models.CharField(_("sheet"), max_length=60)
    project_class = models.CharField(_("class"), max_length=20, choices=ProjectClass, blank=True)
    total = models.CharField(_("score"), max_length=40, blank=True)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    reason = models.TextField(_("why not assessed"), blank=True)
    size_group = models.PositiveSmallIntegerField(_("size group"), default=0)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    first_rank = models.PositiveIntegerField(_("best rank within the noise"), null=True)
    last_rank = models.PositiveIntegerField(_("worst rank within the noise"), null=True)
    number = models.PositiveIntegerField(_("subjects ranked"), default=0)
    lines = ShapedJSONField(default=list, shape=LINES)
    known = ShapedJSONField(default=dict, shape=KNOWN)
    exempt = ShapedJSONField(default=dict, shape=EXEMPT)
    adjustments = ShapedJSONField(default=list, shape=ADJUSTMENTS)

    objects = OfSubjectQuerySet["FrozenScore"].as_manager()

    class Meta(OfSubject.Meta):
        abstract = False
        verbose_name = _("frozen score")
        verbose_name_plural = _("frozen scores")
        ordering = ["freeze", "sheet", "size_group", "rank", "pk"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["freeze", "sheet", each], name=f"frozen_once_of_{each}"
                )
                for each in SUBJECTS
            ),
            models.CheckConstraint(
                condition=models.Q(total="", rank__isnull=True) & ~models.Q(reason="")
                | models.Q(reason="", rank__isnull=False) & ~models.Q(total=""),
                name="frozen_score_or_reason",
            ),
            _exactly_one("frozen_score_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.freeze}"

    @property
    def standing_total(self) -> str:
        """The score, after it the one that an upheld appeal made of it."""
        restated = list(self.restatements.all())
        return f"{self.total} → {restated[-1].total}" if restated else self.total


class AssessmentTerm(OfSubject):
    """An exemption or adjustment of one subject on a sheet, from one month of a year to another."""

    kind = models.CharField(_("kind"), max_length=12, choices=TermKind)
    sheet = models.CharField(_("sheet"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    first_month = models.PositiveSmallIntegerField(_("first month"))
    last_month = models.PositiveSmallIntegerField(_("last month"))
    item = models.CharField(_("item"), max_length=60, blank=True)
    item_title = models.CharField(_("title of the item"), max_length=200, blank=True)
    points = models.DecimalField(
        _("points given or taken"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    reason = models.TextField(_("reason"))
    document = models.CharField(_("document number"), max_length=120, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=10, choices=TermState, default=TermState.ASKED)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who decided")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("what was said of it"), blank=True)

    objects = OfSubjectQuerySet["AssessmentTerm"].as_manager()

    class Meta(OfSubject.Meta):
        abstract = False
        verbose_name = _("exemption or adjustment")
        verbose_name_plural = _("exemptions and adjustments")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=TermKind.EXEMPTION, points__isnull=True)
                & ~models.Q(item="")
                | models.Q(kind=TermKind.ADJUSTMENT, points__isnull=False, item=""),
                name="term_exempts_or_adjusts",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TermState.ASKED, decided_by__isnull=True)
                | (~models.Q(state=TermState.ASKED) & models.Q(decided_by__isnull=False)),
                name="term_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="term_has_four_eyes",
            ),
            _exactly_one("term_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.get_kind_display()}"


class TermRevocation(models.Model):
    """That a term holds no more from now on: what was frozen by it stays."""

    term = models.OneToOneField(AssessmentTerm, models.PROTECT, related_name="revocation")
    reason = models.TextField(_("why it was revoked"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("revoked"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self) -> str:
        return str(self.term)


class ScoreAppeal(models.Model):
    """An appeal against one line of a frozen score, and its answer."""

    score = models.ForeignKey(FrozenScore, models.PROTECT, related_name="appeals")
    line = models.CharField(_("line"), max_length=80)
    line_title = models.CharField(_("title of the line"), max_length=200)
    text = models.TextField(_("why"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("appealed by"))
    at = models.DateTimeField(_("appealed"))
    state = models.CharField(
        _("state"), max_length=10, choices=AppealState, default=AppealState.OPEN
    )
    answer = models.TextField(_("what was answered"), blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    term = models.OneToOneField(
        AssessmentTerm, models.PROTECT, null=True, blank=True, related_name="appeal"
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["score", "line"], name="appealed_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state=AppealState.OPEN, answer="", answered_by__isnull=True, term__isnull=True
                )
                | models.Q(state=AppealState.REJECTED, answered_by__isnull=False, term__isnull=True)
                | models.Q(state=AppealState.UPHELD, answered_by__isnull=False, term__isnull=False),
                name="appeal_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} {self.line_title}"

    def within_reach_of(self, user: User) -> bool:
        return self.score.within_reach_of(user)


class ScoreRestatement(models.Model):
    """The score as it reads after an appeal was upheld: the frozen one stays beside it."""

    score = models.ForeignKey(FrozenScore, models.PROTECT, related_name="restatements")
    appeal = models.OneToOneField(ScoreAppeal, models.PROTECT, related_name="restatement")
    total = models.CharField(_("score"), max_length=40, blank=True)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    reason = models.TextField(_("why not assessed"), blank=True)
    lines = ShapedJSONField(default=list, shape=LINES)
    exempt = ShapedJSONField(default=dict, shape=EXEMPT)
    adjustments = ShapedJSONField(default=list, shape=ADJUSTMENTS)

    class Meta:
        verbose_name = _("restated score")
        verbose_name_plural = _("restated scores")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.score} {self.total}"


class ResultEntry(OfSubject):
    """A reward or penalty: what was done, resting on which score or notice, who decided."""

    measure = models.CharField(_("measure"), max_length=20, choices=ResultMeasure)
    level = models.CharField(
        _("level"), max_length=10, choices=MeasureLevel, default=MeasureLevel.DISTRICT
    )
    score = models.ForeignKey(
        FrozenScore, models.PROTECT, null=True, blank=True, related_name="results"
    )
    day = models.DateField(_("day"))
    yuan = models.BigIntegerField(_("amount"), null=True, blank=True)
    text = models.TextField(_("why"))
    decided_by = models.CharField(_("who decided"), max_length=60)
    document = models.CharField(_("document number"), max_length=120, blank=True)
    paper = models.OneToOneField(
        IssuedPaper, models.PROTECT, null=True, blank=True, related_name="result"
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("entered into the ledger by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voided by")
    )
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.TextField(_("why it is void"), blank=True)

    objects = OfSubjectQuerySet["ResultEntry"].as_manager()

    class Meta(OfSubject.Meta):
        abstract = False
        verbose_name = _("reward or penalty")
        verbose_name_plural = _("rewards and penalties")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(level=MeasureLevel.DISTRICT) & ~models.Q(document="")
                | models.Q(level=MeasureLevel.DISTRICT, score__isnull=False),
                name="result_rests_on_something",
            ),
            models.UniqueConstraint(
                fields=["score", "measure"],
                condition=models.Q(voided_at__isnull=True, score__isnull=False),
                name="result_once_a_score",
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | models.Q(voided_at__isnull=False, voided_by__isnull=False)
                & ~models.Q(void_reason=""),
                name="result_void_for_a_reason",
            ),
            _exactly_one("result_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.get_measure_display()}"
