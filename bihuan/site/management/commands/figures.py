import json
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.kit.errors import Refusal
from bihuan.kit.months import YEARS, Month, month_named
from bihuan.kit.words import gettext
from bihuan.projects.models import District
from bihuan.site.district.locked_rules import refuse_overwritten


class Command(BaseCommand):
    help = gettext_noop("Print the figures of a year, to the end of a month.")

    def add_arguments(self, parser: CommandParser) -> None:
        add_question(parser)
        parser.add_argument(
            "--compare",
            choices=["last-month", "last-year", "year-start", "plan"],
            help=gettext_noop("beside each figure: the same then, the difference, the growth"),
        )
        add_why(parser)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_overwritten()
        if options["why"]:
            self._why(options)
            return
        asked = question(options)
        found = _compared(asked, options["compare"]) if options["compare"] else _plain(asked)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for each in found:
            value = "—" if each["value"] is None else each["value"]
            beside = ""
            if options["compare"]:
                told = (each["compared"], each["difference"], each["growth"])
                beside = "\t" + "\t".join(one or "—" for one in told)
            self.stdout.write(f"{each['id']}\t{value}\t{each['unit']}\t{each['label']}{beside}")

    def _why(self, options: dict[str, Any]) -> None:
        from bihuan.figures.shown import plain_change

        found = plain_change(_changed(options))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{found['then']} → {found['now']}\t{found['difference']}")
        for part in found["parts"]:
            self.stdout.write(f"{part['value']}\t{part['cause']}\t{part['label']}")
            for row in part["rows"]:
                self.stdout.write(f"  {row['value']}\t{row['name']}")


def add_why(parser: CommandParser) -> None:
    """Ask which figure's change is explained, and since when."""
    parser.add_argument(
        "--why", metavar="FIGURE", help=gettext_noop("split the change of a figure by its causes")
    )
    parser.add_argument("--since", metavar="MONTH", help=gettext_noop("another month: 2024-02"))
    parser.add_argument(
        "--known-then", metavar="DAY", help=gettext_noop("what was known on a day: 2024-03-31")
    )
    parser.add_argument("--known-on", metavar="DAY", help=gettext_noop("what is known on a day"))
    parser.add_argument("--basis-then", choices=["original", "current"])


def _changed(options: dict[str, Any]) -> Any:
    from bihuan.figures.kinds import Basis
    from bihuan.figures.queries import earlier, why

    known_then, known_on = _day(options["known_then"]), _day(options["known_on"])
    now = replace(question(options), known_on=known_on)
    since = Month.parse(options["since"]) if options["since"] else None
    basis = Basis(options["basis_then"] or now.basis)
    return why(options["why"], earlier(now, since, basis, known_then or known_on), now)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(gettext("“%s” is not a day such as 2024-03-31.") % text) from None


def _plain(asked: Any) -> list[dict[str, Any]]:
    from bihuan.figures.queries import figures
    from bihuan.figures.shown import plain_figure

    return [plain_figure(each, asked) for each in figures(asked)]


def _compared(asked: Any, comparison: str) -> list[dict[str, Any]]:
    from bihuan.figures.kinds import Comparison
    from bihuan.figures.queries import compared, figures
    from bihuan.figures.shown import plain_compared

    found = compared(figures(asked), asked, Comparison(comparison))
    return [plain_compared(each, asked) for each in found]


def add_question(parser: CommandParser) -> None:
    """Ask for year, month and plan, as both commands do."""
    parser.add_argument("--year", type=int)
    parser.add_argument("--month", help="2024-03")
    parser.add_argument("--basis", choices=["original", "current"], default="original")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="DIMENSION=KEY",
        help=gettext_noop("of some projects: tier=municipal, project_class=preparation, theme=3 …"),
    )


def question(options: dict[str, Any]) -> Any:
    """Return what the options ask: without a month, to the last one with an accepted report."""
    from bihuan.figures.kinds import Basis
    from bihuan.figures.queries import latest_month
    from bihuan.figures.questions import Question

    month = _month(options["month"], options["year"]) if options["month"] else None
    year = options["year"] if options["year"] is not None else month.year if month else None
    year = year if year is not None else District.objects.served().year or timezone.localdate().year
    if not 1990 <= year <= 2100:
        raise Refusal(gettext("“%s” is not a year of the lists.") % year)
    if month and month.year != year:
        raise Refusal(
            gettext("The month %(month)s is not in %(year)s.") % {"month": month, "year": year}
        )
    number = month.number if month else latest_month(year)
    only = tuple(_narrowing(each) for each in options["only"])
    today = timezone.localdate()
    return Question(year, number, Basis(options["basis"]), only=only, today=today)


def _month(asked: str, year: int | None) -> Month:
    """Return the month that is named, by its number alone too where the year is."""
    named = month_named(asked, year) if year in YEARS else None
    return named or Month.parse(asked)


def _narrowing(asked: str) -> tuple[Any, str]:
    from bihuan.figures.kinds import Dimension

    name, _equals, key = asked.partition("=")
    if name not in Dimension.values:
        raise Refusal(
            gettext("“%(asked)s” is none of: %(known)s.")
            % {"asked": asked, "known": ", ".join(f"{each}=…" for each in Dimension.values)}
        )
    return Dimension(name), key
