"""What the pages of the loop take in. Limits live in `rules.py` and the presets."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.accounts.models import Organisation
from bihuan.kit.fields import DayField, NumberField, RowsField, SinceField, WanField
from bihuan.kit.words import _, gettext

from .kinds import MatterKind, Verb
from .models import Matter
from .policies import MatterPolicy
from .queries import lead_proposed
from .wording import named, type_choices


class Files(forms.FileField):
    """Several files at once, or none."""

    def __init__(self) -> None:
        picker = forms.FileInput()
        picker.allow_multiple_selected = True
        picker.attrs["multiple"] = True
        super().__init__(
            label=_("Files"),
            required=False,
            widget=picker,
            help_text=_("Pictures, PDF, office documents; 20 MB each"),
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Files, self).clean(each, initial) for each in given]


def _words(label: Any, *, required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _with_days(label: str, days: int) -> str:
    return gettext("%(label)s (%(days)s working days)") % {"label": label, "days": days}


class RaiseMatterForm(forms.Form):
    """A new matter of one project, or an order without one."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MatterKind.choices)
    type_code = forms.ChoiceField(label=_("Type"))
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("In one sentence"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = _words(_("What it is about, and what is wanted"))
    held_yuan = WanField(
        label=_("Investment held up"),
        required=False,
        help_text=_("ten thousand yuan; empty: what remains of this year's plan"),
    )
    due_on = DayField(label=_("Another deadline"), required=False)
    not_the_same = forms.CharField(
        label=_("Why it is not the matter it looks like"), required=False, max_length=200
    )

    def __init__(self, policy: MatterPolicy, *args: Any, office: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type_code"].choices = type_choices(policy)  # type: ignore[attr-defined]  # a choice field
        self.fields["severity"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                s.code,
                gettext("%(label)s (%(days)s working days)") % {"label": named(s), "days": s.limit},
            )
            for s in policy.severities
        ]
        self.fields["severity"].initial = policy.severities[0].code
        if not office:
            del self.fields["not_the_same"]
            del self.fields["due_on"]


class MatterMoveForm(forms.Form):
    """Words beside a move, and what the page showed when it was filled in."""

    edition = NumberField(widget=forms.HiddenInput, required=False)
    note = _words(_("Words"))

    def __init__(self, matter: Matter, policy: MatterPolicy, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {})["edition"] = matter.edition
        super().__init__(*args, **options)

    def said(self) -> dict[str, Any]:
        """Return what the action wants, once the form is valid."""
        return dict(self.cleaned_data)


class EvidenceForm(MatterMoveForm):
    """A move that may bring files."""

    attached = Files()


class MatterReasonForm(MatterMoveForm):
    """A move that says why."""

    note = _words(_("Why"), required=True)


class MatterAnswerForm(EvidenceForm):
    note = _words(_("What was done"), required=True)


class AssignForm(MatterMoveForm):
    """Who leads, who helps, until when."""

    lead = forms.ModelChoiceField(
        label=_("Lead organisation"), queryset=Organisation.objects.standing()
    )
    supporting = RowsField(
        label=_("Supporting organisations"),
        queryset=Organisation.objects.standing(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    due_on = DayField(label=_("Deadline"), required=False)

    field_order = ("lead", "supporting", "due_on", "note", "edition")

    def __init__(self, matter: Matter, policy: MatterPolicy, *args: Any, **options: Any) -> None:
        proposed = matter.lead or lead_proposed(matter, policy)
        options["initial"] = {
            "lead": proposed,
            "due_on": matter.due_on,
            "supporting": matter.supporting.all(),
        }
        super().__init__(matter, policy, *args, **options)


class ExtensionForm(MatterMoveForm):
    """More time, and why."""

    wished_on = DayField(label=_("Until"))
    note = _words(_("Why"), required=True)

    field_order = ("wished_on", "note", "edition")

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {**{k: v for k, v in said.items() if k != "note"}, "reason": said["note"]}


class GrantForm(MatterMoveForm):
    grant = True

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "grant": self.grant}


class RefuseForm(MatterReasonForm):
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "grant": False}


class PauseForm(MatterMoveForm):
    """A listed reason, and when the clock runs again."""

    reason_code = forms.ChoiceField(label=_("Reason"))
    ends_on = DayField(label=_("The clock runs again on"))

    field_order = ("reason_code", "ends_on", "note", "edition")

    def __init__(self, matter: Matter, policy: MatterPolicy, *args: Any, **options: Any) -> None:
        super().__init__(matter, policy, *args, **options)
        self.fields["reason_code"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                p.code,
                gettext("%(label)s (%(days)s working days)")
                % {"label": named(p), "days": p.longest},
            )
            for p in policy.pauses
        ]


FORMS: dict[Verb, type[MatterMoveForm]] = {
    Verb.ASSIGN: AssignForm,
    Verb.DECLINE: MatterReasonForm,
    Verb.SIGN: MatterMoveForm,
    Verb.FEED_BACK: EvidenceForm,
    Verb.ANSWER: MatterAnswerForm,
    Verb.SEND_BACK: MatterReasonForm,
    Verb.VERIFY: EvidenceForm,
    Verb.CLOSE: MatterMoveForm,
    Verb.PAUSE: PauseForm,
    Verb.RESUME: MatterMoveForm,
    Verb.WITHDRAW: MatterReasonForm,
    Verb.REOPEN: MatterReasonForm,
    Verb.ASK_EXTENSION: ExtensionForm,
    Verb.EXTEND: GrantForm,
    Verb.REFUSE_EXTENSION: RefuseForm,
}


class PolicyForm(forms.Form):
    """Which rules the loop follows, and from which day on."""

    loop = forms.CharField(max_length=40)
    since = SinceField()
