"""Who calls, and what they may do: one table from route to scope and roles, which every function checks again.

API Gateway's JWT authorizer verifies the token's signature, issuer, client and expiry, and the scope of the route; its
claims are in the event. Requests without claims (another integration, a route without authorizer) are refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bildtext.edit_errors import Forbidden, Unauthorized

SCOPES: Final = ("tag", "describe", "read", "edit")
RESOURCE_SERVER: Final = "bildtext"  # the prefix of a scope in a token, as in `bildtext/read`

EDITOR: Final = "Redaktion"
RELEASER: Final = "Freigabe"
ADMINISTRATOR: Final = "Verwaltung"
ROLES: Final = frozenset({EDITOR, RELEASER, ADMINISTRATOR})
RELEASERS: Final = frozenset({RELEASER, ADMINISTRATOR})


@dataclass(frozen=True)
class Caller:
    """Who sent a request. A machine client has scopes but no roles; a user without a role may do nothing."""

    sub: str
    name: str
    roles: frozenset[str]
    scopes: frozenset[str]
    is_machine: bool


@dataclass(frozen=True)
class Access:
    """What a route demands: the scope of everybody, and one of the roles of a user."""

    scope: str
    roles: frozenset[str] = ROLES
    machines: bool = True


# Route keys as in template.yaml.
ACCESS: Final[Mapping[str, Access]] = {
    "POST /tags": Access("tag"),
    "POST /heatmaps": Access("tag"),  # changes nothing, but costs as much as tagging 65 photos
    "POST /descriptions": Access("describe"),
    "POST /checks": Access("describe"),
    "GET /articles": Access("read"),
    "POST /articles/tags/accept": Access("edit"),
    "GET /articles/{number}": Access("read"),
    "PATCH /articles/{number}/tags": Access("edit"),
    "PUT /articles/{number}/text": Access("edit"),
    "PUT /articles/{number}/alt-texts": Access("edit"),
    "GET /articles/{number}/data": Access("read"),
    "PUT /articles/{number}/data": Access("edit"),
    "POST /articles/{number}/release": Access("edit", RELEASERS, machines=False),
    "POST /articles/{number}/withdraw": Access("edit", RELEASERS, machines=False),
    "POST /articles/{number}/undo": Access("edit"),  # and the access of the decision that is undone
    "POST /articles/{number}/retry": Access("edit"),
    "GET /articles/{number}/provenance": Access("read"),
    "POST /uploads": Access("edit"),
    "GET /uploads/{id}": Access("read"),
    "GET /photos/{key+}": Access("read"),
    "GET /labels": Access("read"),
    "GET /examples/{group}": Access("read"),
    "PUT /examples/{group}": Access("edit"),
    "POST /examples/{group}/undo": Access("edit"),
}

# In addition to the route's: with `Prefer: respond-async` the request replaces the data of an article.
STORED_REQUEST: Final = Access("edit")

# Pages verify the session's cookie; the others show nothing of the catalogue.
WITHOUT_TOKEN: Final = frozenset(
    {
        "GET /",
        "GET /artikel/{number}",
        "GET /fotos",
        "GET /pruefen",
        "GET /session",
        "GET /login",
        "GET /login/callback",
        "GET /logout",
        "GET /static/{file}",
        "GET /openapi.json",
        "GET /provenance/keys",  # whoever verifies a record needs them
    }
)


def caller_of(event: Mapping[str, Any]) -> Caller | None:
    """The caller whom the JWT authorizer verified; None if the event has no claims."""
    found: Any = event
    for name in ("requestContext", "authorizer", "jwt", "claims"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return caller_with(found) if isinstance(found, Mapping) and found.get("sub") else None


def caller_with(claims: Mapping[str, Any]) -> Caller:
    """The caller with the (verified) claims of a Cognito access token. Client credentials have no user name."""
    name = str(claims.get("username") or "")
    prefix = f"{RESOURCE_SERVER}/"
    given = str(claims.get("scope") or "").split()
    return Caller(
        sub=str(claims["sub"]),
        name=name or str(claims.get("client_id") or claims["sub"]),
        roles=frozenset(_names(claims.get("cognito:groups"))) & ROLES if name else frozenset(),
        scopes=frozenset(scope.removeprefix(prefix) for scope in given if scope.startswith(prefix)),
        is_machine=not name,
    )


def require(event: Mapping[str, Any], route: str) -> Caller:
    """The caller of a route, who may call it.

    Raises:
        Unauthorized: nobody is logged in.
        Forbidden: the token lacks the scope, or the user the role.
    """
    caller = caller_of(event)
    if caller is None:
        raise Unauthorized(f"{route} needs an access token; send it as `Authorization: Bearer …`.")
    check(caller, ACCESS[route], route)
    return caller


def check(caller: Caller, access: Access, route: str) -> None:
    """Raises Forbidden, with what is missing, if the caller has not this access to the route."""
    if access.scope not in caller.scopes:
        raise Forbidden(f"{route} needs the scope {RESOURCE_SERVER}/{access.scope}, which the token does not have.")
    if caller.is_machine:
        if not access.machines:
            raise Forbidden(f"{route} is a person's decision; machine clients cannot make it.")
    elif not caller.roles & access.roles:
        raise Forbidden(f"{route} needs one of the roles {', '.join(sorted(access.roles))}; ask Verwaltung for one.")


def _names(groups: object) -> list[str]:
    """API Gateway passes a claim that is a list on as one string, "[Redaktion Freigabe]"."""
    if isinstance(groups, str):
        return groups.strip("[]").replace(",", " ").split()
    return [str(group) for group in groups] if isinstance(groups, list | tuple) else []
