"""Every change of organisations, users, leaders and keys. Pages, API and commands come here."""

from .leaders import add_leader, link_leader
from .organisations import add_organisation, edit_organisation
from .platform import FromPlatform, let_in_from_platform, link_identity
from .resealing import reseal_second_steps
from .tokens import end_keys, issue_token, note_use, revoke_token
from .users import add_user, console_user, deactivate, edit_user, reactivate, reset_password

__all__ = [
    "FromPlatform", "add_leader", "add_organisation", "add_user", "console_user", "deactivate",
    "edit_organisation", "edit_user", "end_keys", "issue_token", "let_in_from_platform",
    "link_identity", "link_leader", "note_use", "reactivate", "reseal_second_steps",
    "reset_password", "revoke_token",
]  # fmt: skip
