"""What is no statement about the article, or cannot be understood: it is left out, and the editor is told why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from description.domain.attributes import attributes, having
from description.domain.statement import Field, NotUsed
from description.ingest.keys import MATERIALS, is_known, meanings
from description.ingest.letters import as_it_is, is_foreign, look_alike, turned
from description.ingest.lists import items
from description.ingest.markers import marks, says_nothing
from description.ingest.pairs import Pair
from description.ingest.yes_and_no import is_switch, says_only_yes_or_no
from description.language.vocabulary import vocabulary

_ONLY_YES_OR_NO = "Ein Ja oder Nein sagt hier nichts; bitte den Wert angeben."
_PLACEHOLDER = "Das ist ein Platzhalter und kein Wert."
_SWITCH = "Das ist ein Schalter des Shopsystems und keine Aussage über den Artikel."
_ADDRESS = "Das ist eine Webadresse und kein Wert."
_CODE = "Das ist eine Kennung; bitte den Wert im Klartext angeben."
_UNIT = "Die Einheit fehlt; bitte ergänzen ({units})."
_BOTH = "Die Angabe hebt sich selbst auf; bitte klären."
_FORMS = "„{item}“ ist Einzahl und Mehrzahl zugleich; bitte eine Form angeben."
_LETTERS = "„{word}“ enthält {script} Buchstaben, die lateinischen gleichen; bitte neu eintippen."
_SCRIPT = "Das ist nicht in lateinischer Schrift; bitte auf Deutsch angeben."
_TURNED = "Ein unsichtbares Zeichen ({sign}) kehrt die Schreibrichtung um; gelesen wurde „{text}“. Bitte prüfen."

_SHORT = 80
# Their values are words. Of the other fields a number, an address or a code may be the value itself.
_OF_WORDS = having("words")
_LISTS = having("list")
_KEPT_AS_IT_IS = frozenset({Field.DESCRIPTION, Field.NUMBER, Field.PRICE, Field.EXAMPLE})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TEMPLATE = re.compile(r"['\"]?(?:\{\{[^{}]*\}\}|\$\{[^{}]*\}|%[A-Z_]{2,40}%|\[\[[^\[\]]*\]\]|<%[^<>]*%>)['\"]?")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,64}|gid://\S+", re.IGNORECASE)
_OF_A_PROGRAM = re.compile(r"[a-zäöüß0-9]+(?:_[a-zäöüß0-9]+)+")
_WITHOUT_ITSELF = re.compile(r"(\w{3,40}) ohne (\w{3,40})", re.IGNORECASE)
_TWO_FORMS = re.compile(r"(?:\S{1,40} )?[^\W\d_]{3,40}(?:/-?(?:e?n|e|er|s|innen)|\(-?(?:e?n|e|er|s|innen)\))")


def understood(stated: Iterable[Pair]) -> tuple[tuple[Pair, ...], tuple[NotUsed, ...]]:
    """The pairs that can be read, and what is left out of them with the reason."""
    kept: list[Pair] = []
    left: list[NotUsed] = []
    for pair in stated:
        rest, out = _repeated(pair) if len(pair.text) <= _SHORT else _one(pair)
        left += out
        if rest is not None:
            kept.append(rest)
    return tuple(kept), tuple(left)


@lru_cache(maxsize=16384)
def _repeated(pair: Pair) -> tuple[Pair | None, Sequence[NotUsed]]:
    """The same for a short pair, which stands in many articles."""
    return _one(pair)


def _one(pair: Pair) -> tuple[Pair | None, Sequence[NotUsed]]:
    """What of a pair can be read, None for nothing, and what is left out."""
    left: list[NotUsed] = []
    if sign := turned(pair.text):
        text = as_it_is(pair.text)
        left.append(NotUsed(pair.key, text, _TURNED.format(sign=sign, text=text)))
        pair = replace(pair, text=text, items=tuple(map(as_it_is, pair.items)))
    reason = "" if pair.aside else _why_not(pair)
    if reason:
        return None, (*left, NotUsed(pair.key, pair.text, reason))
    rest, out = _by_item(_spelled(pair))
    return rest, (*left, *out)


def _why_not(pair: Pair) -> str:
    """Why a pair as a whole cannot be used, in German; "" for one that can."""
    field = meanings(pair.key)[0].field
    return next((reason for fits, reason in _REASONS if fits(pair, field)), "") or _without_unit(pair, field)


def _is_placeholder(pair: Pair, field: Field) -> bool:
    text = pair.text
    if field is Field.BRAND and marks("no-brand", text):
        return True
    return says_nothing(text) and any(map(str.isalpha, text)) and not (text[0] == "#" or marks("null", text))


def _is_address(pair: Pair, field: Field) -> bool:
    return field in _OF_WORDS and _WEB.fullmatch(pair.text) is not None


def _is_code(pair: Pair, field: Field) -> bool:
    text = pair.text
    if field not in _OF_WORDS or pair.items:
        return False
    if _IDENTIFIER.fullmatch(text):
        return True
    if field in MATERIALS and not any(map(str.isalpha, text)):  # "95/5"
        return True
    if text.isdecimal():
        return field is not Field.FEATURES and int(text[:4]) != 0
    return _OF_A_PROGRAM.fullmatch(text) is not None and vocabulary().named(text.replace("_", " ")) is None


def _undoes_itself(pair: Pair, _field: Field) -> bool:
    found = _WITHOUT_ITSELF.fullmatch(pair.text)
    return found is not None and found[1].casefold() == found[2].casefold()


_REASONS: tuple[tuple[Callable[[Pair, Field], bool], str], ...] = (
    (_is_placeholder, _PLACEHOLDER),
    (lambda pair, _: _TEMPLATE.fullmatch(pair.text) is not None, _PLACEHOLDER),
    (lambda pair, _: says_only_yes_or_no(pair), _ONLY_YES_OR_NO),
    (lambda pair, _: is_switch(pair.key, pair.text), _SWITCH),
    (_is_address, _ADDRESS),
    (_is_code, _CODE),
    (_undoes_itself, _BOTH),
)


def _without_unit(pair: Pair, field: Field) -> str:
    """Why a number alone is no measure: "Absatzhöhe: 55"."""
    units = attributes()[field].units
    if not units or not is_known(pair.key) or meanings(pair.key)[0].unit:
        return ""
    bare = _NUMBER.fullmatch(pair.text)
    return _UNIT.format(units=units) if bare and pair.text.strip("0.,") else ""


def _spelled(pair: Pair) -> Pair:
    """ "light_blue" as it is written in a text."""
    if "_" not in pair.text or meanings(pair.key)[0].field not in _OF_WORDS:
        return pair
    return replace(pair, text=pair.text.replace("_", " ")) if _OF_A_PROGRAM.fullmatch(pair.text) else pair


def _by_item(pair: Pair) -> tuple[Pair | None, list[NotUsed]]:
    """A pair without those items of its list that cannot be read; None where none is left."""
    field = meanings(pair.key)[0].field
    if field in _KEPT_AS_IT_IS or (pair.text.isascii() and "/" not in pair.text and "(" not in pair.text):
        return pair, []
    listed = pair.items or (items(pair.text, field) if field in _LISTS else (pair.text,))
    faulty = {item: reason for item in listed if (reason := _fault(item, field))}
    if not faulty:
        return pair, []
    left = [NotUsed(pair.key, item, reason) for item, reason in faulty.items()]
    rest = tuple(item for item in listed if item not in faulty)
    return (replace(pair, text=", ".join(rest), items=rest) if rest else None), left


def _fault(item: str, field: Field) -> str:
    word, script = look_alike(item)
    if word:
        return _LETTERS.format(word=word, script=script)
    if field in _OF_WORDS and is_foreign(item):
        return _SCRIPT
    return _FORMS.format(item=item) if field in _LISTS and _TWO_FORMS.fullmatch(item) else ""
