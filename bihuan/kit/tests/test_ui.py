"""Components, each rendered as pages render them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from bihuan.kit.months import Month


class Opened(NamedTuple):
    """What opens for somebody."""

    commanders: bool = False


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def rendered(source, rf=None, path="/", **context):
    if rf:
        context["request"] = rf.get(path)
    return Template(source).render(Context(context))


def test_a_card_has_its_title_as_heading():
    assert "<h2>Plan</h2>" in rendered('{% card title="Plan" %}x{% endcard %}')
    assert "<h2>" not in rendered("{% card %}x{% endcard %}")


@pytest.mark.parametrize(
    ("kind", "role"), [("info", "status"), ("good", "status"), ("warn", "status"), ("bad", "alert")]
)
def test_a_bad_notice_interrupts_and_others_wait(kind, role):
    html = rendered("{% notice kind=kind %}x{% endnotice %}", kind=kind)
    assert f'role="{role}"' in html
    assert f'data-kind="{kind}"' in html


def test_words_put_into_components_are_escaped():
    html = rendered(
        "{% card title=w %}{{ w }}{% endcard %}{% stat label=w value=w unit=w note=w href=w %}"
        "{% pill w %}{% progress_bar percent=1 label=w %}"
        "{% empty_state title=w %}{% endempty_state %}",
        w='"><script>',
    )
    assert "<script>" not in html


def test_a_pill_shows_the_label_and_takes_the_tone_of_the_code():
    html = rendered("{% pill c %}", c=SimpleNamespace(value="paused", label="Paused"))
    assert 'data-tone="warn"' in html
    assert ">Paused<" in html


def test_a_pill_of_an_unknown_code_has_no_tone():
    html = rendered("{% pill c %}", c=SimpleNamespace(value="odd", label="Odd"))
    assert 'data-tone=""' in html


def test_every_light_has_a_shape_and_a_word_of_its_own():
    said = [rendered("{% light c %}", c=c) for c in ("green", "yellow", "red", "grey")]
    words = ["Green", "Yellow", "Red", "No data"]
    assert all(word in html for word, html in zip(words, said, strict=True))
    assert len({html.split("</svg>")[0].split("aria-hidden")[1] for html in said}) == 4


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_light_and_no_figure_are_shown_as_such(nothing):
    assert "No data" in rendered("{% light c %}", c=nothing)
    assert "—" in rendered("{% stat label='a' value=v %}", v=nothing)


def test_a_figure_of_nought_is_a_figure():
    assert ">0<" in rendered("{% stat label='a' value=v %}", v=0)


def test_a_figure_with_an_address_opens():
    assert rendered("{% stat label='a' value=1 href='/f/' %}").startswith(
        '<a class="stat" href="/f/"'
    )


def test_a_bar_stops_at_its_end_but_says_the_true_rate():
    html = rendered(
        "{% progress_bar percent=p target=t label='a' %}", p=Decimal("142.1"), t=Decimal(100)
    )
    assert 'width="100.00"' in html
    assert "142.1%" in html


def test_a_bar_rounds_half_up_as_all_rates_do():
    assert "78.5%" in rendered("{% progress_bar percent=p %}", p=Decimal("78.45"))


def test_a_bar_of_nothing_known_is_a_dash():
    assert "—" in rendered("{% progress_bar label='a' %}")


def test_the_pager_keeps_the_query(rf):
    html = rendered(
        "{% pager p %}", rf, "/?tier=district&page=2", p=Paginator(range(95), 20).page(2)
    )
    assert "?tier=district&amp;page=1" in html
    assert "?tier=district&amp;page=3" in html


@pytest.mark.parametrize(("number", "missing"), [(1, "prev"), (5, "next")])
def test_the_pager_has_no_way_beyond_its_ends(rf, number, missing):
    html = rendered("{% pager p %}", rf, p=Paginator(range(95), 20).page(number))
    assert f'rel="{missing}"' not in html


@pytest.mark.parametrize(
    ("path", "state", "href"),
    [
        ("/", "", "?sort=name"),
        ("/?sort=name", 'aria-sort="ascending"', "?sort=-name"),
        ("/?sort=-name&page=3", 'aria-sort="descending"', "?sort=name"),
        ("/?sort=other", "", "?sort=name"),
    ],
)
def test_a_head_sorts_up_then_down_and_goes_back_to_the_first_page(rf, path, state, href):
    html = rendered('{% sort_header "Name" "name" %}', rf, path)
    assert f'href="{href}"' in html
    assert state in html
    assert ("aria-sort" in html) is bool(state)


def test_a_link_to_a_page_that_is_not_there_is_left_out(rf):
    assert rendered('{% nav_link "x" "no:such" %}', rf) == ""


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", ['<a href="/" aria-current="page">']),
        ("/projects/", ['<a href="/projects/" aria-current="page">']),
        ("/projects/1/", ['<a href="/projects/" aria-current="page">']),
        ("/search/", []),
    ],
)
def test_the_link_to_where_we_are_is_marked(rf, path, marked):
    html = rendered('{% navigation "ui/nav.html" doors %}', rf, path, doors=Opened())
    assert re.findall(r'<a [^>]*aria-current="page">', html) == marked


def test_the_navigation_is_written_for_each_language_and_for_what_opens(rf):
    def shown(doors):
        return rendered('{% navigation "ui/nav.html" doors %}', rf, "/search/", doors=doors)

    assert "Commanders" in shown(Opened(commanders=True))
    assert "Commanders" not in shown(Opened())
    with translation.override("zh-hans"):
        assert "指挥长" in shown(Opened(commanders=True))
    assert "指挥长" not in shown(Opened(commanders=True))


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|yi }}", 11_730_000_000, "117.30"),
        ("{{ v|yi }}", 500_000, "0.01"),
        ("{{ v|yi }}", 499_999, "0.00"),
        ("{{ v|wan }}", 12_345_600, "1,234.56"),
        ("{{ v|amount }} {{ v|amount_unit }}", 1_000_000_000, "1.00 CNY bn"),
        ("{{ v|amount }} {{ v|amount_unit }}", 99_999_999, "100.00 CNY m"),
        ("{{ v|amount }} {{ v|amount_unit }}", 0, "0.00 CNY m"),
        ("{{ v|amount:100000000 }}", 12_345_600, "0.12"),
        ("{{ v|unit_name }}", 10_000, "ten thousand yuan"),
        ("{{ v|percent:1 }}", Decimal("142.05"), "142.1"),
        ("{{ v|percent:1 }}", Decimal("142.04"), "142.0"),
        ("{{ v|signed }}", Decimal("3.25"), "+3.3"),
        ("{{ v|signed }}", Decimal("-3.24"), "-3.2"),
        ("{{ v|signed }}", Decimal("-0.04"), "0.0"),
        ("{{ v|month }}", Month(2024, 3), "March 2024"),
        ("{{ v|month }}", date(2024, 3, 1), "March 2024"),
        ("{{ v|day }}", date(2024, 3, 5), "5 Mar 2024"),
        ("{{ v|day }}", datetime(2024, 3, 4, 16, 0, tzinfo=UTC), "5 Mar 2024"),
        ("{{ v|day }}", datetime(2024, 3, 4, 15, 59, tzinfo=UTC), "4 Mar 2024"),
        ("{{ v|moment }}", datetime(2024, 3, 4, 16, 5, tzinfo=UTC), "5 Mar 2024 00:05"),
    ],
)
def test_values_are_shown_as_the_office_writes_them(source, value, shown):
    assert rendered(source, v=value) == shown


@pytest.mark.parametrize(
    "name", ["yi", "wan", "amount", "percent", "signed", "month", "day", "moment"]
)
def test_what_is_not_known_is_a_dash_and_not_nought(name):
    assert rendered("{{ v|" + name + " }}", v=None) == "—"


def test_a_month_is_written_in_the_language_of_the_page():
    with translation.override("zh-hans"):
        assert rendered("{{ v|month }}", v=Month(2024, 3)) == "2024年3月"


def test_a_head_that_sorts_names_its_unit(rf):
    html = rendered('{% sort_header "Plan" "plan" unit="ten thousand yuan" %}', rf)
    assert '</span><span class="unit"> (ten thousand yuan)</span></a>' in html


def test_a_unit_stands_in_the_brackets_of_the_language():
    assert rendered('Plan{% in_unit "ten thousand yuan" %}') == "Plan (ten thousand yuan)"
    with translation.override("zh-hans"):
        assert rendered('计划{% in_unit "万元" %}') == "计划（万元）"
