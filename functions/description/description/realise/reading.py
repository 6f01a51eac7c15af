"""Reads the entries of the data into facts: how each field speaks of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from description.german.grammar import Adjective, Noun, noun_phrase
from description.german.vocabulary import vocabulary
from description.german.words import key as key_of
from description.product_data.model import Entry, Field
from description.realise.clauses import coordinated, verbals
from description.realise.extras import is_care
from description.realise.facts import Fact, without_repeats
from description.realise.measures import A_MEASURE
from description.realise.nouns import exactly, noun_number
from description.realise.parts import GENERIC_KEY, is_of_another, is_part, lacks, part_phrase, says_itself
from description.realise.phrases import PREPOSITIONS, Phrase, phrase
from description.realise.tables import Attribute, attributes, pattern, rewritten, words
from description.realise.values import fit_to_say, says_no, with_units
from description.style.topics import Topic

_SHAPES = frozenset({Field.FIT, Field.CUT, Field.LEG, Field.LENGTH, Field.RISE})
_GENERAL = frozenset({Field.FEATURES, Field.OTHER, Field.DESCRIPTION})
_INFLECTED = re.compile(r"(?:es|er|em)$")  # "weiches", cut from "weiches, fließendes Material"
_A_NUMBER = re.compile(r"\d{1,2}|\w+")
_AMOUNT = re.compile(r"(?:bis )?\d[\d.,]*\s?[^\W\d]{1,6}")
_SAME = 3  # letters that a word shares with its own forms
_SLEEVED = re.compile("arm|ärm", re.I)
_CODE_LIKE = re.compile(r"(?:[A-Z]{2,4}|Kategorie|Klasse|Stufe) ?[\d ]+\+?")
_OF_KIND = re.compile(r"^(?=Kategorie|Klasse|Stufe)")
_COUNTED = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "zwei", "drei", "vier", "fünf", "sechs"})


def facts_of(entries: Iterable[Entry]) -> list[Fact]:
    """The facts of these entries, in order; what cannot be said is left out."""
    found: list[Fact] = []
    for entry in entries:
        special = entry.field is Field.FEATURES and bool(pattern("special-key").fullmatch(entry.key))
        found += [replace(fact, entry=entry, special=special) for fact in _facts(entry)]
    return without_repeats(_merged(found))


def _facts(entry: Entry) -> list[Fact]:
    denied = _denied(entry)
    if denied is not None:
        return [denied]
    if says_no(entry) or _is_empty(entry):
        return []
    if entry.prose:
        return [fact for value in entry.values if (fact := _fact(entry.field, "", value)) is not None]
    counted = _counted(entry)
    if counted is not None:
        return [counted]
    whole = part_phrase(entry) if is_part(entry) else None
    if whole is not None:
        return [_of_noun(_attribute(entry.field), whole)]
    if is_of_another(entry):
        return _of_another(entry)
    if entry.field is Field.OTHER and not _says_a_thing(entry):
        return []
    return [fact for value in _values(entry) if (fact := _fact(entry.field, entry.key.strip(), value)) is not None]


def _is_empty(entry: Entry) -> bool:
    """ "Besonderheit: ja"."""
    return entry.text.strip().casefold() == "ja" and bool(GENERIC_KEY.search(entry.key))


def _attribute(field: Field) -> Attribute:
    return attributes().get(field) or attributes()[Field.OTHER]


def _denied(entry: Entry) -> Fact | None:
    """ "ohne Bügel": the few things whose lack is worth a word."""
    key = entry.key.strip()
    if key not in words("needs-denial") or not (says_no(entry) or entry.text.strip().casefold() == "ohne"):
        return None
    return Fact(entry.field, Topic.DETAILS, words=f"ohne {key}")


def _counted(entry: Entry) -> Fact | None:
    """ "Bundfalten: 2", "Taschen: vier"."""
    key, value = entry.part or entry.key.strip(), entry.text.strip().casefold()
    if value not in _COUNTED or entry.field not in (*_GENERAL, Field.POCKETS, Field.CLOSURE):
        return None
    noun = noun_number(key)
    if noun is None or not key[:1].isupper() or GENERIC_KEY.search(key):
        return None
    one = value == "1"
    found = phrase(noun[0].lemma if one else f"{value} {noun[0].plural or noun[0].lemma}")
    return _of_noun(_attribute(entry.field), found) if found.kind == "noun" and (one or found.count) else None


def _says_a_thing(entry: Entry) -> bool:
    """Whether an entry with an unknown key says what the article has: "Abschluss: Spitzenband mit Silikon"."""
    key = entry.key.strip()
    return key[:1].isupper() and noun_number(key) is not None and not GENERIC_KEY.search(key)


def _of_another(entry: Entry) -> list[Fact]:
    """ "Hose: lang, mit Gummibund" of a pair of pyjamas, behind a colon; only itself where the value is just "ja"."""
    said = [text for value in entry.values if (text := fit_to_say(value))]
    key = entry.key.strip()
    if not said or said == [key]:
        return [fact for value in said if (fact := _fact(entry.field, key, value)) is not None]
    other = noun_number(key)
    what = phrase(said[0])
    if len(said) == 1 and other is not None and (what.kind == "words" or (what.kind == "noun" and not what.tail)):
        tail = what.text if what.kind == "words" else f"mit {what.form('dat')}"
        return [Fact(entry.field, Topic.DETAILS, np=Phrase("noun", key, other[0], other[1], (), "", tail))]
    return [Fact(entry.field, Topic.DETAILS, label=key, listed=", ".join(said), clause=_clause(key, said))]


def _clause(key: str, values: list[str]) -> str:
    """ "die Hose ist lang und hat einen Gummibund"; "" where a value cannot be told so."""
    noun = noun_number(key)
    told = [_fact(Field.SLEEVE if _SLEEVED.search(value) else Field.FEATURES, "", value) for value in values]
    facts = [fact for fact in told if fact is not None]
    if noun is None or len(facts) < len(values) or any(fact.label for fact in facts):
        return ""
    plural = noun[1] == "pl"
    return f"{noun_phrase(noun[0], number=noun[1], determiner='definite')} {coordinated(verbals(facts), plural=plural)}"


def _values(entry: Entry) -> tuple[str, ...]:
    """An entry's values. "Haken und Öse" is one; of "verstärkte Ferse und Spitze" the second is left out."""
    found: list[str] = []
    for value in entry.values or (entry.text,):
        both = f"{found[-1]} und {value}" if found else ""
        if both and " " not in value and both in entry.text and (" " in found[-1] or exactly(both) is not None):
            found[-1] = both if exactly(both) is not None else found[-1]
        elif entry.field is not Field.PATTERN or stands_alone(value, entry.text):
            found.append(value)
    return tuple(found)


def stands_alone(value: str, text: str) -> bool:
    """Whether a value is a word of its own in the entry, as it is not in "rot-schwarz-kariert"."""
    return bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.I))


@lru_cache(maxsize=16384)
def _fact(field: Field, key: str, value: str) -> Fact | None:
    attribute = _attribute(field)
    says = rewritten(field, value.strip())
    if says is not None and not says:
        return None
    if says is not None and says[0] in "=@":
        return _as_rewritten(attribute, says)
    if says is not None and says[0] == "+":
        singular, plural, rest = says[1:].split("|")
        return Fact(field, attribute.topic, does=(singular, plural, rest))
    text = fit_to_say(says if says is not None else value)
    if not text or ":" in text or (field in _GENERAL and is_care(text)):
        return None
    if field is Field.FEATURES and _AMOUNT.fullmatch(text):
        return _amount(attribute, key, text)
    if " " not in text and text[:1].islower() and _INFLECTED.search(text) and exactly(text) is None:
        return None
    found = phrase(text, *attribute.kinds)
    if found.word is not None and found.word.kind == "type" and found.word.group != "accessories":
        return None
    if found.kind == "adjective":
        return _adjective(attribute, key, found)
    if found.kind == "words":
        return _words(attribute, found)
    if found.kind == "noun":
        return _noun(attribute, key, found)
    if field in _SHAPES and any(letter.isdigit() for letter in text):
        return None
    if pattern("fit-name").fullmatch(text):
        return Fact(field, Topic.FIT, pred=f"im {text} geschnitten", words=f"im {text}")
    return _free(attribute, key, found) if understood(text) else None


def _free(attribute: Attribute, key: str, found: Phrase) -> Fact | None:
    """What has no grammar: "NordTex" of a Membran, "Elefanten" of a pattern, words behind a colon."""
    field, text = attribute.field, found.text
    head = _head(attribute, key)
    one = " " not in text and text[:1].isupper()
    if field is Field.PATTERN and one:
        return _motif(attribute, key, found)
    if head is not None and _CODE_LIKE.fullmatch(text):
        return _of_noun(attribute, Phrase("noun", text, head, "sg", (), "", _OF_KIND.sub("der ", text)))
    if one and head is not None and exactly(text, "material") is not None and field in _GENERAL:
        return _of_noun(attribute, Phrase("noun", key, head, attribute.number, (), "", f"aus {text}"))
    if one and head is not None and (field in _GENERAL or field in (Field.COLLAR, Field.CUT)):
        compound = Noun(f"{text}-{head.lemma}", head.gender, head.plural and f"{text}-{head.plural}")
        known = noun_number(text + head.lemma.lower())
        return _of_noun(attribute, Phrase("noun", text, known[0] if known and text[1:].islower() else compound))
    after = found.after_with() if field in (*_GENERAL, Field.CLOSURE, Field.POCKETS) else ""
    if after:
        return Fact(field, attribute.topic, after_with=after)
    return Fact(field, attribute.topic, label=_label(attribute, key), listed=text) if field is not Field.OTHER else None


@lru_cache(maxsize=8192)
def understood(text: str) -> bool:
    """Whether the words of a value are German, or names; "Elastic inserts", "Boat-Neck" are not."""
    for token in re.sub("[,„“]", " ", text).split():
        if not token[:1].isalpha() or _is_german(token.strip(".")):
            continue
        name = token[1:] != token[1:].lower()  # "NordTex", "GORE-TEX"
        if "-" in token and not token.isupper():
            name = any(vocabulary().readings(part) for part in token.split("-"))
        if not name and noun_number(token) is None and (token[:1].islower() or " " in text):
            return False
    return True


def _is_german(token: str) -> bool:
    """Whether the vocabulary has the word itself; "inserts" it knows as a name of Einsatz only."""
    start = key_of(token)[:_SAME]
    return any(
        reading.word is None or key_of(reading.word.lemma).startswith(start) or len(token) < _SAME
        for reading in vocabulary().readings(token)
    )


def _as_rewritten(attribute: Attribute, says: str) -> Fact:
    text = says[1:]
    if says[0] == "=":
        front = Adjective(text.removesuffix(" geschnitten")) if " " not in text else None
        return Fact(attribute.field, attribute.topic, pred=text, front=front)
    shape = attribute.field in _SHAPES
    return Fact(attribute.field, attribute.topic, pred=f"{text} geschnitten" if shape else "", words=text)


def _amount(attribute: Attribute, key: str, text: str) -> Fact | None:
    named = key[:1].isupper() and not A_MEASURE.fullmatch(key) and " " not in key
    return Fact(attribute.field, attribute.topic, label=key, listed=with_units(text)) if named else None


def _label(attribute: Attribute, key: str) -> str:
    if attribute.field is Field.COLLAR and pattern("neckline").fullmatch(key):
        return "Ausschnitt"
    if attribute.field in (Field.RISE, Field.LEG, *_GENERAL) and noun_number(key) and not GENERIC_KEY.search(key):
        return key
    return attribute.label or key


def _head(attribute: Attribute, key: str) -> Noun | None:
    """The noun that an adjective of this field goes with: "gerade" of a Bein."""
    if attribute.field is Field.COLLAR and pattern("neckline").fullmatch(key):
        return Noun("Ausschnitt", "m", "Ausschnitte")
    own = noun_number(key) if attribute.field in (Field.RISE, Field.LEG, *_GENERAL) else None
    return own[0] if own is not None and not GENERIC_KEY.search(key) else attribute.noun


def _adjective(attribute: Attribute, key: str, found: Phrase) -> Fact | None:
    field, adjective = attribute.field, found.adjective
    if adjective is None or (field is Field.PATTERN and not adjective.declines):
        return None
    head = _head(attribute, key)
    front = adjective if adjective.declines and " " not in found.text else None
    itself = Fact(field, attribute.topic, pred=found.text, front=front)
    if field in (Field.FIT, Field.CUT) and " " not in found.text and not found.text.endswith("geschnitten"):
        return replace(itself, pred=f"{found.text} geschnitten", front=None)
    if field is Field.LENGTH or (field is Field.LEG and found.text.endswith(("lang", "kurz"))):
        return itself
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and found.text.endswith(("los", "ig")):
        return itself
    if found.text == "geeignet" and key[:1].isupper() and noun_number(key) is not None:
        return replace(itself, pred=f"für {key} geeignet", front=None)
    if head is None or lacks(found.text, head) or field in (Field.CLOSURE, Field.POCKETS, Field.STYLE):
        return itself
    if not adjective.declines or found.text.split()[0] in PREPOSITIONS:
        return itself
    if says_itself(adjective, head):
        return itself
    number = phrase(key).number if field in _GENERAL else attribute.number
    np = Phrase("noun", found.text, head, number, (("", adjective),))
    return Fact(field, attribute.topic, np=np)


def _words(attribute: Attribute, found: Phrase) -> Fact | None:
    if found.text.startswith("mit "):
        inner = phrase(found.text[4:])
        if inner.kind == "noun":
            return _of_noun(attribute, inner)
        plain = inner.kind == "free" and " " not in inner.text
        given = plain or any(token.lower() in PREPOSITIONS for token in inner.text.split())
        return Fact(attribute.field, attribute.topic, after_with=found.text[4:]) if given else None
    return Fact(attribute.field, attribute.topic, words=found.text)


def _noun(attribute: Attribute, key: str, found: Phrase) -> Fact | None:
    field, text = attribute.field, found.form("nom")
    if found.tail[:1].isdigit() and field is not Field.CLOSURE:
        measured = field in (*_GENERAL, Field.POCKETS)
        return Fact(field, attribute.topic, listed=with_units(found.text)) if measured and len(found.tail) > 3 else None
    if pattern("fit-name").fullmatch(text) and not found.plural:
        return Fact(field, Topic.FIT, pred=f"im {found.form('dat')} geschnitten", words=f"im {found.form('dat')}")
    if field in _SHAPES and pattern("form-name").fullmatch(text) and not found.adjectives:
        return Fact(field, attribute.topic, pred=f"in {text} geschnitten", words=f"in {text}")
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and text.endswith("änge"):
        return Fact(field, attribute.topic, np=Phrase("noun", text, attribute.noun, "pl", (), "", f"in {text}"))
    if field is Field.PATTERN and not found.adjectives and not pattern("a-pattern").fullmatch(text):
        return _motif(attribute, key, found)
    if _is_look(found) and (bearer := _bearer(attribute, key)) is not None:
        return _of_noun(attribute, replace(bearer, tail=f"in {text}"))
    if _is_look(found) and not found.adjectives:
        return Fact(field, attribute.topic, words=f"in {text}")
    if field in _GENERAL and _is_material(found) and key.strip() != found.text and _compound(key, found) is not None:
        return _of_noun(attribute, _compound(key, found) or found)
    apart = field in _GENERAL and not _is_own(key, found) and not pattern("measure-noun").fullmatch(text)
    bearer = _bearer(attribute, key) if apart else None
    if bearer is not None and not found.tail:
        edges = key in words("edging")
        tail = f"an {found.form('dat')}" if edges else f"mit {found.form('dat')}"
        return _of_noun(attribute, replace(bearer, tail=tail))
    return _of_noun(attribute, found)


def _is_look(found: Phrase) -> bool:
    return bool(pattern("look").fullmatch(found.form("nom"))) and not found.plural


def _is_own(key: str, found: Phrase) -> bool:
    """Whether a value is the part itself: "Dornschließe" of a Schließe."""
    part = noun_number(key)
    said = found.noun.lemma.casefold() if found.noun else ""
    return part is not None and (said.endswith(part[0].lemma.casefold()) or part[0].lemma.casefold() in said)


def _bearer(attribute: Attribute, key: str) -> Phrase | None:
    """The part that the key names, of which a value is a part: "Corsage: Schnürung"."""
    part = noun_number(key)
    if part is None or not key[:1].isupper() or GENERIC_KEY.search(key) or attribute.field not in _GENERAL:
        return None
    word = exactly(key)
    if word is None or word.kind not in words("bearing") or key in words("of-itself"):
        return None
    return Phrase("noun", key, part[0], part[1])


def _motif(attribute: Attribute, key: str, found: Phrase) -> Fact:
    """ "Paisley" → "Paisley-Muster", "Kraniche" → "Kranich-Muster"; "-Motiv" where the key says so."""
    lemma = found.noun.lemma if found.noun is not None and found.noun.gender != "p" else found.form("nom")
    kind = "Motiv" if "motiv" in key.casefold() else "Muster"
    noun = Noun(f"{lemma}-{kind}", "n", f"{lemma}-{kind}" + "e" * (kind == "Motiv"))
    return Fact(attribute.field, attribute.topic, np=Phrase("noun", noun.lemma, noun))


def _is_material(found: Phrase) -> bool:
    return found.noun is not None and exactly(found.noun.lemma, "material") is not None


def _compound(key: str, found: Phrase) -> Phrase | None:
    """ "Bund: Gummi mit Kordelzug" → "Gummibund mit Kordelzug"."""
    part = noun_number(key)
    word = exactly(found.noun.lemma, "material") if found.noun else None
    if part is None or word is None or found.adjectives or GENERIC_KEY.search(key) or key in words("of-itself"):
        return None
    if word.lemma not in words("compound-material"):
        return Phrase("noun", key, part[0], part[1], (), "", f"aus {word.lemma}") if not found.tail else None
    first = word.compound or word.lemma
    noun = Noun(first + part[0].lemma.lower(), part[0].gender, first + part[0].plural.lower() if part[0].plural else "")
    known = vocabulary().noun(noun.lemma)
    return Phrase("noun", noun.lemma, known or noun, part[1], (), "", found.tail) if word.lemma.isalpha() else None


def _of_noun(attribute: Attribute, found: Phrase) -> Fact:
    return Fact(attribute.field, attribute.topic, np=found, bare=_bare(found))


def _bare(found: Phrase) -> bool:
    """Whether a noun goes without an article: "Stretch", "GORE-TEX"."""
    if found.plural or found.adjectives:
        return False
    if found.noun is None or found.noun.lemma in words("mass") or not found.noun.plural:
        return True
    return found.word is not None and found.word.kind in words("no-article") and found.word.kind != "pattern"


def _merged(facts: list[Fact]) -> list[Fact]:
    """ "verstellbarer Riemen" and "abnehmbarer Riemen" → "verstellbarer und abnehmbarer Riemen"; long sleeves and a
    form of sleeves are told by the form."""
    merged: list[Fact] = []
    for fact in facts:
        last = merged[-1] if merged else None
        one, other = last.np if last else None, fact.np
        alike = one is not None and other is not None and one.noun == other.noun and not one.count
        if last and one and other and alike and one.adjectives and other.adjectives and not (one.tail or other.count):
            pairs = (*one.adjectives, (f"und {other.adjectives[0][0]}".strip(), other.adjectives[0][1]))
            merged[-1] = replace(last, np=replace(one, adjectives=pairs, tail=other.tail))
            continue
        if last is not None and alike and one and other and other.tail.startswith("an ") and one.tail.startswith("an "):
            merged[-1] = replace(last, np=replace(one, tail=f"{one.tail} und {other.tail[3:]}"))
            continue
        merged.append(fact)
    return merged
