"""JSON of feeds and shop systems in one shape: names with their values, without wrappers, languages and machinery.

schema.org (JSON-LD), Google Shopping, Shopware, Shopify, Amazon, Akeneo, Magento, Zalando, OTTO.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bildtext.json_text import RepeatedKeys
from description.ingest.measures import unit_name
from description.ingest.wording import folded

_DEEPEST = 20  # what is nested deeper is refused later
_GERMAN = ("de", "dede", "deat", "dech", "language", "deutsch")
_LANGUAGE = ("locale", "languagetag", "lang", "language", "languageid")
_BESIDE_A_VALUE = frozenset({*_LANGUAGE, "scope", "channel", "marketplaceid", "audience"})
_DATA = ("data", "value")
_LAYERS = ("edges", "node", "nodes")  # GraphQL
_SHARE = ("percentage", "percent", "share", "anteil", "prozent", "materialpercentage")
_OF_SHARE = ("material", "materialcode", "name", "code", "faser", "fibre")
_UNIT_CODES = {"CMT": "cm", "MMT": "mm", "MTR": "m", "GRM": "g", "KGM": "kg", "LTR": "l", "MLT": "ml", "INH": "Zoll"}
_UNITS = ("unittext", "unitcode", "unit")
# Types of schema.org that are about something else than the article.
_OTHER_TYPES = frozenset(
    {"review", "aggregaterating", "rating", "breadcrumblist", "webpage", "website", "imageobject", "videoobject"}
    | {"offershippingdetails", "merchantreturnpolicy", "faqpage", "question", "searchaction", "organization", "person"}
)


def in_one_shape(value: object, depth: int = 0) -> object:
    """The value with what any of these systems wraps around it taken away."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, RepeatedKeys):
        return RepeatedKeys({name: in_one_shape(inner, depth + 1) for name, inner in pair.items()} for pair in value)
    if isinstance(value, Mapping):
        return _object(value, depth)
    if isinstance(value, list | tuple):
        return _list(value, depth)
    return value


def _object(value: Mapping[object, object], depth: int) -> object:
    types = _types(value)
    if "product" not in types and types & _OTHER_TYPES:
        return None
    graph = value.get("@graph")
    if isinstance(graph, list | tuple):
        products = [node for node in graph if isinstance(node, Mapping) and "product" in _types(node)]
        return in_one_shape(products[0] if len(products) == 1 else products or list(graph), depth + 1)
    by_name = {folded(str(name)): name for name in value}
    for layer in _LAYERS:
        if len(by_name) == 1 and layer in by_name:
            return in_one_shape(value[by_name[layer]], depth + 1)
    wrapped = next((by_name[name] for name in _DATA if name in by_name), None)
    if wrapped is not None and set(by_name) - {folded(str(wrapped))} <= _BESIDE_A_VALUE:
        return in_one_shape(value[wrapped], depth + 1)
    merged = {**value, **dict(_translated(value))}
    merged = dict(_options(merged))
    if types & {"quantitativevalue", "propertyvalue"}:
        merged |= dict(_unit(merged))
    return {
        name: in_one_shape(inner, depth + 1)
        for name, inner in merged.items()
        if not str(name).startswith("@") and folded(str(name)) != "translated"
    }


def _types(value: Mapping[object, object]) -> set[str]:
    """The types of schema.org that an object has: "@type": "Product"."""
    given = value.get("@type")
    names = given if isinstance(given, list | tuple) else [given]
    return {folded(name.rpartition("/")[2]) for name in names if isinstance(name, str)}


def _translated(value: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    """What Shopware has only in a language: "translated": {"name": "Kleid"}."""
    translated = value.get("translated")
    if isinstance(translated, Mapping):
        for name, inner in translated.items():
            if inner not in (None, "", [], {}) and value.get(name) in (None, "", [], {}):
                yield name, inner


def _options(value: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    """WooCommerce: "options" are the values of what has a name, where they are no objects."""
    for name, inner in value.items():
        plain = isinstance(inner, list | tuple) and inner and all(isinstance(one, str | int | float) for one in inner)
        yield ("values" if name == "options" and plain and "name" in value else name), inner


def _unit(value: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    """The unit of schema.org under the name that others have: "unitCode": "CMT"."""
    by_name = {folded(str(name)): inner for name, inner in value.items()}
    given = next((str(by_name[name]) for name in _UNITS if by_name.get(name)), "")
    if given:
        yield "unit", _UNIT_CODES.get(given, unit_name(given) or given)


def _list(value: Sequence[object], depth: int) -> object:
    german = _in_german(value)
    composition = _composition(german)
    if composition:
        return composition
    simple = [one for inner in german if (one := in_one_shape(inner, depth + 1)) is not None or inner is None]
    was_wrapped = any(isinstance(inner, Mapping) for inner in german) and not any(
        isinstance(s, Mapping) for s in simple
    )
    return simple[0] if was_wrapped and len(simple) == 1 else simple


def _in_german(value: Sequence[object]) -> Sequence[object]:
    """The German ones of objects that stand in several languages; all where none says so."""
    tongues = [_tongue(inner) for inner in value]
    german = [inner for inner, tongue in zip(value, tongues, strict=True) if tongue in ("", *_GERMAN)]
    return german if any(tongue in _GERMAN for tongue in tongues) else value


def _tongue(value: object) -> str:
    if not isinstance(value, Mapping):
        return ""
    by_name = {folded(str(name)): inner for name, inner in value.items()}
    return next((folded(str(by_name[name])) for name in _LANGUAGE if isinstance(by_name.get(name), str)), "")


def _composition(value: Sequence[object]) -> str:
    """ "[{"material_code": "baumwolle", "material_percentage": 95}, …]" as it is written in a text."""
    found: list[str] = []
    for inner in value:
        by_name = {folded(str(name)): one for name, one in inner.items()} if isinstance(inner, Mapping) else {}
        share = next((by_name[name] for name in _SHARE if isinstance(by_name.get(name), int | float | str)), None)
        material = next((by_name[name] for name in _OF_SHARE if isinstance(by_name.get(name), str)), None)
        if share is None or material is None:
            return ""
        number = f"{share:g}" if isinstance(share, int | float) else share.rstrip(" %")
        found.append(f"{number.replace('.', ',')} % {material}")
    return ", ".join(found)
