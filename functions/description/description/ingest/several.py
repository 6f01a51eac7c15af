"""Input that holds more than one article: a list of objects, or a table with a row for each article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bildtext.errors import SeveralArticles
from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.keys import is_known, meanings
from description.ingest.markers import marked, marks
from description.ingest.wording import folded

_LEAST_KEYS = 3
_WHICH = having("identifies")
# Each size of one article has numbers of its own.
_OF_A_SIZE = marked("number-of-a-size")


def refuse_several(rows: Iterable[Mapping[object, object]]) -> None:
    """Raises SeveralArticles when rows are articles of their own; rows for the sizes of one article are not."""
    told = {which for which in map(_which, rows) if which}
    if len(told) > 1:
        raise SeveralArticles(
            f"The product data holds {len(told)} articles; one is read at a time. Send each article on its own."
        )


def listed(value: object) -> Sequence[Mapping[object, object]]:
    """The objects of a list of articles, also of {"products": […]}; none where the value is no such list."""
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    if not isinstance(value, list | tuple) or len(value) < 2:
        return ()
    return [item for item in value if isinstance(item, Mapping)] if all(isinstance(v, Mapping) for v in value) else ()


def _which(row: Mapping[object, object]) -> tuple[str, ...]:
    """What tells a whole article from another one; nothing for what is no whole article."""
    if any(marks("value-of-an-attribute", str(key)) for key in row):  # an attribute with its value
        return ()
    told = [(str(key), value) for key, value in row.items() if isinstance(value, str | int) and str(value).strip()]
    known = [(key, str(value), meanings(key)[0].field) for key, value in told if is_known(key)]
    fields = {field for _, _, field in known if field not in (Field.OTHER, Field.PRICE, Field.SIZE)}
    if len(fields) < _LEAST_KEYS:
        return ()
    return tuple(
        f"{field} {folded(value)}"
        for key, value, field in sorted(known)
        if field in _WHICH and not (field is Field.NUMBER and _is_of_a_size(folded(key)))
    )


def _is_of_a_size(key: str) -> bool:
    return key.endswith("id") or any(part in key for part in _OF_A_SIZE)
