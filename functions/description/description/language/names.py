"""Finds the word that a data value means, as shops write it: "WEISS", "Damen-Sneaker", "Schuhe > Slipper"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from description.language.analysis import UNITS, Analysis
from description.language.function_words import alternatives, function_words
from description.language.grammar import Adjective, Noun
from description.language.nouns import Nouns
from description.language.rows import Row
from description.language.words import Word, key

_BRACKETS = re.compile(
    r"\s*[(\[][^)\]]{0,200}[)\]]|\s[\"'„‚»][^\"'“‘«]{1,80}[\"'“‘«](?=\s|$)"
)  # and names of models: Regenjacke 'Pfütze'
_PATH = re.compile(r"\s*[>»›]\s*")
_PEOPLE = alternatives("people")
_AUDIENCE_ALONE = re.compile(rf"(?:{_PEOPLE})(?:\s*(?:,|/|&|und)\s*(?:{_PEOPLE}))*", re.I)
_AUDIENCE_BEFORE = re.compile(
    rf"^(?:(?:für\s+)?(?:{_PEOPLE})[\s,:/-]+|(?:{alternatives('people-prefix')})(?=\w{{3}}))", re.I
)
_AUDIENCE_AFTER = re.compile(
    rf"(?<![\s,/-])[\s,/-]+(?:für\s+)?(?:{_PEOPLE})(?:\s*(?:,|/|&|und)\s*(?:{_PEOPLE})){{0,9}}$", re.I
)
# What follows these says more about the article, not what it is.
_TAIL = re.compile(rf"(?<!\s)\s++(?:{alternatives('tail-preposition')})\s.*", re.I | re.S)
_SEVERAL = re.compile(r"[/+&;]|\b(?:und|oder)\b")
_NUMBER = re.compile(r"^[\d.,-]+\s+|\s[\d.,-]+$")
_SPELLED_OUT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_DESCRIBING = ("material", "pattern", "fit", "length")
_COUNTING = function_words("set-noun")
_NOT_REAL = function_words("not-real")
_GROWN = ("leather", "fur")
_MADE = ("plastic", "rubber", "fabric", "fibre")
_ALL_CAPITALS = 5  # longer words in capitals are no abbreviations


class Names:
    """The words by their lemmas, plurals and synonyms."""

    def __init__(self, rows: Iterable[Row], analysis: Analysis, nouns: Nouns) -> None:
        self._analysis = analysis
        self._nouns = nouns
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            for name in _names(row):
                if name in self._rows:
                    self._rows[name].append(row)
                else:
                    self._rows[name] = [row]

    def words(self, name: str) -> list[Word]:
        """The words that this is exactly the lemma, the plural or a synonym of."""
        return [row.word for row in self._rows.get(key(name), ())]

    def find(self, text: str, kinds: tuple[str, ...]) -> Word | None:
        """The word, of one of these kinds when any is given, that a value means; None when in doubt."""
        segments = [part for part in _PATH.split(text.strip()) if part and not _AUDIENCE_ALONE.fullmatch(part)]
        value = segments[-1] if segments else text
        found = self._known(value, kinds)
        if found is not None:
            return found
        for shortened in _shortened(value, "type" in kinds or not kinds):
            found = self._known(shortened, kinds) or self._compound(shortened, kinds)
            found = found or self._described(shortened, kinds)
            if found is not None:
                return found
        return None

    def _known(self, value: str, kinds: tuple[str, ...]) -> Word | None:
        found = _first(self.words(value), kinds) or _first(self._analysis.forms.words(key(value)), kinds)
        if found is None and any(spelled in value.casefold() for spelled, _ in _SPELLED_OUT):
            umlauts = value.casefold()
            for spelled, umlaut in _SPELLED_OUT:
                umlauts = umlauts.replace(spelled, umlaut)
            found = _first(self.words(umlauts), kinds)
        return found

    def _compound(self, value: str, kinds: tuple[str, ...]) -> Word | None:
        """A word of its own for a compound of known words ("Ledersneaker"), with the head's meaning."""
        if " " in value or not value:
            return None
        token = _capitalised(value)
        parts = self._analysis.parts(token)
        if not parts or (kinds and parts[-1].kind not in kinds):
            return None
        if len(parts) == 1:
            return parts[0] if parts[0].kind == "colour" else None
        head = parts[-1]
        if head.kind == "colour":
            return _colours(value.lower(), parts) if all(part.kind == "colour" for part in parts) else None
        if head.kind not in ("type", "material") or head.noun is None or _is_imitation(parts):
            return None
        noun = self._nouns.noun_number(token)
        if noun is None or noun[0].gender != head.noun.gender:
            return None
        lemma = noun[0].lemma
        return Word(
            lemma, head.kind, noun[0], None, "", (head.lemma, *head.parents), (), head.group, head.family, head.labels
        )

    def _described(self, value: str, kinds: tuple[str, ...]) -> Word | None:
        """A word with describing words around it: "weißer Slipper", "Hose lang", "schwarz 100"."""
        tokens = value.replace(",", " ").split()
        if len(tokens) < 2:
            return None
        last = self._known(tokens[-1], kinds) or self._compound(tokens[-1], kinds)
        if last is not None and self._describe(tokens[:-1], last.kind):
            return last
        first = self._known(tokens[0], kinds)
        if first is not None and self._describe(tokens[1:], first.kind):
            return first
        return None

    def _describe(self, tokens: list[str], kind: str) -> bool:
        """Whether these say what something of this kind is like (adjectives, numbers), not what else it may be."""
        return self._describes("".join(tokens), kind) or all(self._describes(token, kind) for token in tokens)

    def _describes(self, token: str, kind: str) -> bool:
        if any(sign.isdigit() for sign in token) or not any(map(str.isalpha, token)):
            return True
        if token.casefold() in UNITS or token.casefold() in _COUNTING:
            return True
        words = self._analysis.forms.words(key(token))
        if any(word.kind == kind or word.lemma in _NOT_REAL for word in words):
            return False
        return any(word.adjective is not None or word.kind in _DESCRIBING for word in words)


def _shortened(value: str, is_type: bool) -> Iterable[str]:
    """The value without brackets, audience, numbers and what comes after a preposition; not when it names several."""
    value = _BRACKETS.sub("", value).strip(" .,;:-")
    before = None
    while value != before:
        before = value
        value = _AUDIENCE_AFTER.sub("", _AUDIENCE_BEFORE.sub("", value, count=1)).strip(" .,;:-")
        value = _NUMBER.sub("", value)
    if is_type:
        value = _TAIL.sub("", value)
    if not _SEVERAL.search(value):
        yield value


def _first(words: Iterable[Word], kinds: tuple[str, ...]) -> Word | None:
    if not kinds:
        return next(iter(words), None)
    return next((word for kind in kinds for word in words if word.kind == kind), None)


def _names(row: Row) -> list[str]:
    table, keys = row.table, row.keys
    names = [keys[0], *row.listed(table.synonyms)]
    if table.noun is not None and keys[table.noun] and keys[table.noun] != keys[0]:
        names.append(keys[table.noun])
    return names


def _is_imitation(parts: tuple[Word, ...]) -> bool:
    """Whether a material's opening makes it another one, or may do so: "PVC-Leder", "Faux-Leder"."""
    opening, head = parts[0], parts[-1]
    if head.kind != "material":
        return False
    return opening.kind == "name" or opening.lemma in _NOT_REAL or (head.group in _GROWN and opening.group in _MADE)


def _capitalised(value: str) -> str:
    first, *rest = value.split("-")
    small = function_words("preposition")  # "2-in-1-Pullover"
    return "-".join([_capital(first), *(each if each in small else _capital(each) for each in rest)])


def _capital(segment: str) -> str:
    shouted = segment.isupper() and len(segment) > _ALL_CAPITALS
    return segment.capitalize() if segment.islower() or shouted else segment


def _colours(value: str, parts: tuple[Word, ...]) -> Word:
    """Several colours in one word: "schwarz-weiß"."""
    last = parts[-1].adjective
    adjective = Adjective(value, last is None or last.declines)
    noun = Noun(value.capitalize(), "n", "")
    return Word(value, "colour", noun, adjective, "", tuple(part.lemma for part in parts), (), "", "multicoloured")
