"""What a statement of the data says of a part: "herausnehmbares Fußbett", "Träger: verstellbar"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from description.claims.exclusive import opposites
from description.claims.line import Unit
from description.claims.mention import Mention
from description.claims.polarity import negates
from description.claims.senses import sense
from description.claims.stems import stem
from description.claims.targets import part_named, part_of_key, target_key
from description.domain.statement import Field
from description.language.text import tokens


def bound_to_parts(
    field: Field, mentions: tuple[Mention, ...], units: Sequence[Unit], key_units: Sequence[Unit]
) -> list[tuple[str, str]]:
    """What is said of a part: "herausnehmbares Fußbett", "Träger: verstellbar"."""
    found = [
        (mention.sense.stem, part)
        for mention in mentions
        if mention.about and not mention.denied and (part := part_named(mention.about))
    ]
    for unit in units:  # a phrase of the vocabulary: "weiche Polsterung"
        *before, last = (token.text for token in tokens(unit.text)) if " " in unit.text else ("",)
        noun = sense(last) if before else None
        if noun is not None and noun.noun:
            found += [(stem(word), target_key(noun)) for word in before]
    part = part_of_key(key_units)
    if not part and field is Field.OTHER and len(key_units) == 1 and not key_units[0].sense.options:
        part = target_key(key_units[0].sense)  # "Klappe: abnehmbar"
    if part:  # "Kapuze abnehmbar: ja"; "Kapuze: abnehmbar, mit Kunstfellbesatz": both may come off
        found += [(unit.sense.stem, part) for unit in key_units if unit.sense.kind and not unit.sense.noun]
        also = [other for mention in mentions if mention.sense.noun and (other := part_named(mention.sense))]
        found += [(said.sense.stem, of) for said in _opening(mentions) if said.about is None for of in (part, *also)]
        found += [(said, part) for said in _on_a_scale(units)]
    return found


def _on_a_scale(units: Sequence[Unit]) -> Iterator[str]:
    """ "Mahlgrad: fein", "Ausschnitt: mittelhoch": words that claim nothing by themselves."""
    for unit in takewhile(lambda unit: not unit.sense.noun and not negates(unit), units):
        if unit.sense.stem in opposites():
            yield unit.sense.stem


def opening_of(mentions: tuple[Mention, ...], key_units: Sequence[Unit]) -> list[tuple[str, str]]:
    """What a statement opens with, of the part that its key names: "Bund: elastisch mit Kordelzug"."""
    part = part_of_key(key_units)
    return [(mention.sense.stem, part) for mention in _opening(mentions)]


def _opening(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """What is said before the first noun."""
    return (said for said in takewhile(lambda mention: not mention.sense.noun, mentions) if not said.denied)
