"""Combines new articles from the hand-written ones by exchanging values verbatim between articles of one group.

The same seed gives the same articles. Product data is not read with the function's code: keys and values are split in
the simplest way, so that a bug of the reader does not affect the data it is measured on.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence

from bildtext_dev.quality.sets import Article

Pairs = list[tuple[str, str]]
_BULLET = re.compile(r"^\s*[-•*]\s*")
_PAIR = re.compile(r"^([^:=]{2,40}?) ?[:=] ?(\S.*)$")
_PROSE = re.compile("beschreibung|hinweis|ignoriere|ean|lager|sku|artikelbezeichnung|artikelnr|nummer", re.IGNORECASE)
_TYPE_KEYS = frozenset(
    ("schuhe", "artikel", "produkt", "produktart", "typ", "art", "schuhart", "produkttyp", "artikelart", "product")
)


def combined(sources: Sequence[Article], count: int, seed: int = 3) -> Iterator[Article]:
    """Yield `count` articles, cycling through the groups, in eight notations."""
    pairs = {source.id: pairs for source in sources if len(pairs := pairs_of(source)) >= 3}
    groups: dict[str, list[str]] = {}
    for source in sources:
        if source.id in pairs:
            groups.setdefault(source.group, []).append(source.id)
    pools = {group: _pool(pairs[article] for article in ids) for group, ids in groups.items()}
    names = sorted(groups)
    for number in range(count):
        group = names[number % len(names)]
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 - repeatable on purpose
        mixed = _mixed(pairs[rng.choice(groups[group])], pools[group], rng)
        yield Article(f"combined-{number:05d}", group, _written(mixed, rng))


def pairs_of(source: Article) -> Pairs:
    found = list(_of_json(source.given)) if not isinstance(source.given, str) else list(_of_text(source.given))
    return [(key, value) for key, value in found if not _PROSE.search(key)]


def _of_json(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            match item:
                case (
                    [str(key), str(inner)]
                    | {"name": str(key), "value": str(inner)}
                    | {"key": str(key), "value": str(inner)}
                ):
                    yield key, inner
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield key, inner
            elif isinstance(inner, list) and all(isinstance(item, str) for item in inner):
                yield key, ", ".join(inner)
            elif isinstance(inner, (Mapping, list)) and key in ("data", "attributes"):
                yield from _of_json(inner)


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    if len(lines) == 2 and ":" not in lines[0]:
        rows = list(csv.reader(lines, delimiter=";" if ";" in lines[0] else ","))
        yield from zip(*rows, strict=False)
        return
    if len(lines) == 1:
        lines = re.split(r";|\||//", text)
    for line in lines:
        if pair := _PAIR.match(" ".join(_BULLET.sub("", line).split())):
            yield pair[1], pair[2]


def _pool(sources: Iterator[Pairs]) -> dict[str, Pairs]:
    """Return every pair of a group by its case-folded key."""
    pool: dict[str, Pairs] = {}
    for pairs in sources:
        for key, value in pairs:
            pool.setdefault(key.casefold(), []).append((key, value))
    return pool


def _mixed(base: Pairs, pool: Mapping[str, Pairs], rng: random.Random) -> Pairs:
    mixed: Pairs = []
    for key, value in base:
        is_type = key.casefold() in _TYPE_KEYS
        if not is_type and rng.random() < 0.12:
            continue
        change = rng.random() < (0.25 if is_type else 0.55)
        mixed.append(rng.choice(pool[key.casefold()]) if change else (key, value))
    present = {key.casefold() for key, _ in mixed} | _TYPE_KEYS
    more = [key for key in pool if key not in present]
    for key in rng.sample(more, min(len(more), rng.randrange(4))):
        mixed.append(rng.choice(pool[key]))
    if mixed and rng.random() < 0.08:  # a duplicate key
        mixed.append(rng.choice(pool[rng.choice(mixed)[0].casefold()]))
    if rng.random() < 0.3:
        rng.shuffle(mixed)
    return mixed


def _written(pairs: Pairs, rng: random.Random) -> object:
    match rng.randrange(9):
        case 0:
            return "\n".join(f"- {key}: {value}" for key, value in pairs)
        case 1:
            return "\n\n".join(f"{key}: {value}" for key, value in pairs)
        case 2:
            return "\n".join(f"• {key}: {value}" for key, value in pairs)
        case 3:
            return dict(pairs)
        case 4:
            return {"attributes": [{"name": key, "value": value} for key, value in pairs]}
        case 5:
            return "\n".join(f"{key}={value}" for key, value in pairs)
        case 6:
            return _csv(dict(pairs))
        case _:
            return "\n".join(f"{key}: {value}" for key, value in pairs)


def _csv(row: Mapping[str, str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows((row.keys(), row.values()))
    return text.getvalue()
