"""JSON and rows to pairs: nested objects, lists of names and values, values with units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from description.domain.statement import Field
from description.ingest import lines
from description.ingest.keys import is_known, meanings
from description.ingest.markers import marks, words_of
from description.ingest.pairs import ASIDE, Pair, no_product_data
from description.ingest.wording import flat, folded, one_line

_NAMES, _VALUES, _TITLES = words_of("name-key"), words_of("value-key"), words_of("title-key")
_GROUPS = ("group", "gruppe", "property", "attributegroup")
_BESIDES = (Field.NUMBER, Field.OTHER)
_UNITS = ("unit", "einheit", "uom", "currency", "waehrung")
_LANGUAGES = ("de", "dede", "language", "deutsch")
_DEEPEST = 20
_EXACT = 2**53


def pairs(value: object) -> tuple[Pair, ...]:
    """The pairs of a JSON value, in order.

    Raises:
        InvalidProductData: a lone number, text or null; or nested deeper than any product data.
    """
    if not isinstance(value, Mapping | list | tuple):
        raise no_product_data("A lone JSON value is no product data.")
    return tuple(dict.fromkeys(_walk(value, "", False, 0)))


def _walk(value: object, key: str, aside: bool, depth: int) -> Iterator[Pair]:
    if depth > _DEEPEST:
        raise no_product_data("The JSON is nested too deeply for product data.")
    if key and meanings(key)[0].field is Field.EXAMPLE:
        text = "\n".join(_leaves(value, depth))
        if text:
            yield Pair(key, text)
    elif isinstance(value, Mapping):
        yield from _object(value, key, aside, depth)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield from _list(value, key, aside, depth)
    elif key:
        text = _scalar(value, key)
        if text:
            yield Pair(key, text, aside=aside)


def _leaves(value: object, depth: int) -> Iterator[str]:
    """Everything that an example says, a line for each value."""
    if depth > _DEEPEST:
        raise no_product_data("The JSON is nested too deeply for product data.")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from (f"{one_line(str(name))}: {leaf}" for leaf in _leaves(inner, depth + 1))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner, depth + 1)
    elif text := _scalar(value):
        yield text


def _object(value: Mapping[object, object], key: str, aside: bool, depth: int) -> Iterator[Pair]:
    by_name = _by_name(value)
    name = next((by_name[known] for known in _NAMES if isinstance(by_name.get(known), str)), None)
    given = next((known for known in _VALUES if known in by_name), None)
    if given is not None and (name is not None or key):
        unit = next((_scalar(by_name[known]) for known in _UNITS if known in by_name), "")
        yield from _valued(_scalar(name) if name is not None else key, by_name[given], unit, aside, depth)
        return
    german = next((by_name[known] for known in _LANGUAGES if known in by_name), None)
    if key and german is not None:
        yield from _walk(german, key, aside, depth + 1)
        return
    composition = _composition(value)
    if key and composition:
        yield Pair(key, composition, aside=aside)
        return
    if (marks("maker", key) or marks("responsible-person", key)) and any(map(_is_contact, value)):
        yield from _contact(value, key, aside, depth)
        return
    entitled = _entitled(by_name, key)
    if entitled:
        yield Pair(*entitled, aside=aside)
        return
    for inner, content in value.items():
        name = one_line(str(inner))
        if marks("technical", name):
            continue
        beside = aside or marks("aside", name)
        yield from _walk(content, f"{key}{ASIDE}{name}" if aside else _below(key, name), beside, depth + 1)


def _contact(value: Mapping[object, object], key: str, aside: bool, depth: int) -> Iterator[Pair]:
    """Who made or answers for the article: {"name": …, "address": {"street": …}, "email": …}."""
    for inner, content in value.items():
        name = one_line(str(inner))
        entitled = folded(name) in _TITLES
        told = content.values() if isinstance(content, Mapping) else [content]
        text = ", ".join(filter(None, map(_scalar, told))) if isinstance(content, Mapping) else ""
        yield from _walk(text or content, key if entitled else f"{key} {name}", aside, depth + 1)


def _is_contact(name: object) -> bool:
    return marks("maker-address", str(name)) or marks("maker-contact", str(name))


def _by_name(value: Mapping[object, object]) -> dict[str, object]:
    return {folded(str(name)): content for name, content in value.items()}


def _entitled(by_name: Mapping[str, object], key: str) -> tuple[str, str] | None:
    """Key and value of what has only a title: "manufacturer": {"name": "Lloyd"}, a value that knows its group."""
    if any(known in by_name for known in _VALUES):
        return None
    title = next((_scalar(by_name[known]) for known in _TITLES if isinstance(by_name.get(known), str)), "")
    group = next((by_name[known] for known in _GROUPS if isinstance(by_name.get(known), Mapping)), None)
    if title and isinstance(group, Mapping) and isinstance(group.get("name"), str):
        return _scalar(group["name"]), title
    others = [meanings(name)[0].field for name in by_name if name not in _TITLES and is_known(name)]
    if title and key and is_known(key) and all(field in _BESIDES for field in others):
        return key, title
    return None


def _list(value: Sequence[object], key: str, aside: bool, depth: int) -> Iterator[Pair]:
    if len(value) == 2 and not key and _is_pair(value[0], value[1]):
        yield from _walk(value[1], str(value[0]), aside, depth + 1)
        return
    plain = [_scalar(item, key) for item in value if not isinstance(item, Mapping | list | tuple)]
    plain = [text for text in plain if text]
    if plain and key:
        listed = tuple(plain) if len(plain) > 1 else ()
        prose = meanings(key)[0].field is Field.DESCRIPTION
        yield Pair(key, (" " if prose else ", ").join(plain), listed, aside)
    elif plain:
        yield from lines.pairs("\n".join(plain))
    titles = [title for item in value if isinstance(item, Mapping) and (title := _entitled(_by_name(item), key))]
    if key and len(titles) == len(value) > 1 and {name for name, _ in titles} == {key}:
        listed = tuple(title for _, title in titles)
        yield Pair(key, ", ".join(listed), listed, aside)
        return
    for item in value:
        if isinstance(item, Mapping | list | tuple):
            yield from _walk(item, key, aside, depth + 1)


def _valued(name: str, value: object, unit: str, aside: bool, depth: int) -> Iterator[Pair]:
    for pair in _walk(value, name, aside, depth + 1):
        if unit and pair.key == name:
            listed = tuple(f"{item} {unit}" for item in pair.items)
            yield Pair(name, ", ".join(listed) if listed else f"{pair.text} {unit}", listed, aside)
        else:
            yield pair


def _is_pair(name: object, value: object) -> bool:
    return (
        isinstance(name, str) and is_known(name) and not (isinstance(value, str) and (is_known(value) or ":" in value))
    )


def _composition(value: Mapping[object, object]) -> str:
    numbers = [
        content for content in value.values() if isinstance(content, int | float) and not isinstance(content, bool)
    ]
    if not value or len(numbers) != len(value) or any(is_known(str(name)) for name in value):
        return ""
    if not 95 <= sum(numbers) <= 105:
        return ""
    return ", ".join(f"{_scalar(content)} % {one_line(str(name))}" for name, content in value.items())


def _below(outer: str, inner: str) -> str:
    if outer and is_known(outer):
        both = f"{outer} {inner}"
        if is_known(both):
            return both
    return inner


def _scalar(value: object, key: str = "") -> str:
    """One JSON value as a German text; "" for what says nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))  # an EAN of a table whose column has gaps
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",") if math.isfinite(value) else ""
    try:
        return flat(str(value), prose=bool(key) and meanings(key)[0].field is Field.DESCRIPTION)
    except ValueError:
        raise no_product_data("The JSON holds a number that no product data has.") from None
