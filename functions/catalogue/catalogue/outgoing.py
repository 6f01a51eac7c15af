"""Requests of the function to the login server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

import urllib3

from bildtext.errors import TransientError

_TIMEOUT: Final = urllib3.Timeout(connect=1, read=3)


def read(url: str) -> bytes:
    """The content of a URL. Raises TransientError."""
    with _answered(url):
        answer = _pool().request("GET", url)
    if answer.status != 200:
        raise TransientError(f"{url} answered with status {answer.status}; try again.")
    return answer.data


def post(url: str, form: dict[str, str], /) -> tuple[int, bytes]:
    """Post a form, once, because a code is good for one attempt; status and body. Raises TransientError."""
    with _answered(url):
        answer = _pool().request("POST", url, fields=form, encode_multipart=False, retries=False)
    return answer.status, answer.data


@contextmanager
def _answered(url: str) -> Iterator[None]:
    try:
        yield
    except urllib3.exceptions.HTTPError as error:
        raise TransientError(f"{url} does not answer ({type(error).__name__}); try again.") from error


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=_TIMEOUT, retries=urllib3.Retry(1, redirect=0))
