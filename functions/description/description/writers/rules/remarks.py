"""The last sentences: width, care, contents, origin, certificates, and what no other topic says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.grammar import joined
from description.german.vocabulary import vocabulary
from description.product_data.model import Entry, Field, ProductData
from description.writers.rules.nouns import noun_number
from description.writers.rules.phrases import phrase
from description.writers.rules.pieces import stems
from description.writers.rules.style import Topic
from description.writers.rules.values import fit_to_say, proper_name, says_no, with_units
from description.writers.rules.voice import SUBJECT, Sentence, Voice, sentence

_WIDTH = re.compile(r"(?:weite\s*)?([A-M]|[A-M]\s?(?:½|1/2)|\d{1,2}(?:[.,]5)?)(?:\s*\(.*\))?", re.I)
_DEGREES = re.compile(r"(\d{2})\s*(?:°(?:\s*C\b)?|grad(?: celsius)?\b)(?!C)", re.I)
_MADE_IN = re.compile(r"^(?:made in|hergestellt in|produziert in|gefertigt in)\s+", re.I)
_PACK = re.compile(r"(\d{1,3})\s*(?:er|-er)[\s-]*pack", re.I)
_CODED = re.compile(
    r"nummer|\bnr\b|code|\bid\b|ean|gtin|sku|asin|link|url|bild|foto|versand|liefer|lager|bestand|verpack|garantie|hersteller"
    r"|lieferant|adresse|kontakt|zoll|steuer|preis|status|datum|saison|kollektion|bewert|tags?\b|keyword|model\b|suchbegriff"
    r"|farb|größe|sprache|verantwort|sicherheit|warn|info|hinweis|marketing|seo|text|zustand|verfügbar|kategorie|gewährleist"
    r"|set-typ|anzahl|menge|einheit|batterie|akku|import|extern|intern|anlage|erstellt|rang|priorit|sortier",
    re.I,
)
_NO_CONTENT = re.compile(r"\d+\s*-?(?:tlg|teilig|stk|st)?\.?|teil \d+|packung|set", re.I)
_MOST_CARE = 5
_MOST_MORE = 3


def width(data: ProductData, voice: Voice) -> list[Sentence]:
    """ "Weite G."."""
    for value in data.values(Field.SHOE_WIDTH):
        found = _WIDTH.fullmatch(value.strip())
        if found:
            letter = found[1].upper()
            text = f"Weite {letter}" if voice.nominal else f"{SUBJECT} {voice.verb('hat', 'haben')} die Weite {letter}"
            return [Sentence(Topic.WIDTH, sentence(text), 60)]
        if value.strip().casefold() in ("weit", "breit"):
            return [Sentence(Topic.WIDTH, sentence(f"Weite: {value.strip().lower()}"), 60)]
    return []


def care(data: ProductData, voice: Voice) -> list[Sentence]:
    """How it is washed: "Pflege: Maschinenwäsche bei 30 °C, nicht bleichen."."""
    told: dict[str, None] = {}
    for entry in data.stated(Field.CARE):
        for value in entry.values:
            told.update(dict.fromkeys(_care(entry, value)))
    washed = list(told)[:_MOST_CARE]
    if not washed:
        return []
    only = phrase(washed[0], "care")
    if len(washed) == 1 and only.kind == "adjective" and not voice.nominal:
        return [Sentence(Topic.CARE, sentence(f"{SUBJECT} {voice.verb('ist', 'sind')} {only.text}"), 40)]
    label = voice.pick("care", "Pflege", "Pflegehinweise")
    shorter = sentence(f"{label}: {washed[0]}")
    return [Sentence(Topic.CARE, sentence(f"{label}: {', '.join(washed)}"), 40, (shorter,))]


def _care(entry: Entry, value: str) -> Sequence[str]:
    if says_no(entry):
        return ()
    said = _DEGREES.sub(lambda found: f"{found[1]}\u00a0°C", value.strip())
    said = re.sub(r"^(\d\d\u00a0°C)\s+(?:ist\s+)?waschbar$", r"waschbar bei \1", said, flags=re.I)
    dryer = re.fullmatch(r"(nicht )?(?:im )?trockner geeignet", said, re.I)
    if dryer:
        return (f"{(dryer[1] or '').lower()}für den Trockner geeignet",)
    if re.fullmatch(r"\d\d\u00a0°C", said):
        return (said,)
    said = fit_to_say(said)
    return (said,) if said and not said.isupper() else ()


def origin(data: ProductData, voice: Voice) -> list[Sentence]:
    """Where it is made, and its certificates."""
    found: list[Sentence] = []
    for value in data.values(Field.ORIGIN)[:1]:
        country = vocabulary().named(_MADE_IN.sub("", value.strip()), "country")
        if country is not None and country.noun is not None:
            place = _in(country.lemma, country.noun.gender)
            text = (
                f"hergestellt {place}"
                if voice.nominal
                else f"hergestellt {voice.verb('wird', 'werden')} {voice.pronoun} {place}"
            )
            found.append(Sentence(Topic.ORIGIN, sentence(text), 35))
    certificates = [said for value in data.values(Field.CERTIFICATE) if (said := _certificate(value))]
    if certificates:
        keys = [entry.key for entry in data.stated(Field.CERTIFICATE)]
        label = next((name for name in ("Zertifikat", "Siegel") if any(name in key for key in keys)), "Standard")
        found.append(Sentence(Topic.ORIGIN, sentence(f"{label}: {joined(certificates[:3])}"), 34))
    return found


def _certificate(value: str) -> str:
    """A certificate as its owner writes it, in capitals too: OEKO-TEX STANDARD 100."""
    return fit_to_say(value) or (proper_name(value) if vocabulary().named(value, "certificate") is not None else "")


def _in(country: str, gender: str) -> str:
    article = {"f": "in der ", "p": "in den ", "m": "im "}.get(gender, "in ")
    return article + country + ("n" if gender == "p" and country.endswith("e") else "")


def contents(data: ProductData, voice: Voice) -> list[Sentence]:
    """What one gets: a pack of three, the parts of a set."""
    told: list[str] = []
    for entry in data.stated(Field.COUNT):
        for value in entry.values:
            said = fit_to_say(value)
            pack = _PACK.search(value)
            if pack:
                return [Sentence(Topic.CONTENTS, _pack(pack[1], voice), 58)]
            if said and not said.isdigit() and not _NO_CONTENT.fullmatch(said):
                given = phrase(said[4:]) if said.startswith("mit ") else None
                told.append(f"mit {given.form('dat')}" if given is not None and given.kind == "noun" else said)
    if not told:
        return []
    return [Sentence(Topic.CONTENTS, sentence(f"Lieferumfang: {_in_a_row(list(dict.fromkeys(told))[:5])}"), 55)]


def _in_a_row(values: Sequence[str]) -> str:
    return ", ".join(values) if any(" und " in value for value in values) else joined(values)


def _pack(number: str, voice: Voice) -> str:
    if voice.nominal:
        return sentence(f"im {number}er-Pack")
    return sentence(f"{SUBJECT} {voice.verb('kommt', 'kommen')} im {number}er-Pack")


def more(data: ProductData, text: str) -> list[Sentence]:
    """What no other sentence of `text` says, as long as key and value are plain German: "Stil: Retro."."""
    found: list[Sentence] = []
    told = stems(text)
    for entry in data.stated(Field.STYLE, Field.OCCASION, Field.SEASON, Field.OTHER):
        key = fit_to_say(entry.key)
        if says_no(entry) or not key[:1].isupper() or noun_number(key) is None:
            continue
        if entry.field is Field.OTHER and is_coded(entry):
            continue
        values = [value for value in entry.values[:4] if not _is_foreign_colour(value)]
        said = [text for value in values if (text := fit_to_say(value)) and not stems(text) <= told]
        if said and all(_is_german(text) or entry.field is not Field.OTHER for text in said) and not _has_digit(said):
            found.append(Sentence(Topic.MORE, sentence(f"{key}: {joined(said)}"), 20 - len(found)))
    return found[:_MOST_MORE]


def _is_foreign_colour(value: str) -> bool:
    """ "light blue", which a German text does not say."""
    word = vocabulary().named(value, "colour")
    return word is not None and not value.strip().lower().startswith(word.lemma[:3].lower())


def is_coded(entry: Entry) -> bool:
    """Whether the key is the shop's own business: stock, delivery, codes."""
    return bool(_CODED.search(entry.key))


def _has_digit(values: Sequence[str]) -> bool:
    return any(letter.isdigit() for value in values for letter in value)


def _is_german(text: str) -> bool:
    return all(vocabulary().readings(token.strip(",.")) or token.isdigit() for token in text.split())


def sizes(data: ProductData) -> list[Sentence]:
    """A size that is more than a number."""
    for value in data.values(Field.SIZE)[:1]:
        said = fit_to_say(with_units(value))
        if said and len(said) > 3 and not said.isdigit():
            return [Sentence(Topic.MEASURES, sentence(f"Größe: {said}"), 15)]
    return []
