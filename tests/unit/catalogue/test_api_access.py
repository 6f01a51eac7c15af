"""Who calls is read from the claims of API Gateway's authorizer, and what they may do from one table."""

from __future__ import annotations

from typing import Any

import pytest

from bildtext.access import ACCESS, ROLES, SCOPES, WITHOUT_TOKEN, Caller, caller_of, require
from bildtext.edit_errors import Forbidden, Unauthorized
from tests.api_events import api_event, machine, user

RELEASES = {"POST /articles/{number}/release", "POST /articles/{number}/withdraw"}


def asked(route: str, claims: dict[str, Any] | None) -> Caller:
    values = dict.fromkeys(("number", "key", "id", "group"), "1")
    return require(api_event(route, values, claims=claims), route)


@pytest.mark.parametrize("groups", ["[Freigabe Redaktion]", "Freigabe,Redaktion", ["Freigabe", "Redaktion"]])
def test_groups_are_read_from_text_and_from_a_list(groups: Any) -> None:
    caller = caller_of(api_event("GET /labels", claims={**user(), "cognito:groups": groups}))
    assert caller is not None
    assert caller.roles == {"Freigabe", "Redaktion"}


def test_a_user_has_a_name_roles_and_the_scopes_of_this_api() -> None:
    claims = user("Redaktion", "eu-central-1_pool_Google", scope="openid profile bildtext/read other/edit")
    caller = caller_of(api_event("GET /labels", claims=claims))
    assert caller == Caller("id-of-eva", "eva", frozenset({"Redaktion"}), frozenset({"read"}), is_machine=False)


def test_a_machine_has_no_roles_even_if_its_token_names_some() -> None:
    caller = caller_of(api_event("GET /labels", claims={**machine("read"), "cognito:groups": "[Verwaltung]"}))
    assert caller == Caller("machine-1", "machine-1", frozenset(), frozenset({"read"}), is_machine=True)


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"authorizer": None},
        {"authorizer": {"iam": {"userArn": "arn:aws:iam::1:user/x"}}},
        {"authorizer": {"lambda": {"claims": user("Verwaltung")}}},
        {"authorizer": {"jwt": {"claims": None}}},
        {"authorizer": {"jwt": {"claims": {"username": "eva"}}}},
        {"authorizer": {"jwt": "claims"}},
    ],
)
def test_without_claims_there_is_no_caller(context: dict[str, Any]) -> None:
    assert caller_of({"requestContext": context}) is None
    with pytest.raises(Unauthorized):
        require({"requestContext": context}, "GET /labels")


@pytest.mark.parametrize("route", ACCESS)
def test_every_route_demands_its_scope(route: str) -> None:
    for scope in SCOPES:
        if scope != ACCESS[route].scope:
            with pytest.raises(Forbidden, match="scope"):
                asked(route, user(*ROLES, scope=f"bildtext/{scope}"))
    assert asked(route, user(*ROLES)).name == "eva"


@pytest.mark.parametrize("route", ACCESS)
def test_a_scope_of_another_api_is_none_of_ours(route: str) -> None:
    with pytest.raises(Forbidden):
        asked(route, user(*ROLES, scope=f"other/{ACCESS[route].scope} {ACCESS[route].scope}"))


@pytest.mark.parametrize("route", ACCESS)
def test_a_user_without_a_role_may_do_nothing(route: str) -> None:
    with pytest.raises(Forbidden, match="role"):
        asked(route, user())
    with pytest.raises(Forbidden, match="role"):
        asked(route, user("Praktikum"))


@pytest.mark.parametrize("route", ACCESS)
def test_only_releases_demand_more_than_any_role_and_a_person(route: str) -> None:
    if route in RELEASES:
        for claims in (user("Redaktion"), machine(*SCOPES)):
            with pytest.raises(Forbidden):
                asked(route, claims)
    else:
        assert not asked(route, user("Redaktion")).is_machine
        assert asked(route, machine(ACCESS[route].scope)).is_machine
    for role in ("Freigabe", "Verwaltung"):
        assert asked(route, user(role)).roles == {role}


def test_no_route_is_both_open_and_guarded_and_none_that_writes_is_open() -> None:
    assert not WITHOUT_TOKEN & ACCESS.keys()
    assert all(route.startswith("GET ") for route in WITHOUT_TOKEN)
