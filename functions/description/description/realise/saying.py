"""One value of the data as a fact: how each field speaks of its values."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from description.domain.statement import Field
from description.language.grammar import Adjective, Noun
from description.realise.clauses import CUT
from description.realise.extras import is_care
from description.realise.facts import Fact
from description.realise.loose import loose_fact
from description.realise.motifs import compound, is_material, made_compound, motif
from description.realise.naming import GENERAL, amount_of, is_article, numbered, of_noun
from description.realise.nouns import exactly, noun_number
from description.realise.parts import GENERIC_KEY, lacks, says_itself, says_where
from description.realise.phrases import PREPOSITIONS, Phrase, phrase
from description.realise.tables import FieldWording, exact_pattern, field_wordings, rewritten, words
from description.realise.understood import understood
from description.realise.values import fit_to_say
from description.style.topics import Topic

SHAPES = (Field.FIT, Field.CUT, Field.LENGTH, Field.RISE, Field.LEG)
_INFLECTED = re.compile(r"(?:es|er|em)$")  # "weiches", cut from "weiches, fließendes Material"
_AMOUNT = re.compile(r"(?:bis )?\d[\d.,]*\s?[^\W\d]{1,6}")
_CODE_LIKE = re.compile(r"(?:[A-Z]{1,4}|Kategorie|Klasse|Stufe) ?[\d ]+\+?")
_WITH_HEAD = (Field.SLEEVE, Field.SLEEVE_FORM, Field.COLLAR, Field.LEG)
_FORM = Noun("Form", "f", "Formen")
_OF_KIND = re.compile(r"^(?=Kategorie|Klasse|Stufe)")


def wording_of(field: Field) -> FieldWording:
    return field_wordings().get(field) or field_wordings()[Field.OTHER]


@lru_cache(maxsize=16384)
def fact_of(field: Field, key: str, value: str) -> Fact | None:
    wording = wording_of(field)
    says = rewritten(field, value.strip())
    if says is not None and not says:
        return None
    if says is not None and says[0] in "=@":
        return _as_rewritten(wording, says)
    if says is not None and says[0] == "+":
        singular, plural, rest = says[1:].split("|")
        return Fact(field, wording.topic, does=(singular, plural, rest))
    text = fit_to_say(says if says is not None else value)
    if text and (loose := loose_fact(wording, key, value, text)) is not None:
        return loose
    if not text or ":" in text or (field in GENERAL and is_care(text)):
        return None
    amount = amount_of(wording, key, text) if field is Field.FEATURES and _AMOUNT.fullmatch(text) else None
    if amount is not None:
        return amount
    if " " not in text and text[:1].islower() and _INFLECTED.search(text) and exactly(text) is None:
        return None
    found = phrase(text, *wording.kinds)
    if is_article(found) or (field in GENERAL and says_where(key, text)):
        return None
    if found.word is not None and found.word.kind in words("no-thing"):
        return None  # "Pronation: neutral" is no unisex
    if found.kind == "adjective":
        return _adjective(wording, key, found)
    if found.kind == "words":
        return _words(wording, key, found)
    if found.kind == "noun":
        return _noun(wording, key, found)
    if field in SHAPES and any(letter.isdigit() for letter in text):
        return None
    if exact_pattern("fit-name").fullmatch(text):
        return _in_fit(field, text)
    return _free(wording, key, found) if understood(text) else None


def _in_fit(field: Field, text: str) -> Fact:
    """ "im Slim Fit geschnitten", "im Used-Look gehalten"."""
    held = exact_pattern("look-name").fullmatch(text)
    return Fact(field, Topic.FIT, pred=f"im {text} {'gehalten' if held else 'geschnitten'}", words=f"im {text}")


def _free(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    """What has no grammar: "NordTex" of a Membran, "Elefanten" of a pattern, words behind a colon."""
    field, text = wording.field, found.text
    head = _head(wording, key)
    one = " " not in text and text[:1].isupper()
    if field is Field.PATTERN and one:
        return of_noun(wording, motif(key, found))
    if wording.field in GENERAL and set(text.split()) <= words("adverb") | {"und"}:
        bearer = _bearer(wording, key)
        return of_noun(wording, replace(bearer, tail=text)) if bearer is not None else None
    if head is not None and _CODE_LIKE.fullmatch(text):
        return of_noun(wording, Phrase("noun", text, head, "sg", (), "", _OF_KIND.sub("der ", text)))
    if one and head is not None and exactly(text, "material") is not None and field in GENERAL:
        return of_noun(wording, Phrase("noun", key, head, wording.number, (), "", f"aus {text}"))
    if one and head is not None and (field in GENERAL or field is Field.COLLAR or key in words("cut-key")):
        whole = Noun(f"{text}-{head.lemma}", head.gender, head.plural and f"{text}-{head.plural}")
        if text.casefold().endswith(head.lemma.casefold()):
            whole = compound(text, head)  # "Zipfelsaum" of a Saum
        known = noun_number(text + head.lemma.lower()) if field is Field.COLLAR else None
        return of_noun(wording, Phrase("noun", text, known[0] if known and text[1:].islower() else whole))
    after = found.after_with() if field in (*GENERAL, Field.CLOSURE, Field.POCKETS) else ""
    if after:
        return Fact(field, wording.topic, after_with=after)
    return Fact(field, wording.topic, label=_label(wording, key), listed=text) if field is not Field.OTHER else None


def _as_rewritten(wording: FieldWording, says: str) -> Fact:
    text = says[1:]
    if says[0] == "=":
        front = Adjective(text.removesuffix(CUT)) if " " not in text else None
        return Fact(wording.field, wording.topic, pred=text, front=front)
    shape = wording.field in SHAPES
    return Fact(wording.field, wording.topic, pred=f"{text} geschnitten" if shape else "", words=text)


def _label(wording: FieldWording, key: str) -> str:
    if wording.field is Field.COLLAR and exact_pattern("neckline").fullmatch(key):
        return "Ausschnitt"
    if wording.field in (Field.RISE, Field.LEG, *GENERAL) and noun_number(key) and not GENERIC_KEY.search(key):
        return key
    return wording.label or key


def _head(wording: FieldWording, key: str) -> Noun | None:
    """The noun that an adjective of this field goes with: "gerade" of a Bein."""
    if wording.field is Field.COLLAR and exact_pattern("neckline").fullmatch(key):
        return Noun("Ausschnitt", "m", "Ausschnitte")
    of_key = wording.field in (Field.RISE, Field.LEG, *GENERAL) or key == "Revers"
    own = noun_number(key) if of_key else None
    return own[0] if own is not None and not GENERIC_KEY.search(key) else wording.noun


def _adjective(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    field, adjective = wording.field, found.adjective
    if adjective is None or (field is Field.PATTERN and not adjective.declines):
        return None
    front = adjective if adjective.declines and " " not in found.text else None
    itself = Fact(field, wording.topic, pred=found.text, front=front)
    says_so = key.casefold() == found.text.casefold()  # "Nickelfrei: ja"
    if field in GENERAL and key and not says_so and not GENERIC_KEY.search(key) and noun_number(key) is None:
        return _of_place(itself, key, found.text)
    if field in (Field.FIT, Field.CUT):
        cut = " " in found.text or found.text.endswith("geschnitten") or key.casefold() == "form"
        return _of_head(wording, key, found, itself) if cut else replace(itself, pred=f"{found.text}{CUT}", front=None)
    if found.text == "geeignet" and key[:1].isupper() and noun_number(key) is not None:
        return replace(itself, pred=f"für {key} geeignet", front=None)
    lengthwise = field is Field.LEG and found.text.endswith(("lang", "kurz"))
    sleeved = field in (Field.SLEEVE, Field.SLEEVE_FORM) and found.text.endswith(("los", "ig"))
    return itself if field is Field.LENGTH or lengthwise or sleeved else _of_head(wording, key, found, itself)


def _of_head(wording: FieldWording, key: str, found: Phrase, itself: Fact) -> Fact:
    """An adjective with the noun that its field or its key speaks of: "gerades Bein"."""
    field, adjective, head = wording.field, found.adjective, _head(wording, key)
    if head is None or adjective is None or lacks(found.text, head) or _of_rows(field, found.text):
        return itself
    if not adjective.declines or key.casefold() == "form":
        return itself
    if found.text.split()[0] in PREPOSITIONS and (field not in GENERAL or not key):
        return replace(itself, front=None)
    if says_itself(adjective, head):
        return itself
    number = phrase(key).number if field in GENERAL else wording.number
    np = Phrase("noun", found.text, head, number, (("", adjective),))
    return Fact(field, wording.topic, np=np)


def _of_rows(field: Field, text: str) -> bool:
    """Whether an adjective of a closure is one of the article: "zweireihig", "vorne offen"."""
    return field is Field.CLOSURE and (text.endswith(("reihig", "offen", "los")) or text.startswith("zum "))


def _of_place(itself: Fact, key: str, text: str) -> Fact | None:
    """ "Innen: angeraut" → "innen angeraut", "Ferse und Spitze: verstärkt" → "verstärkte Ferse und Spitze". An
    adjective of what nobody knows is said of nothing."""
    if key.casefold() in words("adverb"):
        return replace(itself, pred=f"{key.casefold()} {text}", front=None)
    first, _, second = key.partition(" und ")
    one, other = noun_number(first), noun_number(second)
    if one is None or other is None or one[1] != other[1] or itself.front is None:
        return None
    if one[1] == "sg" and one[0].gender != other[0].gender:
        return None
    return replace(
        itself, pred="", front=None, np=Phrase("noun", key, *one, (("", itself.front),), "", f"und {second}")
    )


def _words(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    if found.text.startswith("mit "):
        inner = phrase(found.text[4:])
        bearer = _bearer(wording, key) if inner.kind == "noun" and not _is_own(key, inner) else None
        if bearer is not None and not inner.tail:
            return of_noun(wording, replace(bearer, tail=found.text))
        head = _head(wording, key)
        if inner.kind == "noun" and wording.field in _WITH_HEAD and head is not None:
            number = wording.number if head == wording.noun else "sg"
            return of_noun(wording, Phrase("noun", found.text, head, number, (), "", found.text))
        if inner.kind == "noun":
            return of_noun(wording, inner)
        plain = inner.kind == "free" and " " not in inner.text
        given = plain or any(token.lower() in PREPOSITIONS for token in inner.text.split())
        return Fact(wording.field, wording.topic, after_with=found.text[4:]) if given else None
    bearer = _bearer(wording, key)
    if bearer is not None:
        return of_noun(wording, replace(bearer, tail=found.text))
    return Fact(wording.field, wording.topic, words=found.text)


def _noun(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    field, text = wording.field, found.form("nom")
    if found.tail[:1].isdigit() and field is not Field.CLOSURE:
        return numbered(wording, key, found)
    if exact_pattern("fit-name").fullmatch(text) and not found.plural:
        return _in_fit(field, found.form("dat"))
    if field is Field.CUT and key.casefold() == "form" and not (found.adjectives or found.tail or found.plural):
        return Fact(field, wording.topic, words=f"in {compound(text, _FORM).lemma}")
    shaped = exact_pattern("form-name").fullmatch(text) and not (found.adjectives or found.tail or found.count)
    if shaped and (field in SHAPES or (field in GENERAL and not found.plural and text.endswith("form"))):
        return Fact(field, wording.topic, pred=f"in {text} geschnitten", words=f"in {text}")
    if found.word is not None and found.word.kind == "certificate":
        return None  # an article has no OEKO-TEX
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and text.endswith("änge"):
        return Fact(field, wording.topic, np=Phrase("noun", text, wording.noun, "pl", (), "", f"in {text}"))
    plain = replace(found, tail="").form("nom")
    if field is Field.PATTERN and not found.adjectives and not exact_pattern("a-pattern").fullmatch(plain):
        return of_noun(wording, motif(key, found))
    if _is_look(found) and (bearer := _bearer(wording, key)) is not None:
        return of_noun(wording, replace(bearer, tail=f"in {text}"))
    if _is_look(found) and not found.adjectives:
        return Fact(field, wording.topic, words=f"in {text}")
    apart = field in GENERAL and is_material(found) and key.strip() != found.text
    if apart and (made := made_compound(key, found)) is not None:
        return of_noun(wording, made)
    head = noun_number(key) if field in GENERAL and not GENERIC_KEY.search(key) else None
    if head is not None and found.word is not None and found.word.kind == "technology" and not found.adjectives:
        whole = Noun(f"{text}-{head[0].lemma}", head[0].gender, head[0].plural and f"{text}-{head[0].plural}")
        return of_noun(wording, Phrase("noun", text, whole))  # "Membran: SympaTex"
    if key.endswith("abschluss") and head is None and (end := noun_number(key)) is not None:
        return of_noun(wording, Phrase("noun", key, *end, (), "", f"mit {found.form('dat')}"))
    if field in GENERAL and is_material(found) and (not key or GENERIC_KEY.search(key)):
        return Fact(field, Topic.MATERIAL, words=f"aus {found.form('dat')}")
    apart = field in GENERAL and not _is_own(key, found) and not exact_pattern("measure-noun").fullmatch(text)
    bearer = _bearer(wording, key) if apart else None
    if bearer is not None and not found.tail:
        edges = key in words("edging")
        tail = f"an {found.form('dat')}" if edges else f"mit {found.form('dat')}"
        return of_noun(wording, replace(bearer, tail=tail))
    return of_noun(wording, found)


def _is_look(found: Phrase) -> bool:
    return bool(exact_pattern("look").fullmatch(replace(found, tail="").form("nom"))) and not found.plural


def _is_own(key: str, found: Phrase) -> bool:
    """Whether a value is the part itself: "Dornschließe" of a Schließe."""
    part = noun_number(key)
    said = found.noun.lemma.casefold() if found.noun else ""
    if key in words("edging") and said.endswith("bund"):  # the Strickbund of a Bündchen
        return True
    return part is not None and (said.endswith(part[0].lemma.casefold()) or part[0].lemma.casefold() in said)


def _bearer(wording: FieldWording, key: str) -> Phrase | None:
    """The part that the key names, of which a value is a part: "Corsage: Schnürung"."""
    part = noun_number(key)
    if part is None or not key[:1].isupper() or GENERIC_KEY.search(key) or wording.field not in GENERAL:
        return None
    word = exactly(key)
    if word is None or word.kind not in words("bearing") or key in words("of-itself"):
        return None
    return Phrase("noun", key, part[0], part[1])
