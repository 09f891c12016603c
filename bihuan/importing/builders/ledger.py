"""A ledger: projects, what they are in the year, their place on a list, and its original plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bihuan.importing.proof.questions import Desk
from bihuan.importing.rows.curve import points_of
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.money import YI, in_unit, is_rounded
from bihuan.kit.pinyin import spoken
from bihuan.kit.words import gettext
from bihuan.plans.curves import CurveShape
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft
from bihuan.plans.models import Entry
from bihuan.plans.rules import (
    check_list,
    check_live,
    check_new_on_list,
    check_plan,
    day_on_list,
)
from bihuan.projects.drafts import (
    FormerNameDraft,
    ProjectDraft,
    ThemeDraft,
    ThemeLinkDraft,
)
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier
from bihuan.projects.models import Theme
from bihuan.projects.particulars import CATALOGUE, IN_LEDGER, PLAIN, clean, problems_of
from bihuan.projects.rules import name_key

from .base import AnyProject, Builder, ImportContext
from .classes import settle_classes
from .differing import SheetDifferences
from .near_names import NEW, ask_which, is_surely
from .other_lists import SecondLists
from .parties import Parties
from .project_years import ProjectYears

WITHOUT_PLAN = (ProjectClass.PREPARATION, ProjectClass.LEGACY)
"""Classes that stand on a list before they have a plan of the year."""
TIMES_TOTAL = 10  # as SANE-4: beyond it, a plan is a slip of the unit


class LedgerBuilder(Builder):
    """Builds rows of ledgers. A project that stands on several sheets is described by the first;
    later sheets only fill what it left blank.
    """

    def __init__(self, context: ImportContext) -> None:
        super().__init__(context)
        self.parties = Parties(context)
        self.described: set[int] = set()
        self.unit: int | None = None
        self.seen: dict[tuple[int, int, str], SheetRow] = {}
        self.desk = Desk("", "", "")
        self.named: set[int] = set()
        """The projects that rows name as the ledger does."""
        self.second, self.differences = SecondLists(), SheetDifferences()
        self.years = ProjectYears(context, self.differences)

    def add(self, table: Table, year: int | None) -> None:
        year = table.year or year
        self.unit, self.desk = table.layout.unit, table.desk
        self.named |= {id(each) for row in table.rows if (each := self._known(row))}
        settle_classes(table, self.existing, year)
        good = (row for row in table.rows if not row.bad)
        self.differences.ask(table.desk, ((self._known(row), row) for row in good))
        asked = {q.kind for q in table.desk.questions if q.is_open}
        for row in advance.counted(table.rows):
            tiers = row.tiers(table.tier)
            if row.bad or (not tiers and "tier" in asked) or (year is None and "year" in asked):
                continue
            if year is None or not tiers:
                self.context.add_error(
                    row,
                    "tier",
                    gettext(
                        "Neither sheet nor row tells which list it is: name 省重点, 市重点 or "
                        "区重点 in the title, or add a column 级别."
                    ),
                )
                continue
            self._row(row, year, tiers)
        self.second.tell(table.desk)
        self.differences.tell(table.desk)
        self.years.tell(table.desk, year)

    def _row(self, row: SheetRow, year: int, tiers: Sequence[Tier]) -> None:
        if not row.get("name") or (
            row.get("planned") is None and not self._needs_no_plan(row, year)
        ):
            self.context.add_error(
                row, "name", gettext("A row of a ledger needs a name and an annual plan.")
            )
            return
        mark = self.changes.mark()
        project = self._project(row)
        if project is None:
            return
        if self._is_repeated(project, row, year, tiers):
            return
        new = self.changes.is_fresh(project)
        self._describe(project, row)
        self.years.add(project, row, year)
        entered = [self._entry(project, row, year, str(tier)) for tier in tiers]
        self.context.add_outcome(row, project.name, mark, new=new or any(entered))

    def _is_repeated(
        self, project: AnyProject, row: SheetRow, year: int, tiers: Sequence[Tier]
    ) -> bool:
        """Blame a project that stands twice on one list."""
        for tier in tiers:
            first = self.seen.setdefault((id(project), year, str(tier)), row)
            if first is not row:
                sentence = gettext("This project stands in sheet “%(sheet)s”, row %(row)s already.")
                self.context.add_repeated(row, first, sentence)
                return True
        return False

    def _needs_no_plan(self, row: SheetRow, year: int) -> bool:
        """True for projects in preparation, and for those on a list with a plan already."""
        stated = row.get("project_class") or row.project_class
        project = self.existing.find(row.get("code"), row.get("name"), row.get("key"))
        known = self.existing.years.get((id(project), year)) if project else None
        return (stated or (known.project_class if known else None)) in WITHOUT_PLAN

    def _known(self, row: SheetRow) -> AnyProject | None:
        return self.existing.find(row.get("code"), row.get("name"), row.get("key"))

    def _near(self, row: SheetRow) -> AnyProject | str:
        """Return the project with a name so near that it may be the row's, which no other row
        names, as answered; `NEW` if there is none, empty while it is asked.
        """
        code = row.get("code")
        near = [
            each
            for each in self.existing.nearly_called(row.get("name"))
            if id(each) not in self.named
            and not self.changes.is_fresh(each)
            and not (code and each.national_code)
        ]
        if len(near) == 1 and is_surely(near[0], row):
            text = gettext("Row %(row)s is “%(name)s”: with its organisation and its total.")
            self.desk.prove(text % {"row": row.number, "name": near[0].name})
            return near[0]
        return ask_which(self.desk, row, near, may_be_new=True) if near else NEW

    def _project(self, row: SheetRow) -> AnyProject | None:
        code, name = row.get("code"), row.get("name")
        project = self._known(row)
        if project is not None:
            return project if self._free(project, row) else None
        same = self.existing.by_key.get(name_key(name))
        if same is not None:
            self.context.add_error(
                row,
                "code",
                gettext("“%(name)s” is in the ledger under the code %(code)s.")
                % {"name": name, "code": same.national_code},
            )
            return None
        near = self._near(row)
        if near != NEW:
            return None if isinstance(near, str) else near
        fresh = ProjectDraft(name, name_key(name), spoken(name), code or "")
        self.changes.create(fresh)
        self.existing.add_project(fresh)
        return fresh

    def _free(self, project: AnyProject, row: SheetRow) -> bool:
        """Blame a row whose code is one project's and whose name is another's."""
        other = self.existing.by_key.get(name_key(row.get("name")))
        if other is None or other is project:
            return True
        self.context.add_error(
            row,
            "code" if row.get("code") else "name",
            gettext("The code is that of “%(coded)s”, the name that of “%(named)s” (%(code)s).")
            % {"coded": project.name, "named": other.name, "code": other.national_code or "—"},
        )
        return False

    def _believable(self, project: AnyProject, row: SheetRow, values: dict[str, Any]) -> bool:
        """Blame what the rules of projects refuse, and a plan far beyond its project."""
        keys = _keys_of(row, values)
        merged = {n: values[n] if n in values else getattr(project, n) for n in PLAIN}
        found = {keys[name]: told for name, told in problems_of(merged, values).items()}
        if TIMES_TOTAL * (row.get("total") or row.get("planned") or 0) < (row.get("planned") or 0):
            found["planned"] = gettext(
                "The year's plan is more than ten times the total investment: were yuan, ten "
                "thousand and hundred million mixed up?"
            )
        for key, sentence in found.items():
            self.context.add_error(row, key, sentence)
        return not found

    def _describe(self, project: AnyProject, row: SheetRow) -> None:
        first = id(project) not in self.described
        self.described.add(id(project))
        values = self._values(row)
        if not self._believable(project, row, values):
            return
        edited = {each.name for key, each in IN_LEDGER.items() if key in row.edited}
        total, known = values.get("total_investment_yuan"), project.total_investment_yuan
        if total and known and self._is_rounded(row, "total", total, known):
            del values["total_investment_yuan"]
            sentence = gettext("Rounded to hundred million yuan: the ledger's %s stays.")
            self.context.warn(row, "total", sentence % in_unit(known))
        for name, value in values.items():
            counts = self.differences.counts(project, name, row, value)
            if counts or name in edited or self.changes.value(project, name) in (None, ""):
                self.changes.set(project, name, value)
        if first:
            self._rename(project, row)
        if former := row.get("former_name"):
            self._former(project, former)
        self._themes(project, row.get("themes") or ())

    def _is_rounded(self, row: SheetRow, key: str, stated: int, known: int) -> bool:
        """True if an amount in 亿元 is only what is known, rounded to the digits printed."""
        column = row.columns.get(key)
        unit = (column.unit if column else None) or self.unit
        return unit == YI and stated != known and is_rounded(stated, known)

    def _values(self, row: SheetRow) -> dict[str, Any]:
        values = {e.name: row.get(key) for key, e in IN_LEDGER.items() if not e.is_reference}
        start, finish = row.get("span") or (None, None)
        values["planned_start_on"] = values["planned_start_on"] or start
        values["planned_finish_on"] = values["planned_finish_on"] or finish
        values |= self.parties.named_in(row)
        return clean({name: value for name, value in values.items() if value is not None})

    def _themes(self, project: AnyProject, names: tuple[str, ...]) -> None:
        for name in names:
            theme = self.existing.themes.get(name)
            if theme is None:
                theme = self.existing.themes[name] = ThemeDraft(name)
                self.changes.create(theme)
            if name not in self.existing.themes_of[id(project)]:
                self.existing.themes_of[id(project)].add(name)
                self.changes.create(ThemeLinkDraft(project, theme))
                if not self.changes.is_fresh(project):
                    self.changes.add_difference(str(Theme._meta.verbose_name), "", name)

    def _rename(self, project: AnyProject, row: SheetRow) -> None:
        name = row.get("name")
        if (
            name_key(name) == project.name_key
            or self.existing.former.get(name_key(name)) is project
        ):
            return
        before = project.name
        self.changes.set(project, "name", name)
        self.changes.set(project, "name_key", name_key(name))
        self.changes.set(project, "pinyin", spoken(name))
        self.existing.by_key[project.name_key] = project
        self._former(project, before)

    def _former(self, project: AnyProject, name: str) -> None:
        key = name_key(name)
        if self.existing.former.get(key) is not project and key != project.name_key:
            self.existing.former[key] = project
            self.changes.create(FormerNameDraft(project, name, key))

    def _entry(self, project: AnyProject, row: SheetRow, year: int, tier: str) -> bool:
        """Put the project on the list with its plan; True if it was not there."""
        annual = self.existing.lists.get((year, tier))
        if annual is None:
            if self.context.refused(
                row, "tier", check_list, year, this_year=self.context.today.year
            ):
                return False
            annual = self.existing.lists[(year, tier)] = ListDraft(year, tier)
            self.changes.create(annual)
        entry = self.existing.entries.get((id(project), year, tier))
        if entry is not None:
            self._same_plan(entry, row)
            return False
        if self.context.refused(row, "name", check_live, ProjectState(project.state)):
            return False
        today = self.context.today
        added = (
            date(year, 1, 1) if self.changes.is_fresh(annual) else day_on_list(year, today=today)
        )
        self.second.note(self.existing, project, year, tier)
        fresh = EntryDraft(annual, project, added)
        self.existing.entries[(id(project), year, tier)] = fresh
        self.changes.create(fresh)
        self._plan(fresh, row, year)
        return True

    def _same_plan(self, entry: Entry | EntryDraft, row: SheetRow) -> None:
        versions = self.existing.plans[id(entry)]
        if entry.left_on and self.context.refused(row, "name", check_new_on_list, entry.left_on):
            return
        planned = row.get("planned")
        known = {p.planned_yuan for p in versions}
        if planned and any(self._is_rounded(row, "planned", planned, each) for each in known):
            return
        if versions and planned is not None and planned not in known:
            self.context.add_error(
                row,
                "planned",
                gettext("The plan stands at %s. A plan is changed with a reason and an approver.")
                % row.money("planned", versions[-1].planned_yuan),
            )

    def _plan(self, entry: EntryDraft, row: SheetRow, year: int) -> None:
        total = row.get("planned")
        if total is None:
            return
        points = points_of(row)
        if self.context.refused(row, "planned", check_plan, total):
            return
        try:
            shape = CurveShape(self.existing.curve, points)
            months = shape.months(total, self.context.today)
        except Refusal as refusal:
            self.context.add_error(row, "planned", str(refusal))
            return
        plan = PlanDraft(
            entry, year, total, goal=row.get("goal") or "", curve=shape.stored_name, months=months
        )
        self.changes.create(plan)
        self.existing.plans[id(entry)].append(plan)


def _keys_of(row: SheetRow, values: dict[str, Any]) -> dict[str, str]:
    """Return under which heading of the row each particular stands."""
    keys = {each.name: each.key for each in CATALOGUE}
    keys["planned_finish_on"] = "span" if row.get("span") else "planned_finish_on"
    keys["latitude"] = "latitude" if values.get("longitude") is None else "longitude"
    return keys
