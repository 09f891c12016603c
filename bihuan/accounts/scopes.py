"""What a key for programmes opens: which areas of the API, and whether it may write. Pure."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _

EVERY_AREA = "*"


class Access(Choice):
    """What a key may do within its areas."""

    READ = "read", _("read only")
    WRITE = "write", _("read and write")


class Area(Choice):
    """The areas of the API: the first word of an address behind `/api/`."""

    ALL = EVERY_AREA, _("all areas")
    ACCOUNTS = "accounts", _("organisations and users")
    PROJECTS = "projects", _("projects")
    PLANS = "plans", _("annual lists and plans")
    PROGRESS = "progress", _("monthly reports")
    STATISTICS = "statistics", _("statistics")
    CHAINS = "chains", _("industry chains")
    LIGHTS = "lights", _("lights")
    FIGURES = "figures", _("figures")
    IMPORTS = "imports", _("imports")
    MATTERS = "matters", _("matters")
    FACTORS = "factors", _("what projects need")
    FUNDING = "funding", _("money won and used")
    VISITS = "visits", _("site visits")
    COMMAND = "command", _("commanders and hard bones")
    DISPATCH = "dispatch", _("meetings and mechanisms")
    ASSESSMENT = "assessment", _("assessment")
    WORK = "work", _("tasks and notices")
    DISTRICT = "district", _("the district")
    SEARCH = "search", _("search over everything its holder sees")
