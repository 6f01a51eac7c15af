"""Made-up articles that say the same thing several times, each time differently, and never contradict themselves.

Whatever conflict the reader finds in them is a false one, and each of their materials must be stated. The same seed
gives the same articles.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bildtext.errors import BildtextError
from bildtext_dev.quality.report import Row, Table
from description.domain.statement import ProductData
from description.ingest import from_json, from_row, parse
from description.ingest.keys import MATERIALS

Pairs = list[tuple[str, str]]
SEED = 14
_CODES = {"Baumwolle": "CO", "Polyester": "PES", "Elasthan": "EA", "Viskose": "CV", "Polyamid": "PA", "Wolle": "WO"}
_CODES |= {"Polyacryl": "PC", "Schurwolle": "WV", "Leinen": "LI", "Lyocell": "CLY", "Kaschmir": "WS"}


def articles(count: int, seed: int = SEED) -> Iterator[tuple[str, ProductData | str, tuple[str, ...]]]:
    """`count` articles: what was given, what it is read as (or how that failed), and the materials it must state."""
    with Path(__file__).with_name("consistent.yaml").open(encoding="utf-8") as file:
        words: Mapping[str, Any] = yaml.safe_load(file)
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 - repeatable on purpose
        pairs, fibres = _article(words, rng)
        try:
            yield str(pairs), _read(pairs, rng), fibres
        except BildtextError as error:
            yield str(pairs), f"refused: {error}", fibres
        except Exception as error:  # noqa: BLE001 - a crash is what is counted
            yield str(pairs), f"crash: {error!r}", fibres


def _article(words: Mapping[str, Any], rng: random.Random) -> tuple[Pairs, tuple[str, ...]]:
    kind = rng.choice(sorted(words["types"]))
    pairs = [("Artikelnummer", f"{rng.randrange(10**5):06d}"), ("Marke", rng.choice(["Zero", "Jake*s Casual", "C&A"]))]
    types = rng.choice(words["types"][kind])
    pairs += [(key, types[at]) for at, key in enumerate(words["type_keys"]) if at == 0 or rng.random() < 0.3]
    composition = rng.choice(words["materials"])
    pairs.append((rng.choice(words["exact_keys"]), _composed(composition["exact"], rng)))
    if rng.random() < 0.7:
        pairs.append((rng.choice(words["material_keys"]), rng.choice(composition["also"])))
    groups = [*words["said_twice"].values(), *words[kind].values()]
    for group in rng.sample(groups, rng.randint(4, len(groups))):
        row = rng.choice(group["rows"])
        said = rng.sample(range(len(row)), rng.randint(1, min(3, len(row))))
        pairs += [(group["keys"][at], row[at]) for at in sorted(said) if at < len(group["keys"])]
    return pairs, tuple(material for _, material in composition["exact"])


def _composed(exact: Sequence[tuple[int, str]], rng: random.Random) -> str:
    """A composition in one of the notations of shops."""
    notation = rng.randrange(8)
    if notation == 0:
        return " ".join(f"{share} {_CODES[material]}" for share, material in exact)
    if notation == 1 and len(exact) > 1:
        shares, materials = zip(*exact, strict=True)
        return f"{'/'.join(materials)} {'/'.join(map(str, shares))}"
    if notation == 2:
        return ", ".join(f"{material} {share}%" for share, material in exact)
    between, sign = rng.choice([", ", " / ", "; ", " "]), rng.choice(["%", " %"])
    return between.join(f"{share}{sign} {material}" for share, material in exact)


def _read(pairs: Pairs, rng: random.Random) -> ProductData:
    match rng.randrange(5):
        case 0:
            return from_json([{"name": key, "value": value} for key, value in pairs])
        case 1:
            return from_row(pairs)
        case 2:
            return parse("\n".join(f"- {key}: {value}" for key, value in pairs))
        case 3:
            properties = [{"@type": "PropertyValue", "name": key, "value": value} for key, value in pairs]
            return from_json({"@type": "Product", "name": "Artikel", "additionalProperty": properties})
        case _:
            return parse("\n".join(f"{key}\t{value}" for key, value in pairs))


def measure_consistent(count: int, seed: int = SEED) -> Table:
    """False conflicts, and the materials that are in the input and not stated."""
    crashed = refused = disputed = materials = lost = 0
    shown: list[str] = []
    for given, data, fibres in articles(count, seed):
        if isinstance(data, str):
            crashed += data.startswith("crash")
            refused += data.startswith("refused")
            shown.append(f"{data}: {given}")
            continue
        disputed += bool(data.conflicts)
        shown += [f"false conflict: {conflict.message}" for conflict in data.conflicts]
        stated = {share.material for statement in data.stated(*MATERIALS) for share in statement.shares}
        materials += len(fibres)
        lost += len(set(fibres) - stated)
        shown += [f"lost material: {fibre}: {given}" for fibre in fibres if fibre not in stated]
    rows = (
        Row("crashes", crashed, count),
        Row("refused", refused, count),
        Row("articles with a false conflict", disputed, count),
        Row("materials lost", lost, materials),
    )
    return Table(f"{count} articles without a contradiction, seed {seed}", rows, tuple(shown))
