"""One row of each kind about a frozen score of a project, and a draft of a scheme, for tests of who
may call what.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.assessment.models import (
    AssessmentTerm,
    Freeze,
    FrozenScore,
    ResultEntry,
    SchemeDraft,
    SchemeEdition,
    ScoreAppeal,
)
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.rules.scheme_texts import scheme_text
from bihuan.assessment.rules.stored_schemes import to_plain
from bihuan.projects.models import Project


def frozen_rows(project: Project, *, by: User, at: datetime) -> dict[str, int]:
    """Return the number of each row, by the part of the API that names it."""
    scheme = scheme_presets()["default"].latest
    freeze = Freeze.objects.create(
        period="month",
        month=date(2024, 2, 1),
        scheme_name="default",
        scheme_title=scheme.title,
        scheme_version=1,
        scheme=to_plain(scheme),
        scheme_digest="0" * 64,
        appeals_until=date(2024, 3, 29),
        frozen_by=by,
        frozen_at=at,
    )
    named: dict[str, Any] = {"who": "projects", "project": project, "label": project.name}
    score = FrozenScore.objects.create(
        freeze=freeze, sheet="construction", reason="没有数据", **named
    )
    appeal = ScoreAppeal.objects.create(
        score=score, line="reports", line_title="报表", text="有误", by=by, at=at
    )
    term = AssessmentTerm.objects.create(
        kind="exemption",
        sheet="construction",
        year=2024,
        first_month=1,
        last_month=12,
        item="reports",
        reason="洪灾",
        asked_by=by,
        asked_at=at,
        **named,
    )
    entry = ResultEntry.objects.create(
        measure="praise",
        score=score,
        day=at.date(),
        text="突出",
        decided_by="区政府",
        by=by,
        entered_at=at,
        **named,
    )
    draft = SchemeDraft.objects.create(name="试改", origin="default", made_by=by, made_at=at)
    text = scheme_text(scheme)
    SchemeEdition.objects.create(draft=draft, number=1, text=text, by=by, at=at)
    rows = {"freezes": freeze, "scores": score, "appeals": appeal, "terms": term, "ledger": entry}
    found = {f"assessment/results/{name}": row.pk for name, row in rows.items()}
    return {**found, "assessment/drafts": draft.pk}
