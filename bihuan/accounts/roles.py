"""The roles people hold, and what each may do: one table."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _, gettext


class Role(Choice):
    OFFICE = "office", _("Key-project office")
    REPORTER = "reporter", _("Reporter")
    DEPARTMENT = "department", _("Department")
    COMMANDER = "commander", _("Commander")
    SUPERVISOR = "supervisor", _("Supervisor")
    STATISTICS = "statistics", _("Statistics bureau")
    VIEWER = "viewer", _("Viewer")
    CONSOLE = "console", _("Console")


EXAMPLE = "-example-"
"""What stands for an account of the machine where the example is loaded."""


def name_of_command(recorded: str) -> str:
    """Return what people read where a command did something that is recorded under such a name."""
    account = recorded.partition(":")[2]
    if account == EXAMPLE:
        return gettext("Example data")
    if account:
        said = {"role": Role.CONSOLE.label, "account": account}
        return gettext("%(role)s (%(account)s)") % said
    return str(Role.CONSOLE.label)


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
    CHAIN_MANAGE = "chain_manage", _("say who leads an industry chain and what it aims at")
    IMPORT = "import", _("import workbooks")
    RULES_CHANGE = "rules_change", _("change the district's rules")
    SEE_AUDIT = "see_audit", _("read the record of events")
    TOKENS_HOLD = "tokens_hold", _("hold keys for programmes")
    LIGHT_SPEAK = "light_speak", _("give a commander's light")
    LIGHT_INSPECT = "light_inspect", _("give an inspector's light")
    LIGHT_LIFT = "light_lift", _("lift an overall light")
    MATTER_RAISE = "matter_raise", _("raise matters")
    MATTER_ASSIGN = "matter_assign", _("assign matters")
    MATTER_HANDLE = "matter_handle", _("sign for, work on and answer matters")
    MATTER_VERIFY = "matter_verify", _("verify matters")
    MATTER_CLOSE = "matter_close", _("close matters")
    MATTER_GRANT = "matter_grant", _("extend and pause matters")
    PAPER_ISSUE = "paper_issue", _("issue papers")
    FACTOR_ASK = "factor_ask", _("ask for what a project needs")
    FACTOR_DECIDE = "factor_decide", _("decide on what a project needs")
    FACTOR_MANAGE = "factor_manage", _("manage the lists of what projects need")
    FUNDING_ENTER = "funding_enter", _("enter the money of projects")
    FUNDING_QUOTA = "funding_quota", _("enter quotas of programmes")
    VISIT_PLAN = "visit_plan", _("plan site visits")
    VISIT_RECORD = "visit_record", _("record site visits")
    HARD_BONE_MANAGE = "hard_bone_manage", _("manage the hard-bone list")
    MEETING_HOLD = "meeting_hold", _("hold dispatch meetings")
    SCORE_FREEZE = "score_freeze", _("freeze scores")
    TERM_ASK = "term_ask", _("ask for exemptions and adjustments of scores")
    TERM_DECIDE = "term_decide", _("decide on exemptions and adjustments of scores")
    SCORE_APPEAL = "score_appeal", _("appeal against scores")
    APPEAL_ANSWER = "appeal_answer", _("answer appeals against scores")
    RESULT_ENTER = "result_enter", _("enter rewards and penalties")
    SCORE_DETAIL = "score_detail", _("see appeals, exemptions and the ledger of results")
    SCHEME_TRY = "scheme_try", _("try out schemes of assessment")
    BACKUP_MAKE = "backup_make", _("make backups")
    NOTICE_MANAGE = "notice_manage", _("manage notices")
    VIEW_SAVE = "view_save", _("save views of lists")
    OWN_ACCOUNT = "own_account", _("look after your own account")


DISTRICT_WIDE = frozenset(
    {Role.OFFICE, Role.SUPERVISOR, Role.STATISTICS, Role.VIEWER, Role.CONSOLE}
)

_OWN = frozenset({Can.VIEW_SAVE, Can.TOKENS_HOLD, Can.OWN_ACCOUNT})
_ASSESSED = frozenset({Can.SCORE_APPEAL, Can.SCORE_DETAIL})
_IN_THE_LOOP = frozenset({Can.MATTER_RAISE, Can.MATTER_HANDLE})

GRANTS: dict[str, frozenset[Can]] = {
    Role.OFFICE: frozenset(Can)
    - {Can.STATISTICS_ENTER, Can.LIGHT_SPEAK, Can.LIGHT_INSPECT, Can.SCORE_APPEAL},
    Role.REPORTER: frozenset({Can.REPORT_FILL, Can.IMPORT, Can.FACTOR_ASK, Can.FUNDING_ENTER})
    | _ASSESSED
    | _IN_THE_LOOP
    | _OWN,
    Role.DEPARTMENT: frozenset(
        {
            Can.REPORT_FILL,
            Can.REPORT_REVIEW,
            Can.IMPORT,
            Can.FACTOR_ASK,
            Can.FACTOR_DECIDE,
            Can.FUNDING_ENTER,
            Can.CHAIN_ENTER,
        }
    )
    | _ASSESSED
    | _IN_THE_LOOP
    | _OWN,
    Role.COMMANDER: frozenset(
        {
            Can.LIGHT_SPEAK,
            Can.MATTER_RAISE,
            Can.MATTER_ASSIGN,
            Can.MATTER_VERIFY,
            Can.MATTER_GRANT,
            Can.VISIT_RECORD,
        }
    )
    | _ASSESSED
    | _OWN,
    Role.SUPERVISOR: frozenset(
        {
            Can.SEE_AUDIT,
            Can.LIGHT_INSPECT,
            Can.MATTER_RAISE,
            Can.MATTER_VERIFY,
            Can.MATTER_CLOSE,
            Can.VISIT_RECORD,
            Can.PAPER_ISSUE,
            Can.TERM_ASK,
            Can.TERM_DECIDE,
            Can.APPEAL_ANSWER,
            Can.SCORE_DETAIL,
            Can.SCHEME_TRY,
        }
    )
    | _OWN,
    Role.STATISTICS: frozenset({Can.STATISTICS_ENTER, Can.IMPORT}) | _OWN,
    Role.VIEWER: _OWN,
    Role.CONSOLE: frozenset(Can),  # the person at the machine itself; cannot sign in
}
