"""What the parts are called that something is made of."""

from __future__ import annotations

from description.german.grammar import Noun
from description.product_data.model import Entry, Field

OUTSOLE = Noun("Laufsohle", "f", "Laufsohlen")
MATERIAL = Noun("Material", "n", "Materialien")
UPPER = Noun("Obermaterial", "n", "Obermaterialien")
# What a part is called: by the first of these that its key begins with; the last one else.
_NAMES: dict[Field, tuple[tuple[str, Noun], ...]] = {
    Field.MATERIAL: (
        ("obermaterial", UPPER),
        ("oberstoff", Noun("Oberstoff", "m", "Oberstoffe")),
        ("außenmaterial", Noun("Außenmaterial", "n", "Außenmaterialien")),
        ("bezug", Noun("Bezug", "m", "Bezüge")),
        ("schaft", Noun("Schaft", "m", "Schäfte")),
        ("", MATERIAL),
    ),
    Field.LINING: (
        ("innenfutter", Noun("Innenfutter", "n", "Innenfutter")),
        ("innenmaterial", Noun("Innenmaterial", "n", "Innenmaterialien")),
        ("innenausstattung", Noun("Innenausstattung", "f", "Innenausstattungen")),
        ("innenseite", Noun("Innenseite", "f", "Innenseiten")),
        ("", Noun("Futter", "n", "Futter")),
    ),
    Field.INSOLE: (
        ("decksohle", Noun("Decksohle", "f", "Decksohlen")),
        ("brandsohle", Noun("Brandsohle", "f", "Brandsohlen")),
        ("einlegesohle", Noun("Einlegesohle", "f", "Einlegesohlen")),
        ("fußbett", Noun("Fußbett", "n", "Fußbetten")),
        ("", Noun("Innensohle", "f", "Innensohlen")),
    ),
    Field.OUTSOLE: (("sohle", Noun("Sohle", "f", "Sohlen")), ("", OUTSOLE)),
    Field.FILLING: (
        ("wattierung", Noun("Wattierung", "f", "Wattierungen")),
        ("isolierung", Noun("Isolierung", "f", "Isolierungen")),
        ("", Noun("Füllung", "f", "Füllungen")),
    ),
}


def name_of(entry: Entry) -> Noun:
    """The part's name as its key has it: Oberstoff, Decksohle."""
    folded = entry.key.lower().removeprefix("material ")
    return next(noun for start, noun in _NAMES[entry.field] if folded.startswith(start))
