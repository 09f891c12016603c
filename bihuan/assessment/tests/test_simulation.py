"""Another scheme on the same facts: who moves and why, by rule, on the page, over the API."""

import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment.kinds import MovedWay
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.queries import board, scheme_of
from bihuan.assessment.rules.ranking import Ranked
from bihuan.assessment.rules.scoring import Score, ScoreLine
from bihuan.assessment.rules.simulation import Moved, moved, sums_of
from bihuan.figures.tests.district import play
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month

from .small_scheme import TEXT

MARCH = Month(2024, 3)
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
PAGE, API = "/assessment/simulate/", "/api/assessment/simulate"
SHEET = scheme_presets()["yanan"].latest.sheets[0]
LIGHTER = (
    TEXT.replace("default:", "lighter:")
    .replace("max: 60", "max: 50")
    .replace("weight: 60", "weight: 50")
    .replace("total: 100", "total: 90", 1)
    .replace("below: 60", "below: 50")
)


def ranked(key: str, rank: int, **points: int) -> Ranked:
    lines = [ScoreLine(i, i, Decimal(p), Decimal(100), "") for i, p in points.items()]
    return Ranked(Score(key, key, SHEET, tuple(lines)), rank, rank, rank, 3)


def unassessed(key: str, reason: str) -> Ranked:
    return Ranked(Score(key, key, SHEET, reason=reason), None, None, None, 3)


def test_who_moves_farthest_comes_first_with_the_lines_that_differ():
    before = [ranked("a", 1, x=50, y=10), ranked("b", 2, x=40, y=10)]
    after = [ranked("b", 1, x=60, y=10), ranked("a", 2, x=45, z=10)]
    first, second = moved(before, after)
    assert first.key == "b"
    assert first.difference == 20
    assert (first.places, first.way) == (1, MovedWay.RISEN)
    assert [line.id for line in first.why] == ["x"]
    assert first.why[0].difference == 20
    assert second.difference == -5
    assert (second.places, second.way) == (-1, MovedWay.FALLEN)
    lines = [(line.id, line.before, line.after) for line in second.why]
    assert lines == [("y", 10, None), ("z", None, 10), ("x", 50, 45)]


def test_not_assessed_is_no_difference_and_says_why():
    found = moved(
        [ranked("a", 1, x=50), unassessed("b", "nothing was reported"), unassessed("d", "no")],
        [unassessed("a", "there is no plan"), ranked("b", 1, x=0), ranked("c", 2, x=9)],
    )
    ways = {each.key: (each.way, each.difference, each.reason) for each in found}
    assert ways == {
        "a": (MovedWay.LEFT, None, "there is no plan"),
        "b": (MovedWay.JOINED, None, "nothing was reported"),
        "c": (MovedWay.JOINED, None, ""),
    }, "who has a score under neither is left out"


def test_sums_say_how_many_move_which_way_and_who_moves_farthest():
    before = [ranked("a", 1, x=50), ranked("b", 2, x=40), ranked("c", 3, x=30)]
    after = [ranked("a", 1, x=51), ranked("b", 2, x=30), ranked("c", 3, x=30)]
    sums = sums_of(moved(before, after))
    assert dict(sums.counts) == {
        MovedWay.RISEN: 1,
        MovedWay.FALLEN: 1,
        MovedWay.STAYED: 1,
        MovedWay.JOINED: 0,
        MovedWay.LEFT: 0,
    }
    assert (sums.mean_before, sums.mean_after) == (Decimal("40.00"), Decimal("37.00"))
    assert sums.rises_most.key == "a"
    assert sums.falls_most.key == "b"
    nobody = sums_of([])
    assert (nobody.mean_before, nobody.rises_most) == (None, None)


@pytest.fixture
def district(small_scheme):
    with time_machine.travel(NOW, tick=False):
        yield play()


@pytest.fixture
def office(district):
    return signed_in(make_user())


def shown(answer) -> dict[str, Moved]:
    return {each.label: each for each in answer.context["found"]}


@pytest.mark.django_db
class TestSimulationPage:
    def test_without_a_scheme_it_says_what_to_do(self, office):
        html = office.get(PAGE).text
        assert "尚未选择对比办法" in html
        assert "提交自己的考核办法" in html

    def test_the_score_in_force_is_that_of_the_board(self, office):
        found = shown(office.get(f"{PAGE}?month=2024-03&scheme=yanan"))
        scores = board(MARCH, scheme_of(MARCH).sheets[0], local_day(NOW))
        of_board = {
            e.ranked.score.label: e.ranked.score.total for e in scores if e.ranked.score.is_assessed
        }
        assert of_board == {k: e.before.score.total for k, e in found.items() if e.before}
        assert of_board

    def test_a_text_is_brought_compared_and_taken_out(self, office):
        sent = office.post(f"{PAGE}text/?month=2024-03&of=construction", {"text": LIGHTER})
        assert sent.status_code == 302, sent.text
        page = office.get(sent["Location"])
        found = shown(page)
        assert found.keys() == {"一", "二"}
        for each in found.values():
            assert each.difference == each.after.score.total - each.before.score.total
            assert sum(line.difference for line in each.why) == each.difference
            assert each.way is MovedWay.FALLEN
        book = load_workbook(
            io.BytesIO(office.get(f"{PAGE}moves.xlsx?{page.context['asked'].query}").content)
        )
        rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
        assert {row[1]: Decimal(str(row[4])) for row in rows} == {
            label: each.difference for label, each in found.items()
        }

    def test_rows_are_filtered_and_sorted(self, office):
        sent = office.post(f"{PAGE}text/?month=2024-03&of=construction", {"text": LIGHTER})
        address = sent["Location"]
        up = [each.label for each in office.get(f"{address}&sort=after").context["page"]]
        down = [each.label for each in office.get(f"{address}&sort=-after").context["page"]]
        assert up == down[::-1]
        assert not list(office.get(f"{address}&way=risen").context["page"])
        assert len(office.get(f"{address}&way=fallen").context["page"]) == 2

    def test_a_faulty_text_is_shown_with_its_faults_and_nothing_is_lost(self, office):
        text = TEXT.replace("plan_completion.all", "no_such_figure").replace("max: 30", "max: 31")
        answer = office.post(f"{PAGE}text/?month=2024-03", {"text": text})
        assert answer.status_code == 422
        faults = answer.context["form"].faults
        assert {fault.line for fault in faults} >= {
            place for place, line in enumerate(text.splitlines(), 1) if "no_such_figure" in line
        }
        assert "no_such_figure" in answer.text
        assert "31" in answer.text
        assert answer.context["form"]["text"].value() == text

    def test_a_file_is_read_and_shown_beside_its_faults(self, office):
        def send(content: bytes):
            file = SimpleUploadedFile("scheme.yaml", content)
            return office.post(f"{PAGE}text/?month=2024-03", {"file": file})

        assert send(LIGHTER.encode()).status_code == 302
        faulty = send(b"a: {")
        assert faulty.status_code == 422
        assert faulty.context["form"]["text"].value() == "a: {"
        assert send(b"\xff\xfe\x00").context["form"].errors["file"]
        assert send(b"#" * 1_000_001).context["form"].errors["file"]

    @pytest.mark.parametrize("text", ["", "   ", "# nothing", f"{TEXT}\n{LIGHTER}"])
    def test_no_scheme_and_several_are_refused(self, office, text):
        answer = office.post(f"{PAGE}text/?month=2024-03", {"text": text})
        assert answer.status_code == 422
        assert answer.context["form"].errors

    def test_what_is_remembered_no_longer_is_said(self, office):
        for said in (f"text={'0' * 64}", "text=../../x", "scheme=none", "scheme=/etc/passwd"):
            answer = office.get(f"{PAGE}?month=2024-03&{said}")
            assert answer.status_code == 200
            assert answer.context["asked"].missing

    def test_others_than_projects_are_compared(self, office):
        sent = office.post(f"{PAGE}text/?month=2024-03&of=organisations", {"text": LIGHTER})
        found = shown(office.get(sent["Location"]))
        assert {each.way for each in found.values()} == {MovedWay.STAYED}

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER, Role.COMMANDER])
    def test_it_is_for_the_office_and_supervisors(self, district, role):
        client = signed_in(make_user(role=role))
        for path in (PAGE, f"{PAGE}moves.xlsx?month=2024-03&scheme=default"):
            assert client.get(path).status_code == 403
        assert client.post(f"{PAGE}text/", {"text": TEXT}).status_code == 403
        assert PAGE not in client.get("/assessment/2024-03/").text
        supervisor = signed_in(make_user(role=Role.SUPERVISOR))
        assert PAGE in supervisor.get("/assessment/2024-03/").text
        assert supervisor.get(f"{PAGE}?month=2024-03&scheme=default").status_code == 200


@pytest.mark.django_db
class TestSimulationApi:
    def test_it_gives_what_the_command_prints(self, office, capsys):
        call_command("simulate", year=2024, month="3", scheme="yanan", json=True)
        printed = json.loads(capsys.readouterr().out)
        assert office.get(f"{API}?month=2024-03&scheme=yanan").json() == printed
        assert printed

    def test_a_text_is_sent(self, office):
        def send(text):
            said = json.dumps({"scheme": text, "month": "2024-03", "class": "construction"})
            return office.post(API, said, content_type="application/json")

        found = send(LIGHTER).json()
        assert {each["subject"] for each in found} == {"一", "二"}
        for each in found:
            assert Decimal(each["difference"]) == sum(
                Decimal(line["points_after"] or 0) - Decimal(line["points_before"] or 0)
                for line in each["why"]
            )
        faulty = send(TEXT.replace("max: 30", "max: 31"))
        assert faulty.status_code == 409
        assert "31" in faulty.json()["message"]

    def test_an_unknown_scheme_is_refused_by_name(self, office):
        answer = office.get(f"{API}?month=2024-03&scheme=/etc/passwd")
        assert answer.status_code == 409
        assert "/etc/passwd" in answer.json()["message"]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_scheme")
class TestCommandsOfNoYear:
    @pytest.mark.parametrize("command", ["assess", "simulate", "commitments"])
    @pytest.mark.parametrize("year", [0, -1, 99_999])
    def test_a_year_that_is_none_is_refused(self, command, year):
        scheme = {"scheme": "yanan"} if command == "simulate" else {}
        with pytest.raises(Refusal, match=str(year)):
            call_command(command, year=year, **scheme)

    @pytest.mark.parametrize("command", ["assess", "simulate"])
    def test_a_year_without_lists_says_so_beside_an_empty_answer(self, command, capsys):
        scheme = {"scheme": "yanan"} if command == "simulate" else {}
        call_command(command, year=2030, month="6", json=True, **scheme)
        printed = capsys.readouterr()
        assert json.loads(printed.out) == []
        assert "2030-06" in printed.err

    def test_figures_take_the_number_of_a_month_of_a_year(self, capsys):
        call_command("figures", "--year", "2024", "--month", "6", "--json")
        short = capsys.readouterr().out
        call_command("figures", "--year", "2024", "--month", "2024-06", "--json")
        assert short == capsys.readouterr().out
        with pytest.raises(Refusal):
            call_command("figures", "--year", "0")
