"""Reads untrusted JSON strictly, so that the table, the bucket, the bus and responses can store it as UTF-8.

Python's json accepts more than JSON: NaN, lone surrogates ("\\ud800"), and repeated keys, of which it keeps the last.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Final

MAX_DEPTH: Final = 100  # levels; product data has a handful, and pydantic's limit is 255
MAX_VALUES: Final = 20_000  # keys and values; product data has a few hundred, and more take too long for a request
_CONTEXT: Final = 20  # characters shown before the error


class JsonError(ValueError):
    """The text is not accepted; `str(error)` completes a sentence that begins with a name for it ("The body …")."""


class NotJson(JsonError):
    """The text is not JSON at all."""


class RepeatedKeys(list[dict[str, Any]]):
    """An object with repeated keys, as one object for each pair, in order, so that no value is lost."""

    def repeated(self) -> str:
        """The first key that occurs twice."""
        keys = Counter(key for pair in self for key in pair)
        return next(key for key, times in keys.items() if times > 1)


def load_json(content: bytes | str) -> Any:
    """The value of a JSON text; an object that repeats a key is `RepeatedKeys`. Raises NotJson: the text is not JSON;
    JsonError: JSON that cannot be stored unchanged."""
    text = content if isinstance(content, str) else json_text(content)
    if not text.strip("\ufeff \t\r\n"):
        raise NotJson("is empty")
    try:
        value = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object)
    except RecursionError as error:
        raise _too_deep() from error
    except json.JSONDecodeError as error:
        raise NotJson(f"is not JSON ({error})") from error
    except ValueError as error:  # of int(): more digits than Python converts
        raise JsonError("holds a number of thousands of digits; send it as text") from error
    check_json(value)
    return value


def json_text(content: bytes) -> str:
    """Decode UTF-8, UTF-16 or UTF-32, with or without a byte order mark. Raises JsonError."""
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError as error:
        raise JsonError(f"is not UTF-8 (byte {error.start + 1} cannot be read); save and send it as UTF-8") from error


def check_json(value: object) -> None:
    """Check every key and value of a parsed JSON value. Raises JsonError: more than MAX_DEPTH levels or MAX_VALUES keys
    and values; a lone surrogate, NUL, NaN or Infinity."""
    level: list[object] = [value]
    total = 0
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return
        level = list(chain.from_iterable(map(_inside, level)))
        total += len(level)
        if total > MAX_VALUES:
            raise JsonError(f"holds more than {MAX_VALUES:,} keys and values; send less at once")
    raise _too_deep()


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise JsonError("holds NaN, Infinity or a number beyond all bounds, which JSON does not have; leave it out")
    elif isinstance(value, Mapping):
        return chain(value.keys(), value.values())
    elif isinstance(value, list | tuple):
        return value
    return ()


def _check_text(text: str) -> None:
    if "\0" in text:
        raise JsonError(
            f"holds the character NUL (\\u0000) after {_context_before(text, text.index(chr(0)))}; remove it"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        surrogate, context = text[error.start], _context_before(text, error.start)
        raise JsonError(
            f"holds half a character, {surrogate!r} after {context}, which no UTF-8 can; remove it or send both halves"
        ) from error


def _context_before(text: str, position: int) -> str:
    return repr(text[max(0, position - _CONTEXT) : position])


def _too_deep() -> JsonError:
    return JsonError(f"is nested more than {MAX_DEPTH} levels deep; send it flatter")


def _object(pairs: list[tuple[str, Any]]) -> object:
    value = dict(pairs)
    return value if len(value) == len(pairs) else RepeatedKeys({key: value} for key, value in pairs)
