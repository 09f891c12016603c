"""The roles people hold, and what each may do: one table."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Role(Choice):
    OFFICE = "office", _("Key-project office")
    REPORTER = "reporter", _("Reporter")
    DEPARTMENT = "department", _("Department")
    COMMANDER = "commander", _("Commander")
    SUPERVISOR = "supervisor", _("Supervisor")
    STATISTICS = "statistics", _("Statistics bureau")
    VIEWER = "viewer", _("Viewer")
    CONSOLE = "console", _("Console")


class Can(Choice):
    """What a role may do. The label completes “You may not …”."""

    ACCOUNTS_MANAGE = "accounts_manage", _("manage organisations and users")
    PROJECT_EDIT = "project_edit", _("edit projects")
    PLAN_EDIT = "plan_edit", _("edit annual lists and plans")
    ROUND_MANAGE = "round_manage", _("open and close monthly rounds")
    REPORT_FILL = "report_fill", _("fill in monthly reports")
    REPORT_REVIEW = "report_review", _("review monthly reports")
    REPORT_ACCEPT = "report_accept", _("accept monthly reports")
    REPORT_CORRECT = "report_correct", _("correct locked monthly reports")
    LIGHT_MANAGE = "light_manage", _("judge the lights and excuse projects from them")
    STATISTICS_ENTER = "statistics_enter", _("enter statistics figures")
    CHAIN_ENTER = "chain_enter", _("enter output of industry chains")
    IMPORT = "import", _("import workbooks")
    RULES_CHANGE = "rules_change", _("change the district's rules")
    SEE_AUDIT = "see_audit", _("read the record of events")
    TOKENS_HOLD = "tokens_hold", _("hold keys for programmes")
    VIEW_SAVE = "view_save", _("save views of lists")


DISTRICT_WIDE = frozenset(
    {Role.OFFICE, Role.SUPERVISOR, Role.STATISTICS, Role.VIEWER, Role.CONSOLE}
)

_OWN = frozenset({Can.VIEW_SAVE, Can.TOKENS_HOLD})

GRANTS: dict[str, frozenset[Can]] = {
    Role.OFFICE: frozenset(Can) - {Can.STATISTICS_ENTER},
    Role.REPORTER: frozenset({Can.REPORT_FILL, Can.IMPORT}) | _OWN,
    Role.DEPARTMENT: frozenset({Can.REPORT_FILL, Can.REPORT_REVIEW, Can.IMPORT}) | _OWN,
    Role.COMMANDER: _OWN,
    Role.SUPERVISOR: frozenset({Can.SEE_AUDIT}) | _OWN,
    Role.STATISTICS: frozenset({Can.STATISTICS_ENTER, Can.IMPORT}) | _OWN,
    Role.VIEWER: _OWN,
    Role.CONSOLE: frozenset(Can),  # the person at the machine itself; cannot sign in
}
