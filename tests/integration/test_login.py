"""The login: code flow with PKCE, session cookies, renewal, logout. What a browser does is done step by step."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import urllib3

from bildtext.access import ROLES, caller_of
from bildtext.edit_errors import Forbidden
from catalogue import wiring
from catalogue.login import Attempt
from catalogue.session import login_location, verified
from catalogue.session_routes import local_path
from tests.api_events import ApiAnswer, api_event, user
from tests.catalogue_api import PAGE, CatalogueFunction, catalogue_function
from tests.login_server import LoginServer, a_key, login_server

SESSION, REFRESH, ATTEMPT = "__Host-bildtext", "__Host-bildtext-refresh", "__Host-bildtext-login-"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@dataclass
class Browser:
    """Keeps cookies, follows nothing by itself."""

    api: CatalogueFunction
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str, headers: dict[str, str] | None = None) -> ApiAnswer:
        """Request a path of the page with all cookies."""
        parts = urlsplit(path)
        jar = [f"{name}={value}" for name, value in self.cookies.items()]
        query = dict(parse_qsl(parts.query))
        answer = self.api.call(
            f"GET {parts.path}", claims=None, query=query, headers={**SAME_ORIGIN, **(headers or {})}, cookies=jar
        )
        for text in answer.cookies:
            for name, morsel in SimpleCookie(text).items():
                self.set_cookies[name] = morsel
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer

    def log_in(self, to: str = "/") -> ApiAnswer:
        """The whole login; returns the last answer."""
        return self.get(at_login(self.get(f"/login?to={to}")))


def at_login(answer: ApiAnswer) -> str:
    """Log in where the answer sends the browser; returns the path of the callback."""
    location = answer.headers["location"]
    sent = urllib3.request("GET", location, redirect=False, retries=False)
    assert sent.status == 302, sent.data
    return sent.headers["Location"].removeprefix(PAGE)


@pytest.fixture
def server() -> Iterator[LoginServer]:
    """The login server."""
    with login_server("page", f"{PAGE}/login/callback") as running:
        yield running


@pytest.fixture
def api(server: LoginServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CatalogueFunction:
    """The catalogue, which logs in at the server."""
    return catalogue_function(monkeypatch, tmp_path, LOGIN_URL=server.url, TOKEN_ISSUER=server.issuer)


@pytest.fixture
def browser(api: CatalogueFunction) -> Browser:
    """A browser without cookies."""
    return Browser(api)


def event_of(browser: Browser, **more: Any) -> dict[str, Any]:
    """A request for a page, with the browser's cookies."""
    jar = [f"{name}={value}" for name, value in browser.cookies.items()]
    return api_event("GET /", claims=None, cookies=jar, **more)


def test_a_login_leads_to_the_page_and_opens_it(browser: Browser, server: LoginServer) -> None:
    assert verified(event_of(browser)) is None
    answer = browser.log_in(to="/artikel/536.514.002?reiter=text")
    assert (answer.status, answer.headers["location"]) == (303, f"{PAGE}/artikel/536.514.002?reiter=text")
    assert set(browser.cookies) == {SESSION, REFRESH}
    caller = verified(event_of(browser))
    assert caller is not None
    assert (caller.name, caller.roles, caller.is_machine) == ("eva", frozenset({"Redaktion"}), False)


def test_the_cookies_are_bound_to_the_host_and_hidden_from_scripts(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    assert len(browser.set_cookies) == 3
    for name, cookie in browser.set_cookies.items():
        assert name.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")


def test_no_answer_of_the_login_is_cached_or_holds_a_token(browser: Browser, server: LoginServer) -> None:
    begun = browser.get("/login")
    returned = browser.get(at_login(begun))
    for answer in (begun, returned):
        assert answer.headers["cache-control"] == "no-store"
        assert browser.cookies[SESSION] not in answer.text + answer.headers["location"]


def test_the_request_to_log_in_is_bound_to_the_browser(browser: Browser) -> None:
    first, second = (parse_qs(urlsplit(browser.get("/login").headers["location"]).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert first["scope"] == ["openid bildtext/tag bildtext/describe bildtext/read bildtext/edit"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 32
    verifiers = [value for name, value in browser.cookies.items() if name.startswith(ATTEMPT)]
    assert not any(first["code_challenge"][0] in value for value in verifiers)


def test_two_tabs_log_in_at_the_same_time(browser: Browser) -> None:
    first, second = browser.get("/login?to=/fotos"), browser.get("/login?to=/pruefen")
    assert browser.get(at_login(second)).headers["location"] == f"{PAGE}/pruefen"
    assert browser.get(at_login(first)).headers["location"] == f"{PAGE}/fotos"


def test_the_code_of_another_browser_is_refused(browser: Browser, api: CatalogueFunction) -> None:
    stolen = at_login(browser.get("/login"))
    other = Browser(api)
    assert other.get(stolen).code == "invalid-request"
    other.get("/login")
    assert other.get(stolen).code == "invalid-request"
    assert SESSION not in other.cookies


def test_a_code_is_good_once(browser: Browser) -> None:
    back = at_login(browser.get("/login"))
    jar = dict(browser.cookies)
    assert browser.get(back).status == 303
    browser.cookies = jar
    assert browser.get(back).code == "unauthorized"


def test_a_changed_state_or_verifier_is_refused(browser: Browser) -> None:
    back = at_login(browser.get("/login"))
    assert browser.get(back.replace("state=", "state=x")).code == "invalid-request"
    (name,) = browser.cookies
    browser.cookies[name] = browser.cookies[name][:-6] + "AAAAAA"
    assert browser.get(back).code in ("invalid-request", "unauthorized")
    for odd in ("{}", "", "é", Attempt(1, 2, 3, 4).as_cookie()):  # type: ignore[arg-type]
        browser.cookies[name] = odd
        assert browser.get(back).code == "invalid-request"


def test_the_id_token_must_have_the_nonce(browser: Browser, server: LoginServer) -> None:
    back = at_login(browser.get("/login"))
    for code in server.codes.values():
        code["nonce"] = "another"
    assert browser.get(back).code == "unauthorized"
    assert SESSION not in browser.cookies


def test_a_refused_login_is_a_problem_document(browser: Browser, server: LoginServer) -> None:
    server.user = None
    answer = browser.get(at_login(browser.get("/login")))
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert "access_denied" in answer.json["detail"]


def test_a_failing_login_server_is_a_problem_document(browser: Browser, server: LoginServer) -> None:
    back = at_login(browser.get("/login"))
    server.broken = True
    assert (browser.get(back).status, browser.get(back).code) == (503, "try-again")


NAVIGATION = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("user", "broken", "status", "words"),
    [
        (None, False, 401, "abgebrochen"),
        ({"username": "eva"}, True, 503, "noch einmal"),
    ],
)
def test_whoever_sees_a_refused_login_in_a_browser_reads_it_in_german_and_can_log_in_again(
    user: dict[str, Any] | None, broken: bool, status: int, words: str, browser: Browser, server: LoginServer
) -> None:
    server.user = user
    back = at_login(browser.get("/login"))
    server.broken = broken
    answer = browser.get(back, NAVIGATION)
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "<h1>Anmeldung nicht abgeschlossen</h1>" in answer.text
    assert words in answer.text
    assert '<a class="button primary" href="/login">Noch einmal anmelden</a>' in answer.text
    assert ("request-1" in answer.text) == (status >= 500)


def test_a_login_of_another_browser_is_refused_in_german_too(browser: Browser, api: CatalogueFunction) -> None:
    stolen = at_login(browser.get("/login"))
    answer = Browser(api).get(stolen, NAVIGATION)
    assert (answer.status, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "in einem anderen Browser" in answer.text


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/ü",
        "/x\r\nSet-Cookie: a=b",
        "/login?to=/login",
        "/logout",
        "/session",
        "//[",
        "/" + "a" * 3000,
    ],
)
def test_a_login_never_leads_elsewhere(to: str, browser: Browser, server: LoginServer) -> None:
    assert local_path(to) == "/"
    begun = browser.api.call("GET /login", claims=None, query={"to": to})
    (cookie,) = begun.cookies
    name, _, value = cookie.partition(";")[0].partition("=")
    browser.cookies[name] = value
    assert browser.get(at_login(begun)).headers["location"] == f"{PAGE}/"


def test_a_forged_attempt_leads_nowhere_else_either(browser: Browser) -> None:
    begun = browser.get("/login")
    (name,) = browser.cookies
    attempt = Attempt.of_cookie(browser.cookies[name])
    assert attempt is not None
    browser.cookies[name] = Attempt(attempt.state, attempt.nonce, attempt.verifier, "https://evil.example").as_cookie()
    assert browser.get(at_login(begun)).headers["location"] == f"{PAGE}/"


@pytest.mark.parametrize("to", ["/", "/fotos", "/artikel/%C3%84%20%2F?x=1&y=2#z", "/?state=new"])
def test_local_paths_are_kept(to: str) -> None:
    assert local_path(to) == to


def test_a_page_sends_the_browser_to_the_login_and_back(api: CatalogueFunction) -> None:
    event = api_event("GET /artikel/{number}", {"number": "Ä 1/2"}, claims=None, query={"reiter": "text", "q": "a&b"})
    location = urlsplit(login_location(event))
    assert f"{location.scheme}://{location.netloc}{location.path}" == f"{PAGE}/login"
    to = parse_qs(location.query)["to"][0]
    assert to == "/artikel/%C3%84%201/2?reiter=text&q=a%26b"
    assert local_path(to) == to


def test_the_session_is_given_to_scripts_of_the_page_only(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    for site in ("cross-site", "same-site", "none", ""):
        assert browser.get("/session", {"sec-fetch-site": site}).code == "forbidden"
    answer = browser.get("/session")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json["token"] == browser.cookies[SESSION]
    assert (answer.json["name"], answer.json["roles"]) == ("eva", ["Redaktion"])


def test_without_a_session_scripts_get_401(browser: Browser) -> None:
    answer = browser.get("/session")
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_is_renewed_before_it_expires(browser: Browser, server: LoginServer) -> None:
    server.lifetime = 60
    browser.log_in()
    short = browser.cookies[SESSION]
    server.lifetime = 3600
    answer = browser.get("/session")
    assert answer.json["token"] != short
    assert browser.cookies[SESSION] == answer.json["token"]
    count = server.asked.count("/oauth2/token")
    assert browser.get("/session").json["token"] == answer.json["token"]
    assert server.asked.count("/oauth2/token") == count


def test_while_the_login_server_fails_a_session_lasts_as_long_as_its_token(
    browser: Browser, server: LoginServer
) -> None:
    server.lifetime = 60
    browser.log_in()
    verified(event_of(browser))
    server.broken = True
    assert browser.get("/session").json["token"] == browser.cookies[SESSION]
    del browser.cookies[SESSION]
    assert browser.get("/session").status == 503


def test_an_expired_session_is_renewed_without_a_login(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    browser.cookies[SESSION] = server.token(exp=1)
    assert verified(event_of(browser)) is None
    renewed = browser.get("/login?to=/fotos")
    assert renewed.headers["location"] == f"{PAGE}/fotos"
    assert verified(event_of(browser)) is not None


def test_an_unusable_renewal_leads_to_the_login_and_not_in_a_circle(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    server.refresh_tokens.clear()
    browser.cookies[SESSION] = server.token(exp=1)
    assert browser.get("/login").headers["location"].startswith(server.url)
    server.refresh_tokens[browser.cookies[REFRESH]] = "eva"
    server.lifetime = -100  # as with a clock that is wrong
    assert browser.get("/login").headers["location"].startswith(server.url)
    assert browser.get("/session").code == "unauthorized"


def test_a_logout_ends_the_session_everywhere(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    answer = browser.get("/logout")
    assert (
        answer.headers["location"]
        == f"{server.url}/logout?client_id=page&logout_uri=https%3A%2F%2Fpages.example.com%2F"
    )
    assert browser.cookies == {}
    assert server.refresh_tokens == {}


def test_another_site_cannot_log_out(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    for site in ("cross-site", "same-site", ""):
        assert browser.get("/logout", {"sec-fetch-site": site}).code == "forbidden"
    assert SESSION in browser.cookies


def test_a_logout_succeeds_while_the_login_server_fails(browser: Browser, server: LoginServer) -> None:
    browser.log_in()
    server.broken = True
    assert browser.get("/logout").status == 303
    assert browser.cookies == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"exp": None},
        {"iss": "https://issuer.example.com/another"},
        {"iss": None},
        {"client_id": "another"},
        {"client_id": None, "aud": "page"},
        {"token_use": "id"},
        {"token_use": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_cookie_with_another_token_is_no_session(
    claims: dict[str, Any], browser: Browser, server: LoginServer
) -> None:
    browser.cookies[SESSION] = server.token(**claims)
    assert verified(event_of(browser)) is None


def test_a_cookie_with_a_wrong_signature_is_no_session(browser: Browser, server: LoginServer) -> None:
    good = server.token()
    header, payload, signature = good.split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    by_public_key = _signed_with_the_public_key(server)
    wrong = [
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{none}.{payload}.",
        by_public_key,
        "x",
        "a.b.c",
        header,
        good + ".",
    ]
    for token in wrong:
        browser.cookies[SESSION] = token
        assert verified(event_of(browser)) is None, token
    browser.cookies[SESSION] = good
    assert verified(event_of(browser)) is not None


def _signed_with_the_public_key(server: LoginServer) -> str:
    """The classic forgery: HMAC with the public key as the secret."""
    header = _part(b'{"alg":"HS256","kid":"first"}')
    signed = f"{header}.{server.token().split('.')[1]}"
    return f"{signed}.{_part(hmac.digest(server.key.as_pem(private=False), signed.encode(), 'sha256'))}"


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def test_the_issuers_keys_are_read_once_and_again_for_a_new_key(
    browser: Browser, server: LoginServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = "/pool/.well-known/jwks.json"
    for _ in range(3):
        browser.cookies[SESSION] = server.token()
        assert verified(event_of(browser)) is not None
    assert server.asked.count(keys) == 1
    server.key = a_key("second")
    browser.cookies[SESSION] = server.token()
    assert verified(event_of(browser)) is None  # asked for less than a minute ago
    assert server.asked.count(keys) == 1
    in_a_minute = wiring.now() + timedelta(seconds=61)
    monkeypatch.setattr(wiring, "now", lambda: in_a_minute)
    assert verified(event_of(browser)) is not None
    assert server.asked.count(keys) == 2


def test_a_user_who_may_not_read_is_told_so(browser: Browser, server: LoginServer) -> None:
    server.user = {"username": "eva"}
    browser.log_in()
    with pytest.raises(Forbidden, match="role"):
        verified(event_of(browser))


def test_a_cookie_changes_nothing(browser: Browser, server: LoginServer) -> None:
    server.user = {"username": "eva", "cognito:groups": sorted(ROLES)}
    browser.log_in()
    jar = [f"{name}={value}" for name, value in browser.cookies.items()]
    for key in ("PATCH /articles/{number}/tags", "POST /articles/{number}/release"):
        answer = browser.api.call(key, {"number": "1"}, {}, claims=None, cookies=jar)
        assert (answer.status, answer.code) == (401, "unauthorized")


def test_a_local_run_needs_no_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    api = catalogue_function(monkeypatch, tmp_path, LOGIN_URL="", TOKEN_ISSUER="", PAGE_CLIENT="")
    local = user(*ROLES, name="lokal")
    assert api.call("GET /login", claims=local, query={"to": "/fotos"}).headers["location"] == f"{PAGE}/fotos"
    session = api.call("GET /session", claims=local, headers=SAME_ORIGIN).json
    assert (session["token"], session["name"], session["roles"]) == ("", "lokal", sorted(ROLES))
    assert api.call("GET /logout", claims=local, headers=SAME_ORIGIN).headers["location"] == f"{PAGE}/"
    assert verified(api_event("GET /", claims=local)) == caller_of(api_event("GET /", claims=local))


def test_without_settings_nobody_can_log_in_and_the_reason_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = catalogue_function(monkeypatch, tmp_path, PAGE_URL="").call("GET /login", claims=None)
    assert (answer.status, answer.code) == (500, "configuration-error")
    assert "PAGE_URL" in answer.json["detail"]
