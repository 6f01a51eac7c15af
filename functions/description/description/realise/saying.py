"""One value of the data as a fact: how each field speaks of its values."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from description.domain.statement import Field
from description.language.grammar import Adjective, Noun, contracted, noun_phrase
from description.language.vocabulary import vocabulary
from description.realise.clauses import CUT, clause_about
from description.realise.extras import is_care
from description.realise.facts import Fact
from description.realise.measures import A_MEASURE
from description.realise.naming import GENERAL, amount_of, is_article, motif, numbered, of_noun
from description.realise.nouns import compound, exactly, noun_number
from description.realise.parts import GENERIC_KEY, is_no_phrase, is_of_a_kind, is_side_of, says_itself, says_where
from description.realise.phrases import PREPOSITIONS, Phrase, phrase
from description.realise.tables import FieldWording, exact_pattern, field_wordings, rewritten, words, words_in_order
from description.realise.values import fit_to_say, understood
from description.style.topics import Topic

SHAPES = (Field.FIT, Field.CUT, Field.LENGTH, Field.RISE, Field.LEG)
_GRADE = re.compile(r"\d{1,2}\+?")
_IN_DATIVE = re.compile(r"([2-8]) ([A-ZÄÖÜ][\w-]+n)")  # "mit 3 Netzfächern"
_NUMERALS = words_in_order("numerals-in-words")
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
    if says == "" or (field not in GENERAL and value.strip() in words("inherent")):  # "Beinlänge: Oberschenkel"
        return None
    if says is not None and says[0] in "=@":
        return _as_rewritten(wording, says)
    text = fit_to_say(says or value)
    if _GRADE.fullmatch(value.strip()) and exact_pattern("graded").fullmatch(key):
        text = f"{key} {value.strip()}"  # "UV-Schutz: 50+"
    if not text or ":" in text or (field in GENERAL and is_care(text)):
        return None
    if field is Field.FEATURES and _AMOUNT.fullmatch(text):
        return amount_of(wording, key, text)
    found = phrase(text, *wording.kinds)
    if field is Field.CUT and key.casefold() == "form" and found.noun is not None and is_article(found):
        way = "gearbeitet" if found.word is not None and found.word.group == "shoes" else CUT.strip()
        return Fact(field, wording.topic, pred=f"als {found.form('nom')} {way}")  # "Form: Pantoffel"
    if field is Field.HEEL_FORM and found.word is not None and found.word.kind in ("fit", "collar", "sleeve"):
        found = Phrase("free", text)  # the Flare of a heel is no Flared Fit
    if is_article(found) or (field in GENERAL and says_where(key, text)):
        return None
    if found.word is not None and found.word.kind in words("no-thing"):
        return None  # "Pronation: neutral" is no unisex
    if found.kind == "adjective":
        return _adjective(wording, key, found)
    if found.kind == "words":
        return None if is_no_phrase(text) else _words(wording, key, found)
    if found.kind == "noun":
        return _noun(wording, key, found)
    if field in SHAPES and any(letter.isdigit() for letter in text):
        return None
    itself = field is Field.FEATURES and key.casefold() == text.casefold()  # "Thermo: ja"
    return _free(wording, key, found) if understood(text) and not itself else None


def _in_fit(field: Field, text: str) -> Fact:
    """ "im Slim Fit geschnitten", "im Used-Look gehalten"."""
    if text.endswith("Schnitt"):
        return Fact(field, Topic.FIT, pred=f"im {text} gearbeitet", words=f"im {text}")
    held = exact_pattern("look-name").fullmatch(text)
    return Fact(field, Topic.FIT, pred=f"im {text} {'gehalten' if held else 'geschnitten'}", words=f"im {text}")


def _free(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    """What has no grammar: "NordTex" of a Membran, "Elefanten" of a pattern, words behind a colon."""
    field, text = wording.field, found.text
    head = _head(wording, key)
    one = " " not in text and text[:1].isupper()
    if field is Field.PATTERN and one:
        return of_noun(wording, motif(key, found))
    if head is not None and _CODE_LIKE.fullmatch(text):
        return of_noun(wording, Phrase("noun", text, head, "sg", (), "", _OF_KIND.sub("der ", text)))
    if one and head is not None and (field in GENERAL or field in (Field.COLLAR, Field.HEEL_FORM)):
        if text.casefold().endswith(head.lemma.casefold()):  # the Hohlsaum of a Saum
            return of_noun(wording, Phrase("noun", text, Noun(text, head.gender, "")))
        whole = Noun(f"{text}-{head.lemma}", head.gender, head.plural and f"{text}-{head.plural}")
        return of_noun(wording, Phrase("noun", text, whole))
    if field is Field.CLOSURE and " " in text and exactly(text.split()[0], "type") is not None:
        return None  # "Bettbezug RV"
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
    own = wording.field in (Field.RISE, Field.LEG, *GENERAL) and noun_number(key) and not GENERIC_KEY.search(key)
    return key if own else wording.label


def _head(wording: FieldWording, key: str) -> Noun | None:
    """The noun that an adjective of this field goes with: "gerade" of a Bein."""
    if wording.field is Field.COLLAR and exact_pattern("neckline").fullmatch(key):
        return Noun("Ausschnitt", "m", "Ausschnitte")
    of_key = wording.field in (Field.RISE, Field.LEG, *GENERAL) or key == "Revers"
    own = noun_number(key) if of_key and not GENERIC_KEY.search(key) else None
    return own[0] if own is not None else wording.noun


def _adjective(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    field, adjective, text = wording.field, found.adjective, found.text
    if adjective is None or (field is Field.PATTERN and not adjective.declines):
        return None
    if field not in (Field.PATTERN, Field.STYLE) and _head(wording, key) is None and vocabulary().named(text, "colour"):
        return None  # "Absatz: gold" is not the colour of the shoe
    itself = Fact(field, wording.topic, pred=text, front=found.declining if " " not in text else None)
    known = not key or key.casefold() == text.casefold() or GENERIC_KEY.search(key) or noun_number(key) is not None
    if field in GENERAL and not known:  # "Innen: angeraut"; an adjective of what nobody knows is said of nothing
        inside = key.casefold() in words("adverb")
        return replace(itself, pred=f"{key.casefold()} {text}", front=None) if inside else None
    if field in (Field.FIT, Field.CUT) and " " not in text and key.casefold() != "form":
        return replace(itself, pred=f"{text}{CUT}", front=None)
    if text == "geeignet" and noun_number(key) is not None:
        return replace(itself, pred=f"für {key} geeignet", front=None)
    if field is Field.LENGTH or (field is Field.LEG and text.endswith(("lang", "kurz"))):
        return itself
    return _of_head(wording, key, found, itself)


def _of_head(wording: FieldWording, key: str, found: Phrase, itself: Fact) -> Fact:
    """An adjective with the noun that its field or its key speaks of: "gerades Bein"."""
    field, adjective, head = wording.field, found.adjective, _head(wording, key)
    number = phrase(key).number if field in GENERAL else wording.number
    if head is not None and found.text.split()[0] in PREPOSITIONS:  # "Kapuze: im Kragen verstaubar"
        clause = clause_about(head, number, [itself])
        about_head = Fact(field, Topic.DETAILS, label=head.lemma, listed=found.text, clause=clause)
        return itself if A_MEASURE.fullmatch(head.lemma) else about_head
    of_rows = field is Field.CLOSURE and (found.text.endswith(("reihig", "offen", "los")) or found.text[:4] == "zum ")
    if head is None or adjective is None or of_rows or not adjective.declines or says_itself(adjective, head):
        return itself
    if key.casefold() == "form":
        return itself
    return Fact(field, wording.topic, np=Phrase("noun", found.text, head, number, (("", adjective),)))


def _words(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    inner = phrase(found.text[4:]) if found.text.startswith("mit ") else None
    bearer = _bearer(wording, key)
    if bearer is not None and (inner is None or (inner.kind == "noun" and not inner.tail and not _is_own(key, inner))):
        return of_noun(wording, replace(bearer, tail=found.text))
    if inner is None:
        if found.text.startswith("ohne ") and vocabulary().named(found.text[5:], "type") is not None:
            return None  # "Hinweis: ohne Bluse"
        held = found.text.split()[0] in words("held") and wording.field in GENERAL
        said = (
            not held or exact_pattern("form-name").fullmatch(found.text) or exact_pattern("look").fullmatch(found.text)
        )
        return Fact(wording.field, wording.topic, words=found.text) if said else None
    head = _head(wording, key)
    if inner.kind == "noun" and wording.field in _WITH_HEAD and head is not None:
        return of_noun(wording, Phrase("noun", found.text, head, wording.number, (), "", found.text))
    if inner.kind == "noun":
        return of_noun(wording, inner)
    counted = _IN_DATIVE.fullmatch(inner.text) if inner.kind == "free" else None
    sure = inner.kind == "free" and " " not in inner.text
    after = f"{_NUMERALS[int(counted[1]) - 2]} {counted[2]}" if counted is not None else inner.text if sure else ""
    return Fact(wording.field, wording.topic, after_with=after) if after else None


def _noun(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    field, text = wording.field, found.form("nom")
    if found.tail[:1].isdigit() and field is not Field.CLOSURE:
        return numbered(wording, found)
    if exact_pattern("fit-name").fullmatch(text) and not found.plural:
        return _in_fit(field, found.form("dat", "definite").removeprefix("dem ").removeprefix("der "))
    if exact_pattern("form-name").fullmatch(text) and (field in SHAPES or text.endswith("form")):
        shape = f"in {found.form('dat')}"
        return Fact(field, wording.topic, pred=f"{shape} geschnitten", words=shape)
    if field is Field.CUT and key.casefold() == "form":
        return Fact(field, wording.topic, words=f"in {compound(text, _FORM).lemma}")
    if found.word is not None and found.word.kind == "certificate":
        return None  # an article has no OEKO-TEX
    if _is_something_else(field, found):
        return None
    plain = replace(found, tail="").form("nom")
    if field is Field.PATTERN and not found.adjectives and not exact_pattern("a-pattern").fullmatch(plain):
        return of_noun(wording, motif(key, found))
    is_look = bool(exact_pattern("look").fullmatch(plain)) and not found.plural
    bearer = _bearer(wording, key)
    if is_look:
        held = Fact(field, wording.topic, words=f"in {text}")
        return of_noun(wording, replace(bearer, tail=f"in {text}")) if bearer is not None else held
    if key.endswith("abschluss") and field not in GENERAL and (end := noun_number(key)) is not None:
        return of_noun(wording, Phrase("noun", key, *end, (), "", f"mit {found.form('dat')}"))
    stuff = field in GENERAL and exactly(found.noun.lemma if found.noun else "", "material") is not None
    stuff = stuff and not any(each.lemma in words("never-stuff") for _, each in found.adjectives)
    if stuff and (not key or GENERIC_KEY.search(key)):
        return Fact(field, Topic.MATERIAL, words=f"aus {found.form('dat')}")
    of = bearer.noun if bearer is not None and not found.adjectives else None
    if of is not None and found.noun is not None and found.noun.lemma in words("compound-material"):
        return of_noun(wording, Phrase("noun", key, compound(found.noun.lemma, of), tail=found.tail))
    measured = exact_pattern("measure-noun").fullmatch(text)
    if field in GENERAL and not found.tail and is_side_of(key, found):
        part = noun_number(key)
        side = noun_phrase(part[0], case="dat", determiner="definite") if part is not None else ""
        return of_noun(wording, replace(found, tail=contracted(f"an {side}")))  # "Rücken: verstellbarer Riegel"
    if bearer is not None and not found.tail and not measured and not _is_own(key, found):
        if is_of_a_kind(key, found):
            return of_noun(wording, replace(found, tail=f"als {key}"))  # "Ärmelfutter: Steppfutter"
        joint = "an" if key in words("edging") else "aus" if stuff else "mit"
        return of_noun(wording, replace(bearer, tail=f"{joint} {found.form('dat')}"))
    return of_noun(wording, found)


def _is_something_else(field: Field, found: Phrase) -> bool:
    """Whether a field cannot have the value: "Ärmel: Taft", "Verschluss: Wickelbody mit Druckknöpfen"."""
    lemma = found.noun.lemma if found.noun is not None else ""
    if field is Field.CLOSURE and (named := exactly(lemma, "type")) is not None:
        return named.kind == "type" and named.group != "accessories"
    bare = not found.adjectives and found.word is not None and found.word.kind == "material"
    return bare and field not in (*GENERAL, Field.PATTERN)


def _is_own(key: str, found: Phrase) -> bool:
    """Whether a value is the part itself: "Dornschließe" of a Schließe, the Strickbund of a Bündchen."""
    part, said = noun_number(key), found.noun.lemma.casefold() if found.noun else ""
    return (part is not None and part[0].lemma.casefold() in said) or (key in words("edging") and said.endswith("bund"))


def _bearer(wording: FieldWording, key: str) -> Phrase | None:
    """The part that the key names, of which a value is a part: "Corsage: Schnürung"."""
    part, word = noun_number(key), exactly(key) if key[:1].isupper() else None
    if part is None or word is None or GENERIC_KEY.search(key) or wording.field not in GENERAL:
        return None
    bears = word.kind in words("bearing") and key not in words("of-itself")
    return Phrase("noun", key, part[0], part[1]) if bears else None
