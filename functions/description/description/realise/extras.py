"""What comes last in a text: width, care, contents, origin, certificates, occasion, style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from description.domain.statement import Field, ProductData
from description.language.grammar import Noun, determiner, joined
from description.language.vocabulary import vocabulary
from description.packs import is_pack, pack_of
from description.realise.adjectives import base_adjective
from description.realise.facts import Fact
from description.realise.nouns import noun_number
from description.realise.phrases import phrase
from description.realise.tables import pattern, rows, words, words_in_order
from description.realise.values import fit_to_say, proper_name, says_no
from description.style.topics import Topic

_WIDTH = re.compile(r"(?:weite\s*)?([A-M]|[A-M]\s?(?:½|1/2)|\d{1,2}(?:[.,]5)?)(?:\s*\(.*\))?", re.I)
_DEGREES = re.compile(r"(\d{2})\s*(?:°(?:\s*C\b)?|grad(?: celsius)?\b)(?!C)", re.I)
_BY_HAND = pattern("by-hand-stem")
_NO_CONTENT = pattern("no-content-stem")
_ITEMS = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b)\s*")
_MOST_OCCASIONS = 4
_MACHINE = "maschinenwaschbar"
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Care:
    """What it stands ("bei 30 °C waschbar"), what one is to do ("nicht bleichen"), and what is neither."""

    preds: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def care_of(data: ProductData) -> Care:
    """How it is washed."""
    values = [value for statement in data.stated(Field.CARE) if not says_no(statement) for value in statement.values]
    values += [value for value in data.values(Field.FEATURES, Field.DESCRIPTION) if is_care(value)]
    told = [care_said(value.strip()) for value in values]
    preds, todo, listed = (list(dict.fromkeys(filter(None, (each[at] for each in told)))) for at in range(3))
    if any(pred.endswith("C waschbar") for pred in preds) and _MACHINE in preds:
        preds = [pred.replace("C waschbar", "C in der Maschine waschbar") for pred in preds if pred != _MACHINE]
    return Care(tuple(preds), tuple(todo), tuple(listed))


@cache
def _care_table() -> list[tuple[re.Pattern[str], str, str]]:
    return [(re.compile(row["pattern"], re.I), row["pred"], row["todo"]) for row in rows("care")]


@lru_cache(maxsize=4096)
def care_said(value: str) -> tuple[str, str, str]:
    """A value as a predicate, as something to do, and as it is written: one of the three, or none."""
    said = _DEGREES.sub(lambda found: f"{found[1]} °C", value).strip(" .")
    for expression, pred, todo in _care_table():
        found = expression.fullmatch(said)
        if found is not None:
            pred, todo = (found.expand(each.replace("\\0", r"\g<0>")) for each in (pred, todo))
            return pred.replace(" °C", f"{_NBSP}°C"), todo.replace(" °C", f"{_NBSP}°C"), ""
    said = fit_to_say(said)
    return "", "", said if said and not said.isupper() else ""


def todo_of(care: Care) -> str:
    """ "von Hand waschen und weder bleichen noch bügeln"."""
    denied = [text.removeprefix("nicht ") for text in care.todo if text.startswith("nicht ")]
    asked = [text for text in care.todo if not text.startswith("nicht ")]
    if len(denied) > 1:
        asked.append(f"weder {' noch '.join(denied)}")
    else:
        asked += [f"nicht {text}" for text in denied]
    return joined(asked)


def is_care(value: str) -> bool:
    """Whether a value under any key says how it is washed."""
    found = care_said(value.strip())
    return not found[2] and found != ("", "", "")


def extras(data: ProductData) -> list[Fact]:
    """The facts that are told last."""
    return [*_width(data), *_contents(data), *_origin(data), *_certificates(data), *_style(data), *_sizes(data)]


def _width(data: ProductData) -> Iterator[Fact]:
    for statement in data.stated(Field.SHOE_WIDTH)[:1]:
        said = statement.text.strip()
        if (found := _WIDTH.fullmatch(said)) is not None:
            letter = found[1].upper().replace("1/2", "½")
            yield Fact(statement.field, Topic.WIDTH, pred=f"in Weite {letter} gearbeitet", label="Weite", listed=letter)
        elif said.casefold().startswith("mittel"):
            pred = "in mittlerer Weite gearbeitet"
            yield Fact(statement.field, Topic.WIDTH, pred=pred, label="Weite", listed="mittel")
        elif said.casefold() in words("wide"):
            yield Fact(statement.field, Topic.WIDTH, pred=f"{said.lower()} geschnitten", label="Weite", listed=said)


def _contents(data: ProductData) -> Iterator[Fact]:
    """What one gets: a pack of three, the parts of a set."""
    pack = pack_of(data)
    if pack is not None and pack.unit in ("pack", "set"):
        behind = f"im {pack.count}er-{pack.unit.capitalize()}"
        yield Fact(Field.COUNT, Topic.CONTENTS, pred=f"{behind} erhältlich", words=behind)
    elif pack is not None and pack.unit == "piece":
        behind = f"im {pack.count}er-Pack"
        yield Fact(Field.COUNT, Topic.CONTENTS, pred=f"{behind} erhältlich", words=behind)
    elif pack is not None and pack.unit == "pair":
        number = f"{pack.count} Paar"
        yield Fact(Field.COUNT, Topic.CONTENTS, words=f"({number})", label="Inhalt", listed=number)
    for part in (part for value in data.values(Field.COUNT) for part in value.split(" und ")):
        said = fit_to_say(part).removeprefix("mit ")
        if said and not said.isdigit() and not is_pack(said) and not _NO_CONTENT.fullmatch(said):
            np = found if (found := phrase(said)).kind == "noun" else None
            yield Fact(Field.COUNT, Topic.CONTENTS, np=np, label="Lieferumfang", listed=said)


def _origin(data: ProductData) -> Iterator[Fact]:
    for statement in data.stated(Field.ORIGIN)[:1]:
        place, made = _made(statement.text.strip())
        country = vocabulary().named(place, "country")
        if country is not None and country.noun is not None:
            article = {"f": "in der ", "p": "in den ", "m": "im "}.get(country.noun.gender, "in ")
            place = article + country.noun.form("dat", "pl" if country.noun.gender == "p" else "sg")
            does = ("wird", "werden", f"{place} {made}")
            yield Fact(statement.field, Topic.ORIGIN, does=does, label="Herkunft", listed=country.lemma)


def _made(said: str) -> tuple[str, str]:
    """The country and the verb of "Gestrickt in Italien", "In Deutschland gestrickt" and "Italien"."""
    if (by_hand := _BY_HAND.match(said)) is not None:
        return said[by_hand.end() :], "von Hand gefertigt"
    verbs = "|".join(words_in_order("made-verb"))
    found = re.fullmatch(rf"(?:(?:made|({verbs})) )?(?:in )?(.*?)(?: ({verbs}))?", said, re.I)
    verb = (found[1] or found[3] or "").lower() if found is not None else ""
    return (found[2] if found is not None else said), (verb or "hergestellt")


def _certificates(data: ProductData) -> Iterator[Fact]:
    for value in data.values(Field.CERTIFICATE)[:3]:
        known = vocabulary().named(value, "certificate") is not None
        said = fit_to_say(value) or (proper_name(value) if known else "")
        if said.casefold().endswith("zertifiziert"):
            yield Fact(Field.CERTIFICATE, Topic.ORIGIN, pred=f"{said[:-12].strip(' -')}-zertifiziert")
        elif said and (how := phrase(said)).kind == "adjective":
            yield Fact(Field.CERTIFICATE, Topic.ORIGIN, pred=how.text)  # "chromfrei gegerbt"
        elif said:
            pred = f"nach {said} zertifiziert" if known else ""
            yield Fact(Field.CERTIFICATE, Topic.ORIGIN, pred=pred, label="Zertifikat", listed=said)


def _style(data: ProductData) -> Iterator[Fact]:
    """ "sportlich" as an adjective; "Retro" as "im Retro-Stil"."""
    for said in filter(None, map(fit_to_say, data.values(Field.STYLE)[:2])):
        what = phrase(said, "style", "look")
        if what.declining:
            yield Fact(Field.STYLE, Topic.MORE, pred=what.text, front=what.declining)
        elif " " not in said and said[:1].isupper() and what.word is not None:
            yield Fact(Field.STYLE, Topic.MORE, words=f"im {said}-Stil", pred=f"im {said}-Stil gehalten")


def _sizes(data: ProductData) -> Iterator[Fact]:
    if any(value.strip().casefold() in words("one-size") for value in data.values(Field.SIZE)):
        pred = "in Einheitsgröße erhältlich"
        yield Fact(Field.SIZE, Topic.MORE, pred=pred, label="Größe", listed="Einheitsgröße")


def occasions(data: ProductData) -> Fact | None:
    """ "für Freizeit und Alltag", "für den Winter": the occasions, or else the seasons."""
    for field, kind in ((Field.OCCASION, "occasion"), (Field.SEASON, "season")):
        parts = [part for value in data.values(field) for part in _ITEMS.split(value)]
        named = [(part, vocabulary().named(part, kind)) for part in parts]
        nouns = {word.lemma: word.noun for _, word in named if word is not None and word.noun is not None}
        how = [
            each.form("f", "acc", "pl")
            for each in map(base_adjective, filter(str.islower, parts))
            if each is not None and each.declines
        ]
        how = how if field is Field.OCCASION else []
        others = [part for part, word in named if not word and part[:1].isupper() and part.isalpha()]
        if nouns:  # what else is a noun beside them: several need no article
            nouns |= {part: found[0] if (found := noun_number(part)) else Noun(part, "n", "") for part in others}
        if (not nouns and not how) or len(nouns) + len(how) > _MOST_OCCASIONS:
            continue
        lemma, noun = next(iter(nouns.items()), ("", None))
        if how:
            said = f"für {joined([*nouns, f'{joined(how)} Anlässe'])}"
        elif "Ganzjahr" in nouns:
            said = "für das ganze Jahr"
        elif len(nouns) > 1 or lemma in words("without-article"):
            said = f"für {joined(list(nouns))}"
        elif lemma in words("to-do"):
            said = f"zum {lemma}"
        elif noun is not None:
            said = f"für {determiner('definite', noun.gender, 'acc')} {lemma}"
        return Fact(field, Topic.MORE, 62, words=said)
    return None


def contents_sentence(facts: Sequence[Fact]) -> str:
    """ "zum Lieferumfang gehören zwei Kissenbezüge und ein Laken, nicht aber eine Decke"; "" where the data names
    nothing, or what has no grammar."""
    lacking = [phrase(fact.listed[5:]) for fact in facts if fact.listed.startswith("ohne ")]
    given = [fact for fact in facts if not fact.listed.startswith("ohne ")]
    if not given or any(each.kind != "noun" for each in lacking) or not all(fact.np for fact in given):
        return ""
    many = len(given) > 1 or any(fact.np and fact.np.plural for fact in given)
    text = f"zum Lieferumfang {'gehören' if many else 'gehört'} {joined([fact.nom for fact in given])}"
    more = joined([each.form("nom", "indefinite") for each in lacking])
    return f"{text}, nicht aber {more}" if lacking else text
