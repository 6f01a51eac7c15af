"""What is no statement about the article, or cannot be understood: it is left out, and the editor is told why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from description.domain.attributes import attributes, having
from description.german.vocabulary import vocabulary
from description.product_data.keys import MATERIALS, is_known, meanings
from description.product_data.letters import as_it_is, is_foreign, look_alike, turned
from description.product_data.lists import items
from description.product_data.markers import marks, says_nothing
from description.product_data.model import Field, NotUsed
from description.product_data.statements import Statement
from description.product_data.yes_and_no import is_switch, says_only_yes_or_no

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


def understood(stated: Iterable[Statement]) -> tuple[tuple[Statement, ...], tuple[NotUsed, ...]]:
    """The statements that can be read, and what is left out of them with the reason."""
    kept: list[Statement] = []
    left: list[NotUsed] = []
    for statement in stated:
        rest, out = _repeated(statement) if len(statement.text) <= _SHORT else _one(statement)
        left += out
        if rest is not None:
            kept.append(rest)
    return tuple(kept), tuple(left)


@lru_cache(maxsize=16384)
def _repeated(statement: Statement) -> tuple[Statement | None, Sequence[NotUsed]]:
    """The same for a short statement, which stands in many articles."""
    return _one(statement)


def _one(statement: Statement) -> tuple[Statement | None, Sequence[NotUsed]]:
    """What of a statement can be read, None for nothing, and what is left out."""
    left: list[NotUsed] = []
    if sign := turned(statement.text):
        text = as_it_is(statement.text)
        left.append(NotUsed(statement.key, text, _TURNED.format(sign=sign, text=text)))
        statement = replace(statement, text=text, items=tuple(map(as_it_is, statement.items)))
    reason = "" if statement.aside else _why_not(statement)
    if reason:
        return None, (*left, NotUsed(statement.key, statement.text, reason))
    rest, out = _by_item(_spelled(statement))
    return rest, (*left, *out)


def _why_not(statement: Statement) -> str:
    """Why a statement as a whole cannot be used, in German; "" for one that can."""
    field = meanings(statement.key)[0].field
    return next((reason for fits, reason in _REASONS if fits(statement, field)), "") or _without_unit(statement, field)


def _is_placeholder(statement: Statement, field: Field) -> bool:
    text = statement.text
    if field is Field.BRAND and marks("no-brand", text):
        return True
    return says_nothing(text) and any(map(str.isalpha, text)) and not (text[0] == "#" or marks("null", text))


def _is_address(statement: Statement, field: Field) -> bool:
    return field in _OF_WORDS and _WEB.fullmatch(statement.text) is not None


def _is_code(statement: Statement, field: Field) -> bool:
    text = statement.text
    if field not in _OF_WORDS or statement.items:
        return False
    if _IDENTIFIER.fullmatch(text):
        return True
    if field in MATERIALS and not any(map(str.isalpha, text)):  # "95/5"
        return True
    if text.isdecimal():
        return field is not Field.FEATURES and int(text[:4]) != 0
    return _OF_A_PROGRAM.fullmatch(text) is not None and vocabulary().named(text.replace("_", " ")) is None


def _undoes_itself(statement: Statement, _field: Field) -> bool:
    found = _WITHOUT_ITSELF.fullmatch(statement.text)
    return found is not None and found[1].casefold() == found[2].casefold()


_REASONS: tuple[tuple[Callable[[Statement, Field], bool], str], ...] = (
    (_is_placeholder, _PLACEHOLDER),
    (lambda statement, _: _TEMPLATE.fullmatch(statement.text) is not None, _PLACEHOLDER),
    (lambda statement, _: says_only_yes_or_no(statement), _ONLY_YES_OR_NO),
    (lambda statement, _: is_switch(statement.key, statement.text), _SWITCH),
    (_is_address, _ADDRESS),
    (_is_code, _CODE),
    (_undoes_itself, _BOTH),
)


def _without_unit(statement: Statement, field: Field) -> str:
    """Why a number alone is no measure: "Absatzhöhe: 55"."""
    units = attributes()[field].units
    if not units or not is_known(statement.key) or meanings(statement.key)[0].unit:
        return ""
    bare = _NUMBER.fullmatch(statement.text)
    return _UNIT.format(units=units) if bare and statement.text.strip("0.,") else ""


def _spelled(statement: Statement) -> Statement:
    """ "light_blue" as it is written in a text."""
    if "_" not in statement.text or meanings(statement.key)[0].field not in _OF_WORDS:
        return statement
    return (
        replace(statement, text=statement.text.replace("_", " "))
        if _OF_A_PROGRAM.fullmatch(statement.text)
        else statement
    )


def _by_item(statement: Statement) -> tuple[Statement | None, list[NotUsed]]:
    """A statement without those items of its list that cannot be read; None where none is left."""
    field = meanings(statement.key)[0].field
    if field in _KEPT_AS_IT_IS or (
        statement.text.isascii() and "/" not in statement.text and "(" not in statement.text
    ):
        return statement, []
    listed = statement.items or (items(statement.text, field) if field in _LISTS else (statement.text,))
    faulty = {item: reason for item in listed if (reason := _fault(item, field))}
    if not faulty:
        return statement, []
    left = [NotUsed(statement.key, item, reason) for item, reason in faulty.items()]
    rest = tuple(item for item in listed if item not in faulty)
    return (replace(statement, text=", ".join(rest), items=rest) if rest else None), left


def _fault(item: str, field: Field) -> str:
    word, script = look_alike(item)
    if word:
        return _LETTERS.format(word=word, script=script)
    if field in _OF_WORDS and is_foreign(item):
        return _SCRIPT
    return _FORMS.format(item=item) if field in _LISTS and _TWO_FORMS.fullmatch(item) else ""
