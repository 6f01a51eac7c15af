"""What comes last in a text: width, care, contents, origin, certificates, occasion, style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from description.domain.statement import Field, ProductData
from description.language.grammar import Gender, determiner, joined
from description.language.vocabulary import vocabulary
from description.realise.facts import Fact
from description.realise.nouns import noun_number
from description.realise.phrases import phrase
from description.realise.tables import exact_pattern, pattern, rows, words
from description.realise.values import fit_to_say, proper_name, says_no
from description.style.topics import Topic

_WIDTH = re.compile(r"(?:weite\s*)?([A-M]|[A-M]\s?(?:½|1/2)|\d{1,2}(?:[.,]5)?)(?:\s*\(.*\))?", re.I)
_DEGREES = re.compile(r"(\d{2})\s*(?:°(?:\s*C\b)?|grad(?: celsius)?\b)(?!C)", re.I)
_MADE_IN = re.compile(r"^(?:made in|hergestellt in|produziert in|gefertigt in)\s+", re.I)
_PACK = re.compile(r"(\d{1,3})\s*(?:er|-er)[\s-]*pack", re.I)
_SET = re.compile(r"(\d{1,2})\s*-?er[\s-]*set", re.I)
_PIECES = re.compile(r"([2-9]|\d\d) ?(paar|stück)(?:e|en)?", re.I)
_PACKED = re.compile(r"(?<!\d)(?:([2-9]|1\d)(?:er|-er)[\s-]*pack|([2-9]|1\d) (paar|stück))\b", re.I)
_MOST_PIECES = 100
_NO_CONTENT = pattern("no-content-stem")
_ITEMS = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b)\s*")
_MOST_OCCASIONS = 3
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Care:
    """What it stands ("bei 30 °C waschbar"), what one is to do ("nicht bleichen"), and what is neither."""

    preds: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def care_of(data: ProductData) -> Care:
    """How it is washed."""
    told: list[tuple[str, str, str]] = []
    for statement in data.stated(Field.CARE):
        told += [care_said(value.strip()) for value in statement.values] if not says_no(statement) else []
    for statement in data.stated(Field.FEATURES, Field.DESCRIPTION):
        told += [care_said(value.strip()) for value in statement.values if is_care(value)]
    columns: Iterable[tuple[str, ...]] = zip(*told, strict=True) if told else ()
    return Care(*(tuple(dict.fromkeys(filter(None, column))) for column in columns)) if told else Care()


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


def _width(data: ProductData) -> list[Fact]:
    for statement in data.stated(Field.SHOE_WIDTH):
        found = _WIDTH.fullmatch(statement.text.strip())
        letter = found[1].upper().replace("1/2", "½") if found else ""
        if letter:
            pred = f"in Weite {letter} gearbeitet"
            return [Fact(statement.field, Topic.WIDTH, pred=pred, label="Weite", listed=letter)]
        if statement.text.strip().casefold() == "normal":
            pred = "in normaler Weite gearbeitet"
            return [Fact(statement.field, Topic.WIDTH, pred=pred, label="Weite", listed="normal")]
        if statement.text.strip().casefold() in words("wide"):
            pred = f"{statement.text.strip().lower()} geschnitten"
            return [Fact(statement.field, Topic.WIDTH, pred=pred, label="Weite", listed=statement.text.strip())]
    return []


def _contents(data: ProductData) -> list[Fact]:
    """What one gets: a pack of three, the parts of a set."""
    told = _pieces(data)
    if told:
        return told
    for statement in data.stated(Field.COUNT, Field.VOLUME, Field.OTHER):
        if statement.field is not Field.COUNT and not is_pack(statement.text):
            continue
        for value in " und ".join(statement.values).split(" und "):
            pack = _PACK.search(value) or _SET.search(value)
            if pack:
                words_ = f"im {pack[1]}er-{'Set' if 'set' in pack[0].lower() else 'Pack'}"
                return [Fact(statement.field, Topic.CONTENTS, pred=f"{words_} erhältlich", words=words_)]
            pieces = _PIECES.fullmatch(value.strip())
            if pieces:
                words_ = f"({pieces[1]} {pieces[2].capitalize()})"
                return [Fact(statement.field, Topic.CONTENTS, words=words_, label="Inhalt", listed=words_[1:-1])]
            said = fit_to_say(value)
            if not said or said.isdigit() or _NO_CONTENT.fullmatch(said):
                continue
            found = phrase(said[4:] if said.startswith("mit ") else said)
            np = found if found.kind == "noun" else None
            told.append(Fact(statement.field, Topic.CONTENTS, np=np, label="Lieferumfang", listed=said))
    return told


def _pieces(data: ProductData) -> list[Fact]:
    """ "Paar: 2", and the pack that a name or a type tells: "Sneakersocken 6 Paar"."""
    for statement in data.stated(Field.OTHER, Field.TYPE, Field.NAME):
        key, value = statement.key.strip().casefold(), statement.text.strip()
        if key in words("pieces") and value.isdigit() and 1 < int(value) < _MOST_PIECES:
            words_ = f"({value} {'Paar' if key == 'paar' else 'Stück'})"
            return [Fact(Field.COUNT, Topic.CONTENTS, words=words_, label="Inhalt", listed=words_[1:-1])]
        packed = _PACKED.search(value) if statement.field is not Field.OTHER else None
        if packed is not None:
            words_ = f"im {packed[1]}er-Pack" if packed[1] else f"({packed[2]} {packed[3].capitalize()})"
            return [Fact(Field.COUNT, Topic.CONTENTS, words=words_, label="Inhalt", listed=words_.strip("()"))]
    return []


def is_pack(text: str) -> bool:
    """Whether a value says how many one gets, under whatever key: "3 Paar", "2er-Pack"."""
    return any(each.fullmatch(text.strip()) is not None for each in (_PACK, _SET, _PIECES))


def _origin(data: ProductData) -> list[Fact]:
    for statement in data.stated(Field.ORIGIN):
        country = vocabulary().named(_MADE_IN.sub("", statement.text.strip()), "country")
        if country is not None and country.noun is not None:
            place = _in(country.lemma, country.noun.gender)
            does = ("wird", "werden", f"{place} hergestellt")
            return [Fact(statement.field, Topic.ORIGIN, does=does, label="Herkunft", listed=country.lemma)]
    return []


def _in(country: str, gender: str) -> str:
    article = {"f": "in der ", "p": "in den ", "m": "im "}.get(gender, "in ")
    return article + country + ("n" if gender == "p" and country.endswith("e") else "")


def _certificates(data: ProductData) -> list[Fact]:
    found = []
    for statement in data.stated(Field.CERTIFICATE):
        for value in statement.values:
            known = vocabulary().named(value, "certificate") is not None
            said = fit_to_say(value) or (proper_name(value) if known else "")
            if said.casefold().endswith("zertifiziert"):
                found.append(Fact(statement.field, Topic.ORIGIN, pred=f"{said[:-12].strip(' -')}-zertifiziert"))
            elif said:
                pred = f"nach {said} zertifiziert" if known else ""
                found.append(Fact(statement.field, Topic.ORIGIN, pred=pred, label="Zertifikat", listed=said))
    return found[:3]


def _style(data: ProductData) -> list[Fact]:
    """ "sportlich" as an adjective; "Retro" as "im Retro-Stil"."""
    found = []
    for statement in data.stated(Field.STYLE):
        for value in statement.values[:2]:
            said = fit_to_say(value)
            what = phrase(said, "style", "look") if said else None
            if what is None:
                continue
            if what.declining:
                front = what.declining if " " not in what.text else None
                found.append(Fact(statement.field, Topic.MORE, pred=what.text, front=front))
            elif " " not in said and said[:1].isupper() and what.word is not None:
                lemma = said if exact_pattern("fit-name").fullmatch(said) else f"{said}-Stil"
                found.append(Fact(statement.field, Topic.MORE, words=f"im {lemma}", pred=f"im {lemma} gehalten"))
    return found


def _sizes(data: ProductData) -> list[Fact]:
    for statement in data.stated(Field.SIZE):
        if statement.text.strip().casefold() in words("one-size"):
            return [
                Fact(
                    statement.field,
                    Topic.MORE,
                    pred="in Einheitsgröße erhältlich",
                    label="Größe",
                    listed="Einheitsgröße",
                )
            ]
    return []


def occasions(data: ProductData) -> Fact | None:
    """ "für Freizeit und Alltag", "für den Winter": the occasions, or else the seasons."""
    for statement in data.stated(Field.OCCASION):
        said = fit_to_say(statement.text)
        if statement.key.casefold().startswith("geeignet") and said[:1].isupper() and phrase(said).kind == "noun":
            words_ = f"für {said}"
            return Fact(Field.OCCASION, Topic.MORE, 62, words=words_, pred=f"{words_} geeignet")
    for field, kind in ((Field.OCCASION, "occasion"), (Field.SEASON, "season")):
        nouns = _occasion_nouns(data, field, kind)
        if not nouns or len(nouns) > _MOST_OCCASIONS:
            continue
        lemmas = list(nouns)
        if lemmas == ["Ganzjahr"]:
            said = "für das ganze Jahr"
        elif "Ganzjahr" in lemmas:
            continue
        elif len(lemmas) > 1:
            said = f"für {joined(lemmas)}"
        elif lemmas[0] in words("to-do"):
            said = f"zum {lemmas[0]}"
        else:
            article = determiner("definite", nouns[lemmas[0]], "acc")
            bare = lemmas[0] in words("without-article") or "/" in lemmas[0]
            said = f"für {lemmas[0]}" if bare else f"für {article} {lemmas[0]}"
        return Fact(field, Topic.MORE, 62, words=said, pred=f"{said} gedacht")
    return None


def _occasion_nouns(data: ProductData, field: Field, kind: str) -> dict[str, Gender]:
    """The occasions with their gender; empty where one is none."""
    nouns: dict[str, Gender] = {}
    for value in data.values(field):
        for part in [value] if vocabulary().named(value, kind) else _ITEMS.split(value):
            word = vocabulary().named(part, kind)
            if word is not None and word.noun is not None:
                nouns[word.lemma] = word.noun.gender
            elif word is None and (own := _an_occasion(part)):
                nouns[part] = own
    return nouns


def _an_occasion(part: str) -> Gender | None:
    """The gender of a noun that the vocabulary does not have as an occasion, yet as a noun: Sommerfest."""
    found = noun_number(part) if part[:1].isupper() and vocabulary().named(part) is None else None
    return found[0].gender if found is not None and found[1] == "sg" and found[0].lemma == part else None


def contents_sentence(facts: Sequence[Fact], subject: str, *, plural: bool) -> str:
    """ "zum Lieferumfang gehören zwei Kissenbezüge und ein Laken, nicht aber eine Decke", "mitgeliefert werden Etui und
    Putztuch", "… wird ohne Füllung geliefert"; "" where the data names nothing."""
    lacking = [phrase(fact.listed[5:]) for fact in facts if fact.listed.startswith("ohne ")]
    given = [fact for fact in facts if not fact.listed.startswith("ohne ")]
    sure = all(each.kind == "noun" for each in lacking)
    if not given and lacking and sure:
        return f"{subject} {'werden' if plural else 'wird'} ohne {joined([each.text for each in lacking])} geliefert"
    if given and sure and all(fact.np for fact in given):
        many = len(given) > 1 or (given[0].np is not None and given[0].np.plural)
        text = f"zum Lieferumfang {'gehören' if many else 'gehört'} {joined([fact.nom for fact in given])}"
        more = joined([each.form("nom", "indefinite") for each in lacking])
        return f"{text}, nicht aber {more}" if lacking else text
    things = [fact.np.form("nom") if fact.np else fact.listed for fact in given]
    if len(given) == 1:  # alone it would need its article
        return ""
    things = [thing for thing in things if thing[:1].isupper() or thing[:1].isdigit()]
    return f"mitgeliefert werden {joined(things)}" if len(things) > 1 else ""
