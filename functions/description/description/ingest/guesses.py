"""Lines without a key: what they say by themselves, and whether that holds beside the rest of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from description.domain.statement import Field
from description.ingest.compositions import is_composition
from description.ingest.keys import meanings
from description.ingest.markers import marks, words_of
from description.ingest.pairs import ASIDE, Pair
from description.ingest.title_lines import heads, pieces_of
from description.language.vocabulary import Word, vocabulary

_TYPE, _TITLE, _COLOUR, _MATERIAL, _FEATURE = "Artikel", "Titel", "Farbe", "Material", "Besonderheit"
_NO_END = "".join(rf"(?<!\b{word})" for word in words_of("abbreviation-in-prose"))
_SENTENCE_INSIDE = re.compile(rf"[a-zäöüß)\"“]{_NO_END}[.!?]\s+[A-ZÄÖÜ]")
_ENDED = re.compile(rf"(?:[?!]|{_NO_END}(?<!tlg)\.)$")
_PROSE_WORDS = 12
_OF_THE_MODEL = re.compile(
    r"^(?>.*?\b(?:models?|modell|mannequin|she|sie)\b).*(?:\bträgt\b|\bwear(?:s|ing)\b|\d\s?c?m\s+(?:groß|tall)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_][\w-]+")
_SIZE = re.compile(
    r"(?:ca\.? ?)?\d[\d.,]*(?: ?(?:cm|mm))?(?: ?[x×] ?\d[\d.,]*(?: ?(?:cm|mm|m))?){1,2}(?<=m)", re.IGNORECASE
)
_SURE_MATERIALS = ("fibre", "leather")


def is_sentence(text: str) -> bool:
    """Whether a sentence ends within a text."""
    return bool(_SENTENCE_INSIDE.search(text))


def without_key(line: str, *, first: bool) -> Iterator[Pair]:
    """What a line without a key says: a composition, prose, the photo's model, a type, a colour, a name, a feature."""
    pieces = pieces_of(line)
    if len(pieces) > 1:
        yield from _titled(pieces, first=first)
    elif is_composition(line):
        yield Pair(_MATERIAL, line)
    elif _SIZE.fullmatch(line):
        yield Pair("Maße", line, guessed=True)
    elif _OF_THE_MODEL.search(line):
        yield Pair(f"Model{ASIDE}Größe", line, aside=True, guessed=True)
    elif is_sentence(line) or len(line.split()) > _PROSE_WORDS or _ENDED.search(line):
        yield Pair("Beschreibung", line, guessed=True)
    elif " > " in line and any(map(_named, line.split(" > "))):
        yield Pair("Kategorie", line, guessed=True)
    elif vocabulary().named(line, "type"):
        yield from _of_type(line)
    elif first:
        yield Pair("Name", line, guessed=True)
    elif (both := _of_two(line)) is not None:
        yield from both
    elif heads(line):  # "Umhängetasche Damen, Halbmond"
        yield Pair(_TITLE, line, guessed=True)
    else:
        yield Pair(_key_of(line), line, guessed=True)


def _titled(pieces: Sequence[str], *, first: bool) -> Iterator[Pair]:
    title = [pieces[0]]
    for piece in pieces[1:]:
        if marks("audience", piece):
            yield Pair("Zielgruppe", piece, guessed=True)
        elif is_composition(piece):
            yield Pair(_MATERIAL, piece)
        elif piece.islower() and _key_of(piece) == _COLOUR:
            yield Pair(_COLOUR, piece, guessed=True)
        else:
            title.append(piece)
    yield Pair("Name" if first else _TITLE, ", ".join(title), guessed=True)


def _of_two(line: str) -> tuple[Pair, Pair] | None:
    """ "Canvas weiß": a material and its colour."""
    words, named = line.split(), vocabulary().listed
    if len(words) != 2 or [word.kind for word in map(named, words) if word] != ["material", "colour"]:
        return None
    return Pair(_MATERIAL, words[0], guessed=True), Pair(_COLOUR, words[1], guessed=True)


def _of_type(line: str) -> Iterator[Pair]:
    """ "Damen Pumps rot": audience, type and colour where each word is one of them."""
    words = line.split()
    keys = ["Zielgruppe" if marks("audience", word) else _key_of(word) for word in words]
    if len(words) > 1 and keys.count(_TYPE) == 1 and not {_FEATURE, _MATERIAL} & set(keys) and keys.count(_COLOUR) < 2:
        yield from (Pair(key, word, guessed=True) for key, word in zip(keys, words, strict=True))
    else:
        yield Pair(_TYPE, line, guessed=True)


def _key_of(line: str) -> str:
    words = vocabulary()
    if words.named(line, "type"):
        return _TYPE
    first = line.partition(" mit ")[0]
    if len(first.split()) <= 2 and all(words.named(part, "colour") for part in first.split("/")):
        return _COLOUR
    if words.named(line, "sleeve"):
        return "Ärmellänge"
    material = words.named(line, "material")
    return _MATERIAL if material and material.group in _SURE_MATERIALS and " " not in line else _FEATURE


def settled(found: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The pairs, where a guess beside what is told is a feature: "Gürtel" of a dress, "rot" of a red lining."""
    if not any(pair.guessed for pair in found):
        return found
    types = [word for pair in found if not _is_type(pair) for word in _types(pair)]
    if not types:
        guessed = [word for pair in found if _is_type(pair) for word in _types(pair)[:1]]
        types = [word for word in guessed if word.group != "accessories"][:1] or guessed[:1]
    told = {meanings(pair.key)[0].field for pair in found if not pair.guessed}
    return tuple(replace(pair, key=_FEATURE) if _is_wrong(pair, types, told) else pair for pair in found)


def _is_wrong(pair: Pair, types: Iterable[Word], told: set[Field]) -> bool:
    if _is_type(pair):
        return not any(vocabulary().akin(own, word) for own in _types(pair) for word in types)
    if pair.guessed and pair.key in (_COLOUR, _MATERIAL):
        return meanings(pair.key)[0].field in told
    return False


def _is_type(pair: Pair) -> bool:
    return pair.guessed and pair.key in (_TYPE, _TITLE)


def _types(pair: Pair) -> list[Word]:
    """The types that a pair with the article's type or name holds."""
    if pair.aside or meanings(pair.key)[0].field not in (Field.TYPE, Field.NAME):
        return []
    named = _named(pair.text)
    if named or _is_type(pair):
        return [named] if named else heads(pair.text)
    return [word for word in map(_named, _WORD.findall(pair.text)) if word]


def _named(text: str) -> Word | None:
    return vocabulary().named(text, "type")
