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

DEEPEST: Final = 100  # levels; product data has a handful, and pydantic's limit is 255
MOST: Final = 20_000  # keys and values; product data has a few hundred, and more take too long for a request
_AROUND: Final = 20  # characters shown before the error


class JsonRefused(ValueError):
    """The text is not accepted; `str(error)` completes a sentence that begins with a name for it ("The body …")."""


class NotJson(JsonRefused):
    """The text is not JSON at all."""


class RepeatedKeys(list[dict[str, Any]]):
    """An object with repeated keys, as one object for each pair, in order, so that no value is lost."""

    def repeated(self) -> str:
        """The first key that occurs twice."""
        keys = Counter(key for pair in self for key in pair)
        return next(key for key, times in keys.items() if times > 1)


def load_json(content: bytes | str) -> Any:
    """The value of a JSON text; an object that repeats a key is `RepeatedKeys`.

    Raises:
        NotJson: the text is not JSON.
        JsonRefused: JSON that cannot be stored unchanged.
    """
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
        raise JsonRefused("holds a number of thousands of digits; send it as text") from error
    check_json(value)
    return value


def json_text(content: bytes) -> str:
    """Decode UTF-8, UTF-16 or UTF-32, with or without a byte order mark. Raises JsonRefused."""
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError as error:
        raise JsonRefused(f"is not UTF-8 (byte {error.start + 1} cannot be read); save and send it as UTF-8") from error


def check_json(value: object) -> None:
    """Check every key and value of a parsed JSON value.

    Raises:
        JsonRefused: more than DEEPEST levels or MOST keys and values; a lone surrogate, NUL, NaN or Infinity.
    """
    level: list[object] = [value]
    total = 0
    for _ in range(DEEPEST + 1):
        if not level:
            return
        level = list(chain.from_iterable(map(_inside, level)))
        total += len(level)
        if total > MOST:
            raise JsonRefused(f"holds more than {MOST:,} keys and values; send less at once")
    raise _too_deep()


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise JsonRefused("holds NaN, Infinity or a number beyond all bounds, which JSON does not have; leave it out")
    elif isinstance(value, Mapping):
        return chain(value.keys(), value.values())
    elif isinstance(value, list | tuple):
        return value
    return ()


def _check_text(text: str) -> None:
    if "\0" in text:
        raise JsonRefused(f"holds the character NUL (\\u0000) after {_before(text, text.index(chr(0)))}; remove it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half, before = text[error.start], _before(text, error.start)
        raise JsonRefused(
            f"holds half a character, {half!r} after {before}, which no UTF-8 can; remove it or send both halves"
        ) from error


def _before(text: str, at: int) -> str:
    return repr(text[max(0, at - _AROUND) : at])


def _too_deep() -> JsonRefused:
    return JsonRefused(f"is nested more than {DEEPEST} levels deep; send it flatter")


def _object(pairs: list[tuple[str, Any]]) -> object:
    made = dict(pairs)
    return made if len(made) == len(pairs) else RepeatedKeys({key: value} for key, value in pairs)
