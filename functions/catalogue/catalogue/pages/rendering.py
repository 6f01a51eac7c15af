"""Templates → HTML responses: escaped, compressed, with the headers that keep a browser from doing anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from bildtext.access import RELEASERS, Caller
from catalogue.pages.files import static_name
from catalogue.pages.formatting import FILTERS
from catalogue.pages.messages import because, german, sentence

HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True)
class User:
    """Who looks at a page, and what the page offers them; the API checks again."""

    name: str
    can_edit: bool
    can_release: bool
    can_log_out: bool

    @classmethod
    def of(cls, caller: Caller, *, can_log_out: bool) -> User:
        """The user that a session belongs to."""
        return cls(caller.name, bool(caller.roles), bool(caller.roles & RELEASERS), can_log_out)


NOBODY: Final = User("", can_edit=False, can_release=False, can_log_out=False)


@cache
def environment() -> Environment:
    """The templates. An undefined name is an error, not an empty place."""
    made = Environment(
        loader=PackageLoader("catalogue"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals.update(german=german, because=because, sentence=sentence)
    return made


@dataclass(frozen=True)
class Site:
    """Where a page is: `root`, "" or "/prod", precedes all its paths; `photo` gives a photo's address."""

    root: str
    photo: Callable[[str], str]


def render(template: str, user: User, site: Site, here: str, **context: Any) -> str:
    """The page as HTML. `here` is the page's own path, which the navigation marks."""
    root = site.root

    def url(*parts: str) -> str:
        first, *others = parts
        return f"{root}{first}" + "".join(part if part.startswith("/") else quote(part, safe="") for part in others)

    return (
        environment()
        .get_template(template)
        .render(
            context,
            user=user,
            root=root,
            here=here,
            url=url,
            photo=site.photo,
            static=lambda name: f"{root}/static/{static_name(name)}",
        )
    )


def page(text: str, policy: str, status: int = 200) -> Response[str]:
    """A response with a page; nobody stores it, for it shows what only its reader may see."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return packed(text, HTML, headers, status)


def packed(text: str, content_type: str, headers: Mapping[str, str], status: int = 200) -> Response[str]:
    """A response, compressed if the client takes that: API Gateway's HTTP APIs compress nothing."""
    encodable = text.encode("utf-8", "replace").decode()  # no lone surrogates
    return Response(status, content_type, encodable, {**headers, "Vary": "Accept-Encoding"}, compress=True)


def policy_for(bucket_origins: tuple[str, ...]) -> str:
    """The Content-Security-Policy: this origin, and the bucket's for photos and uploads. Nothing inline."""
    bucket = " ".join(bucket_origins)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src 'self' {bucket}; connect-src 'self' {bucket}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
