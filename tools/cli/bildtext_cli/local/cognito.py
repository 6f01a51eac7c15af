"""The template's user pool in moto's Cognito, with a user for each role, and the tokens that AWS would issue.

moto checks passwords and issues tokens with the user's groups. It has neither the login page nor the token endpoint,
from which AWS's tokens get their scopes: they are added here, and the tokens signed again with moto's key, so that the
keys that it publishes verify them.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

import boto3
import urllib3
from botocore.exceptions import ClientError
from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.utilities.utils import load_resource

from bildtext_cli.local.authorizers import JwtAuthorizer
from bildtext_cli.local.template import REGION, SystemTemplate

PASSWORD: Final = "nur-auf-diesem-Rechner"  # noqa: S105 (of the users below, in moto)
_LIFETIME_S = 3600
Tokens = dict[str, Any]


class LoginRefused(Exception):
    """Wrong user name or password, or a token or code that is not valid. `str(error)` is OAuth's error code."""


@dataclass(frozen=True)
class UserPool:
    """The pool in moto. `users` are user names by group, `clients` the ids by logical id; `secret` is the machine's."""

    id: str
    users: Mapping[str, str]
    clients: Mapping[str, str]
    secret: str
    endpoint: str  # moto's

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"

    @property
    def keys_url(self) -> str:
        return f"{self.endpoint}/{self.id}/.well-known/jwks.json"

    def authorizer(self) -> JwtAuthorizer:
        """The template's authorizer: this pool's tokens, for its clients."""
        return JwtAuthorizer(self.issuer, tuple(self.clients.values()), cache(partial(_read_keys, self.keys_url)))

    def log_in(self, username: str, password: str, scopes: Sequence[str], nonce: str = "") -> Tokens:
        """The tokens of a user for the page. Raises LoginRefused."""
        given = {"USERNAME": username, "PASSWORD": password}
        return self._tokens("ADMIN_USER_PASSWORD_AUTH", given, scopes, nonce)

    def refresh(self, token: str, scopes: Sequence[str]) -> Tokens:
        """New tokens, without a refresh token. Raises LoginRefused."""
        tokens = self._tokens("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": token}, scopes, "")
        return {name: value for name, value in tokens.items() if name != "refresh_token"}

    def machine_token(self, client: str, secret: str, scopes: Sequence[str]) -> Tokens:
        """A token by client credentials. Raises LoginRefused."""
        if client != self.clients.get("MachineClient") or secret != self.secret:
            raise LoginRefused("invalid_client")
        now = int(time.time())
        claims = {"sub": client, "client_id": client, "token_use": "access", "iss": self.issuer, "version": 2}
        claims |= {"auth_time": now, "iat": now, "exp": now + _LIFETIME_S, "jti": str(uuid.uuid4())}
        return _answer(signed({**claims, "scope": " ".join(scopes)}))

    def _tokens(self, flow: Any, given: dict[str, str], scopes: Sequence[str], nonce: str) -> Tokens:
        try:
            result = boto3.client("cognito-idp").admin_initiate_auth(
                UserPoolId=self.id, ClientId=self.clients["PageClient"], AuthFlow=flow, AuthParameters=given
            )["AuthenticationResult"]
        except (ClientError, KeyError) as error:
            raise LoginRefused("invalid_grant") from error
        key = _key()
        access = {**jwt.decode(result["AccessToken"], key).claims, "scope": " ".join(scopes)}
        about = {**jwt.decode(result["IdToken"], key).claims, **({"nonce": nonce} if nonce else {})}
        refresh = {"refresh_token": result["RefreshToken"]} if "RefreshToken" in result else {}
        return {**_answer(signed(access)), "id_token": signed(about), **refresh}


def create_user_pool(template: SystemTemplate, endpoint: str) -> UserPool:
    """Create the template's pool, groups, scopes and clients in moto, and one user for each group."""
    cognito: Any = boto3.client("cognito-idp")
    (about,) = template.resources("AWS::Cognito::UserPool").values()
    policies = about["Properties"]["Policies"]
    pool: str = cognito.create_user_pool(PoolName="bildtext", Policies=policies)["UserPool"]["Id"]
    for server in template.resources("AWS::Cognito::UserPoolResourceServer").values():
        given = {name: server["Properties"][name] for name in ("Identifier", "Name", "Scopes")}
        cognito.create_resource_server(UserPoolId=pool, **given)
    users = {}
    for group in template.resources("AWS::Cognito::UserPoolGroup").values():
        name = group["Properties"]["GroupName"]
        users[name] = name.lower()
        cognito.create_group(UserPoolId=pool, GroupName=name)
        cognito.admin_create_user(UserPoolId=pool, Username=users[name])
        cognito.admin_set_user_password(UserPoolId=pool, Username=users[name], Password=PASSWORD, Permanent=True)
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=users[name], GroupName=name)
    clients = dict(_clients(cognito, template, pool))
    return UserPool(
        pool,
        users,
        {name: client["ClientId"] for name, client in clients.items()},
        clients["MachineClient"]["ClientSecret"],
        endpoint,
    )


def signed(claims: Mapping[str, Any]) -> str:
    """A token with these claims, signed with the key of moto's user pools."""
    key = _key()
    return jwt.encode({"alg": "RS256", "kid": key.kid}, dict(claims), key)


def _clients(cognito: Any, template: SystemTemplate, pool: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, client in template.resources("AWS::Cognito::UserPoolClient").items():
        properties = client["Properties"]
        yield (
            name,
            cognito.create_user_pool_client(
                UserPoolId=pool,
                ClientName=properties["ClientName"],
                GenerateSecret=properties["GenerateSecret"],
                AllowedOAuthScopes=properties["AllowedOAuthScopes"],
                AllowedOAuthFlows=properties["AllowedOAuthFlows"],
            )["UserPoolClient"],
        )


def _read_keys(url: str) -> Mapping[str, Any]:
    """The key set at a URL."""
    keys: Mapping[str, Any] = urllib3.request("GET", url).json()
    return keys


def _key() -> RSAKey:
    return RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


def _answer(access_token: str) -> Tokens:
    return {"access_token": access_token, "expires_in": _LIFETIME_S, "token_type": "Bearer"}
