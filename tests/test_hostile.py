"""No input ends in a crash: every address, form and call, with what nobody would send.

Each test goes through all of its kind and tells every place that fails.
"""

import json
from decimal import Decimal
from http.cookies import SimpleCookie
from importlib import import_module
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.projects.forms import ProjectField
from bihuan.projects.models import Project

from .cells import FULL
from .hostile import (
    JSON,
    KEY,
    KEYS,
    LONG,
    NUMBERS,
    WORDS,
    bodies,
    filled,
    is_tried,
    parameters,
    places,
    put,
    rounds,
)
from .house import PACKAGE
from .test_roles import SCHEMA, RowsInReach, sample

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
SAMPLES = {
    "int": "1",
    "row": "1",
    "year": "2024",
    "month": "2024-03",
    "str": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
MARK = "put-it-here"
COOKIE_BYTES = 4_096  # that a browser keeps of one
LONGEST = 100_000  # characters that any text may have
READS_NO_FORM = {"/backups/make/"}
"""Pages that take nothing from a form, and wait for the end of a transaction that writes."""
FORMS = [
    (f"{path.parent.name}.{name}", form)
    for path in sorted(PACKAGE.glob("*/forms.py"))
    for name, form in vars(import_module(f"bihuan.{path.parent.name}.forms")).items()
    if isinstance(form, type) and issubclass(form, forms.Form | forms.ModelForm)
]
CALLS = [
    (method, path, call)
    for path, methods in SCHEMA["paths"].items()
    for method, call in methods.items()
]


@pytest.fixture
def world():
    return RowsInReach()


class SteadyClient(Client):
    """Comes to every page with the session it began with, though it was told to forget it."""

    begun: str

    def request(self, **asked):
        self.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.begun})
        return super().request(**asked)


def signed_in(user: User) -> SteadyClient:
    if not user.has_usable_password():
        user.set_password("Bihuan-2024-x")
        user.save()
    client = SteadyClient(raise_request_exception=False)
    client.force_login(user)
    client.begun = str(client.session.session_key)
    return client


def sentences(failures):
    return "\n".join(f"{where}: {why!r}"[:300] for where, why in failures)


def failure(answer):
    """Return what crashed, a status that nobody should see or a header that no server sends; None
    if all is well.
    """
    if answer.status_code >= 500:
        crashed = getattr(answer, "exc_info", None)
        return crashed[1] if crashed else answer.status_code
    cookies = [morsel.output(header="") for morsel in answer.cookies.values()]
    unsendable = [each for each in (*answer.headers.values(), *cookies) if not each.isascii()]
    too_long = [each for each in cookies if len(each) > COOKIE_BYTES]
    return next(iter(unsendable + too_long), None)


def test_no_address_crashes_whatever_stands_in_its_places(world):
    client = signed_in(world.people[Role.OFFICE])
    failures = []
    for at, path in enumerate(each for each in places() if "<" in each):
        for turn, (number, ask) in enumerate(product(NUMBERS, (client.get, client.post))):
            address = filled(path, {**SAMPLES, "int": number, "row": number, "year": number})
            if is_tried(at, turn, of=8):
                with transaction.atomic():
                    answer = ask(address)
                    transaction.set_rollback(True)
                if why := failure(answer):
                    failures.append((address[:90], why))
    assert not failures, sentences(failures)


def test_no_page_crashes_whatever_it_is_asked(world):
    client = signed_in(world.people[Role.OFFICE])
    failures = []
    for turn, asked in enumerate(rounds(parameters(), WORDS, len(WORDS) if FULL else 3)):
        query = urlencode(asked, quote_via=quote)
        for at, path in enumerate(places()):
            if is_tried(at, turn, of=4):
                answer = client.get(f"{filled(path, SAMPLES)}?{query}")
                failures += [(path, why)] if (why := failure(answer)) else []
    assert not failures, sentences(failures)


def test_no_page_crashes_whatever_its_form_brings(world):
    client = signed_in(world.people[Role.OFFICE])
    names = parameters() | {name for _form, form in FORMS for name in form.base_fields}
    failures = []
    names |= {"\0", "cell:\0", "column:" + "长" * 300}
    forms = list(rounds(names, WORDS, len(WORDS) if FULL else 2))
    for (turn, brought), (at, path) in product(enumerate(forms), enumerate(places())):
        if is_tried(at, turn, of=6) and path not in READS_NO_FORM:
            with transaction.atomic():
                answer = client.post(filled(path, SAMPLES), brought)
                transaction.set_rollback(True)
            if why := failure(answer):
                failures.append((path, why))
    assert not failures, sentences(failures)


def test_no_form_lets_through_what_no_column_holds():
    through = [
        (f"{name}.{field}", value)
        for name, form in FORMS
        for field, box in form.base_fields.items()
        for word in (*WORDS, LONG)
        if not (word == LONG and (name, field) in READ_AS_A_FILE)
        if not _is_storable(value := _cleaned(form, field, box, word))
    ]
    assert not through, sentences(through)


READ_AS_A_FILE = {("importing.UploadForm", "pasted")}
"""Fields whose text goes the way of a file, and into no column."""


def _cleaned(form, name, box, word):
    if isinstance(box, ProjectField):
        box.projects = Project.objects.all()
    try:
        value = box.clean([word] if isinstance(box, forms.ModelMultipleChoiceField) else word)
        column = name in _columns(form) and form._meta.model._meta.get_field(name)
        return column.clean(value, None) if column and value is not None else value
    except ValidationError:
        return None


def _columns(form):
    """Return the names of a form's fields that are columns of its model, which checks them too."""
    model = issubclass(form, forms.BaseModelForm) and form._meta.model
    return {each.name for each in model._meta.concrete_fields} if model else set()


def _is_storable(value):
    if isinstance(value, str):
        return "\0" not in value and len(value) <= LONGEST
    if isinstance(value, Decimal):
        return value.is_finite()
    return not isinstance(value, int) or abs(value) < 2**63


def test_no_call_crashes_whatever_one_of_its_values_is(world):
    people = [world.people[role] for role in (Role.OFFICE, Role.STATISTICS)]
    clients = [signed_in(user) for user in people]
    failures = []
    for method, path, call in CALLS:
        client = clients["statistics" in path and method != "get"]
        for where, address, body in _requests(world, method, path, call):
            with transaction.atomic():
                answer = client.generic(
                    method.upper(), address, body, content_type="application/json"
                )
                transaction.set_rollback(True)
            if why := failure(answer):
                failures.append((f"{method} {path} {where}", why))
    assert not failures, sentences(failures)


def _requests(world, method, path, call):
    """Yield for each value that a call takes: which, the address, and the body."""
    address = world.address(path.removeprefix("/api/"))
    inside = [each for each in call.get("parameters", []) if each["in"] == "query"]
    if inside:
        for turn, asked in enumerate(
            rounds([each["name"] for each in inside], WORDS, len(WORDS) if FULL else 4)
        ):
            if is_tried(0, turn, of=2):
                yield asked, f"{address}?{urlencode(asked, quote_via=quote)}", ""
    shape = call.get("requestBody", {}).get("content", {}).get("application/json")
    if not shape:
        return
    least = sample(shape["schema"], world.ids)
    for at, way in enumerate(bodies(shape["schema"], SCHEMA["components"]["schemas"])):
        text = json.dumps(put(least, way, MARK))
        for value in (each for turn, each in enumerate(JSON) if is_tried(at, turn, of=8)):
            body = text.replace(f'"{MARK}"', value).replace(f'"{KEY}"', KEYS[0])
            yield f"{way} {value[:12]}", address, body
        for key in KEYS if KEY in way else ():
            yield (
                f"{way} {key[:12]}",
                address,
                text.replace(f'"{MARK}"', "1").replace(f'"{KEY}"', key),
            )
    yield "digits", address, "9" * 5_000
