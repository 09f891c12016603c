"""Organisations, users and keys over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from bihuan.accounts import actions
from bihuan.accounts.http import UserRequest, require_person
from bihuan.accounts.models import Leader, Organisation, Token, User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import GRANTS, Can
from bihuan.accounts.rules import LONGEST_KEY_DAYS, USUAL_KEY_DAYS
from bihuan.accounts.scopes import Access, Area
from bihuan.kit.schemas import READING, WRITING, RowNumber, Text

router = Router()
Short = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]


class OrganisationIn(Schema):
    name: Short
    credit_code: Short = ""
    in_charge_id: RowNumber | None = None


class OrganisationOut(Schema):
    id: int
    name: str
    credit_code: str
    in_charge_id: int | None
    closed_on: date | None
    merged_into_id: int | None


class LeaderIn(Schema):
    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
    title: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    is_principal: bool = False


class LinkIn(Schema):
    """The commander's sign-in that stands for a leader; null for nobody's."""

    user_id: RowNumber | None
    is_principal: bool | None = None


class LeaderOut(Schema):
    id: int
    name: str
    title: str
    is_principal: bool
    user_id: int | None


class UserIn(Schema):
    role: Short
    organisation_id: RowNumber | None = None
    full_name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""
    title: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None


class NewUserIn(Schema):
    username: Short
    password: Short
    role: Short
    organisation_id: RowNumber | None = None
    full_name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    title: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""


class UserOut(Schema):
    id: int
    username: str
    full_name: str
    title: str
    role: str
    organisation_id: int | None
    is_active: bool


class MeOut(UserOut):
    may: list[str]

    @staticmethod
    def resolve_may(user: User) -> list[str]:
        return sorted(GRANTS[user.role])


class TokenIn(Schema):
    """A new key: what it is for, what it opens, and for how many days."""

    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
    access: Access = Access.READ
    areas: Annotated[list[Area], Field(min_length=1, max_length=len(Area))] = [Area.ALL]
    days: Annotated[int, Field(ge=1, le=LONGEST_KEY_DAYS)] = USUAL_KEY_DAYS


class TokenOut(Schema):
    """A key; `used_at` and `used_from` tell of its last use, to within ten minutes."""

    id: int
    name: str
    access: str
    areas: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_from: str
    revoked_at: datetime | None


class HeldTokenOut(TokenOut):
    """A key and who holds it."""

    username: str

    @staticmethod
    def resolve_username(token: Token) -> str:
        return token.user.get_username()


class NewTokenOut(TokenOut):
    key: str


class NewPassword(Schema):
    password: str


class DeactivateIn(Schema):
    """Why, and whether what still hangs on the user is to stay so."""

    reason: Text = ""
    leave_held: bool = False


@router.get("organisations", response={200: list[OrganisationOut], **READING})
def list_organisations(request: UserRequest) -> QuerySet[Organisation]:
    return Organisation.objects.all()


@router.post("organisations", response={201: OrganisationOut, **WRITING})
def add_organisation(request: UserRequest, said: OrganisationIn) -> Status[Organisation]:
    made = actions.add_organisation(
        name=said.name,
        credit_code=said.credit_code,
        in_charge=_leader(said.in_charge_id),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, made)


@router.put("organisations/{int:pk}", response={200: OrganisationOut, **WRITING})
def edit_organisation(request: UserRequest, pk: int, said: OrganisationIn) -> Organisation:
    return actions.edit_organisation(
        organisation=get_object_or_404(Organisation, pk=pk),
        name=said.name,
        credit_code=said.credit_code,
        in_charge=_leader(said.in_charge_id),
        by=request.user,
        at=timezone.now(),
    )


@router.get("leaders", response={200: list[LeaderOut], **READING})
def list_leaders(request: UserRequest) -> QuerySet[Leader]:
    return Leader.objects.order_by("pinyin", "name", "pk")


@router.post("leaders", response={201: LeaderOut, **WRITING})
def add_leader(request: UserRequest, said: LeaderIn) -> Status[Leader]:
    made = actions.add_leader(**said.dict(), by=request.user, at=timezone.now())
    return Status(201, made)


@router.put("leaders/{int:pk}", response={200: LeaderOut, **WRITING})
def link_leader(request: UserRequest, pk: int, said: LinkIn) -> Leader:
    """Let a commander's sign-in stand for the leader; say whether he or she is a principal one."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    require_person(request)
    user = None if said.user_id is None else get_object_or_404(User, pk=said.user_id)
    return actions.link_leader(
        leader=get_object_or_404(Leader, pk=pk),
        user=user,
        is_principal=said.is_principal,
        by=request.user,
        at=timezone.now(),
    )


@router.get("users", response={200: list[UserOut], **READING})
def list_users(request: UserRequest) -> QuerySet[User]:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return User.objects.order_by("username")


@router.post("users", response={201: UserOut, **WRITING})
def add_user(request: UserRequest, said: NewUserIn) -> Status[User]:
    require(request.user, Can.ACCOUNTS_MANAGE)
    require_person(request)
    made = actions.add_user(
        username=said.username,
        password=said.password,
        role=said.role,
        full_name=said.full_name,
        title=said.title,
        phone=said.phone,
        organisation=_organisation(said.organisation_id),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, made)


@router.put("users/{int:pk}", response={200: UserOut, **WRITING})
def edit_user(request: UserRequest, pk: int, said: UserIn) -> User:
    require_person(request)
    return actions.edit_user(
        user=_user(request, pk),
        role=said.role,
        full_name=said.full_name,
        phone=said.phone,
        title=said.title,
        organisation=_organisation(said.organisation_id),
        by=request.user,
        at=timezone.now(),
    )


@router.post("users/{int:pk}/deactivate", response={200: UserOut, **WRITING})
def deactivate(request: UserRequest, pk: int, said: DeactivateIn) -> User:
    require_person(request)
    return actions.deactivate(
        user=_user(request, pk),
        reason=said.reason,
        leave_held=said.leave_held,
        by=request.user,
        at=timezone.now(),
    )


@router.post("users/{int:pk}/reactivate", response={200: UserOut, **WRITING})
def reactivate(request: UserRequest, pk: int) -> User:
    require_person(request)
    return actions.reactivate(user=_user(request, pk), by=request.user, at=timezone.now())


@router.post("users/{int:pk}/password", response={200: NewPassword, **WRITING})
def reset_password(request: UserRequest, pk: int) -> dict[str, str]:
    """Give a user a new password; it is told here once, and to no key."""
    require_person(request)
    password = actions.reset_password(user=_user(request, pk), by=request.user, at=timezone.now())
    return {"password": password}


@router.get("me", response={200: MeOut, **READING})
def me(request: UserRequest) -> User:
    """Say who the request acts as, and what that user may do."""
    return request.user


@router.get("tokens", response={200: list[TokenOut], **READING})
def list_tokens(request: UserRequest) -> QuerySet[Token]:
    """One's own keys; what was told when they were issued is not kept."""
    return request.user.tokens.order_by("-pk")


@router.get("tokens/all", response={200: list[HeldTokenOut], **READING})
def list_all_tokens(request: UserRequest) -> QuerySet[Token]:
    """Everybody's keys that are not ended, for who manages accounts."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    return Token.objects.held()


@router.post("tokens", response={201: NewTokenOut, **WRITING})
def issue_token(request: UserRequest, said: TokenIn) -> Status[dict[str, object]]:
    """Make a key of one's own, signed in oneself; it is told here once."""
    require_person(request)
    token, key = actions.issue_token(**said.dict(), by=request.user, at=timezone.now())
    told = TokenOut.from_orm(token).dict()
    return Status(201, {**told, "key": key})


@router.post("tokens/{int:pk}/revoke", response={200: TokenOut, **WRITING})
def revoke_token(request: UserRequest, pk: int) -> Token:
    """End a key, signed in oneself: one's own, or anybody's by who manages accounts."""
    require_person(request)
    token = get_object_or_404(_tokens(request), pk=pk)
    return actions.revoke_token(token=token, by=request.user, at=timezone.now())


def _tokens(request: UserRequest) -> QuerySet[Token]:
    everybody = may(request.user, Can.ACCOUNTS_MANAGE)
    return Token.objects.all() if everybody else request.user.tokens.all()


def _user(request: UserRequest, pk: int) -> User:
    require(request.user, Can.ACCOUNTS_MANAGE)  # whether there is such a user is told to no other
    return get_object_or_404(User, pk=pk)


def _leader(pk: int | None) -> Leader | None:
    return None if pk is None else get_object_or_404(Leader, pk=pk)


def _organisation(pk: int | None) -> Organisation | None:
    return None if pk is None else get_object_or_404(Organisation, pk=pk)
