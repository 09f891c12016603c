"""What a paper about a result says: which kind it is, and the words that fill in its form."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from bihuan.assessment.kinds import AssessedPeriod, ResultMeasure
from bihuan.assessment.models import Freeze, ResultEntry
from bihuan.assessment.queries.frozen import final_scores, sheet_of
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext
from bihuan.matters.kinds import PaperKind
from bihuan.papers.documents import result_text

CARDS = {
    ResultMeasure.YELLOW_CARD: PaperKind.YELLOW_CARD,
    ResultMeasure.RED_CARD: PaperKind.RED_CARD,
}


def kind_of_paper(entry: ResultEntry) -> PaperKind:
    """Return the kind of paper by which a measure is made known."""
    return CARDS.get(ResultMeasure(entry.measure), PaperKind.RESULT)


def words_of(entry: ResultEntry) -> dict[str, str]:
    """Return the words about a measure and the score that stands, in Chinese whatever language the
    pages are in.
    """
    score = entry.score
    assert score is not None
    freeze = score.freeze
    final = next(each for each in final_scores(freeze) if each.row.pk == score.pk)
    grade = final.now.score.grade
    with override("zh-hans"):
        return {
            "subject": entry.label,
            "sheet": sheet_of(stored_scheme(freeze.scheme), score).title,
            "score": format(final.now.score.total, "f") if final.now.score.is_assessed else "—",
            "rank": str(final.now.rank or "—"),
            "of": str(final.now.number),
            "grade": "" if grade == gettext("No grade") else grade,
            "period": period_in_words(freeze),
            "scheme": freeze.scheme_title,
            "measure": str(ResultMeasure(entry.measure).label),
            "amount": in_unit(entry.yuan) if entry.yuan else "",
            "decided_by": entry.decided_by,
            "text": entry.text,
        }


def period_in_words(freeze: Freeze) -> str:
    """Return the period as a sentence on paper names it."""
    month = freeze.of_month
    if freeze.period == AssessedPeriod.YEAR:
        return f"{month.year}年度"
    if freeze.period == AssessedPeriod.QUARTER:
        return f"{month.year}年第{'一二三四'[month.number // 3 - 1]}季度"
    return f"{month.year}年{month.number}月"


def opening_of(entry: ResultEntry, on: date) -> str:
    """Return the text that the issuer begins with."""
    return result_text(kind_of_paper(entry), words_of(entry), on)
