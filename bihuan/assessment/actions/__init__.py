"""Every change of assessment, by concept."""

from .adopting import adopt_draft, choose_scheme
from .appealing import answer_appeal, appeal
from .deciding import ask_adjustment, ask_exemption, decide_term, revoke_term
from .drafting import discard_draft, rename_draft, restore_edition, save_draft, start_draft
from .freezing import freeze_scores
from .results import enter_result, issue_result_paper, void_result

__all__ = [
    "adopt_draft",
    "answer_appeal",
    "appeal",
    "ask_adjustment",
    "ask_exemption",
    "choose_scheme",
    "decide_term",
    "discard_draft",
    "enter_result",
    "freeze_scores",
    "issue_result_paper",
    "rename_draft",
    "restore_edition",
    "revoke_term",
    "save_draft",
    "start_draft",
    "void_result",
]
