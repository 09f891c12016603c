"""Every change of assessment, by concept."""

from .appealing import answer_appeal, appeal
from .deciding import ask_adjustment, ask_exemption, decide_term, revoke_term
from .freezing import freeze_scores
from .results import enter_result, issue_result_paper, void_result

__all__ = [
    "answer_appeal",
    "appeal",
    "ask_adjustment",
    "ask_exemption",
    "decide_term",
    "enter_result",
    "freeze_scores",
    "issue_result_paper",
    "revoke_term",
    "void_result",
]
