"""`bildtext up --login`: the complete system with moto's Cognito, used by a browser and by a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from bildtext.access import EDITOR, RELEASER, ROLES
from bildtext_cli.local.cognito import UserPool
from bildtext_cli.local.stack import RunningStack, local_stack

SCOPES = ["bildtext/read", "bildtext/tag"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    folder = tmp_path_factory.mktemp("login")
    with pytest.MonkeyPatch.context() as patch, (folder / "log").open("w") as log:
        patch.setenv("XDG_STATE_HOME", str(folder))
        with local_stack({"Catalogue": "catalogue.app.handler"}, login=True, function_output=log) as running:
            yield running


@pytest.fixture(scope="module")
def users(stack: RunningStack) -> UserPool:
    assert stack.users is not None
    return stack.users


@dataclass
class Browser:
    """Follows no redirect by itself, and keeps cookies for their path and host."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, url: str, method: str = "GET", fields: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent = {**cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = urllib3.request(method, url, fields=fields, headers=sent, redirect=False, retries=False)
        for text in answer.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(text).items():
                assert (morsel["secure"], morsel["httponly"], morsel["path"]) == (True, True, "/")
                self.cookies[name] = morsel.value
        return answer

    def log_in(self, stack: RunningStack, username: str, to: str = "/pruefen") -> urllib3.BaseHTTPResponse:
        """Open a page as somebody who is not logged in, and log in; returns the page's answer."""
        page = self.ask(stack.api_url + to)
        assert page.status == 303
        login = self.ask(page.headers["Location"])
        question = self.ask(login.headers["Location"])
        assert f'value="{username}"'.encode() in question.data
        back = self.ask(login.headers["Location"], "POST", {"username": username})
        assert back.headers["Location"].startswith(f"{stack.api_url}/login/callback?code=")
        page = self.ask(back.headers["Location"])
        assert (page.status, page.headers["Location"]) == (303, stack.api_url + to)
        return self.ask(page.headers["Location"])


def _call(stack: RunningStack, token: str, path: str = "/labels", method: str = "GET") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return urllib3.request(
        method, stack.api_url + path, headers=headers, body=b"{}" if method == "POST" else None
    ).status


def test_an_editor_logs_in_reads_a_page_and_gets_a_token_for_its_scripts(stack: RunningStack, users: UserPool) -> None:
    browser = Browser()
    page = browser.log_in(stack, users.users[EDITOR])
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    session = browser.ask(f"{stack.api_url}/session", Sec_Fetch_Site="same-origin").json()
    assert (session["name"], session["roles"]) == (users.users[EDITOR], [EDITOR])
    assert _call(stack, session["token"]) == 200
    assert _call(stack, session["token"], "/articles/1/release", "POST") == 403, "only Freigabe and Verwaltung"


def test_the_cookie_alone_calls_no_route_of_the_api(stack: RunningStack, users: UserPool) -> None:
    browser = Browser()
    browser.log_in(stack, users.users[RELEASER])
    answer = browser.ask(f"{stack.api_url}/labels")
    assert (answer.status, answer.json()) == (401, {"message": "Unauthorized"})


def test_a_renewed_session_outlives_its_token(stack: RunningStack, users: UserPool) -> None:
    browser = Browser()
    browser.log_in(stack, users.users[EDITOR])
    del browser.cookies["__Host-bildtext"]  # as when it expires
    renewed = browser.ask(f"{stack.api_url}/login?to=/fotos")
    assert renewed.headers["Location"] == f"{stack.api_url}/fotos", "without asking who it is"
    assert browser.ask(f"{stack.api_url}/fotos").status == 200


def test_after_logging_out_the_login_page_asks_again(stack: RunningStack, users: UserPool) -> None:
    browser = Browser()
    browser.log_in(stack, users.users[EDITOR])
    before = dict(browser.cookies)
    away = browser.ask(f"{stack.api_url}/logout", Sec_Fetch_Site="same-origin")
    assert browser.ask(away.headers["Location"]).headers["Location"] == f"{stack.api_url}/"
    stolen = Browser({name: value for name, value in before.items() if "refresh" in name})
    assert "/oauth2/authorize" in stolen.ask(f"{stack.api_url}/login").headers["Location"], "it was revoked"


def test_every_role_has_a_user(users: UserPool) -> None:
    assert users.users.keys() == ROLES


def test_a_program_gets_a_token_by_its_secret_with_the_scopes_it_asks_for(stack: RunningStack, users: UserPool) -> None:
    client = users.clients["MachineClient"]

    def token(secret: str) -> Any:
        form = {"grant_type": "client_credentials", "scope": "bildtext/tag"}
        headers = urllib3.make_headers(basic_auth=f"{client}:{secret}")
        url = f"{stack.login_url}/oauth2/token"
        return urllib3.request("POST", url, fields=form, headers=headers).json()

    assert token("guessed") == {"error": "invalid_client"}
    granted = token(users.secret)
    assert granted.keys() == {"access_token", "expires_in", "token_type"}, "no refresh token"
    assert _call(stack, granted["access_token"]) == 403, "not the scope of /labels"
    assert _call(stack, users.machine_token(client, users.secret, SCOPES)["access_token"]) == 200


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token"])
def test_another_client_gets_no_token_for_the_pages_code_or_refresh_token(
    grant: str, stack: RunningStack, users: UserPool
) -> None:
    browser = Browser()
    browser.log_in(stack, users.users[EDITOR])
    form = {"grant_type": grant, "refresh_token": browser.cookies["__Host-bildtext-refresh"], "code": "any"}
    for client in ({}, {"client_id": users.clients["MachineClient"]}):
        answer = urllib3.request("POST", f"{stack.login_url}/oauth2/token", fields=form | client)
        assert (answer.status, answer.json()) == (400, {"error": "invalid_client"})


@pytest.mark.parametrize("changed", ["client_id", "redirect_uri", "code_challenge", "code_challenge_method"])
def test_the_login_page_refuses_what_cognito_refuses(stack: RunningStack, changed: str) -> None:
    location = Browser().ask(f"{stack.api_url}/login").headers["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    url = f"{stack.login_url}/oauth2/authorize"
    assert urllib3.request("GET", url, fields=query).status == 200
    assert (
        urllib3.request("GET", url, fields={**query, changed: "" if changed == "code_challenge" else "x"}).status == 400
    )


def test_a_code_is_good_for_one_attempt_with_its_verifier(stack: RunningStack, users: UserPool) -> None:
    browser = Browser()
    location = browser.ask(f"{stack.api_url}/login").headers["Location"]

    def exchange(code: str) -> Any:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": f"{stack.api_url}/login/callback"}
        form |= {"client_id": users.clients["PageClient"], "code_verifier": "guessed"}
        url = f"{stack.login_url}/oauth2/token"
        return json.loads(urllib3.request("POST", url, fields=form).data)

    back = browser.ask(location, "POST", {"username": users.users[EDITOR]}).headers["Location"]
    assert exchange(parse_qs(urlsplit(back).query)["code"][0]) == {"error": "invalid_grant"}
    assert browser.ask(back).status == 401, "the attempt used it up"
    assert exchange("guessed") == {"error": "invalid_grant"}


def test_the_signing_key_is_kept_in_the_users_state(
    stack: RunningStack, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = urllib3.request("GET", f"{stack.api_url}/provenance/keys").json()
    (file,) = Path(tmp_path_factory.getbasetemp()).rglob("bildtext/signing-key.pem")
    assert file.stat().st_mode & 0o077 == 0
    assert len(first["keys"]) == 1
