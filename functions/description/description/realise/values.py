"""Makes a value of the data fit for a sentence, or says that it is not: a code, a web address, English, prose."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from description.domain.statement import Statement
from description.language.vocabulary import vocabulary
from description.language.words import key
from description.language.words import key as key_of
from description.realise.nouns import noun_number
from description.realise.tables import pattern, rows, words, words_in_order

_LONGEST = 60
_MOST_WORDS = 7
_LONGEST_NAME = 40
_MOST_NAMES = 5
_LONGEST_SHORT = 4  # "PVC", "EVA" and "GOTS" stay as they are.
_INCLUDING = re.compile(r"^\s*(?:inkl\.?|inklusive|incl\.?)\s+", re.I)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"[®™©*\u200b\ufeff]|\b(?:TM|\(R\))(?=\s|$)")
_SPACE = re.compile(r"\s+")
_ODD = re.compile(r"[^\w\s.,;:'’´`&+/%°½¼¾²³\"„“”‚‘–-]|_|https?:|www\.|\w@\w|\.(?:de|com|html?|jpg|png)\b", re.I)
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[A-Z0-9]{5,}\b|\b\d{5,}\b|\b\w(?=\w*\d)\w++[-/.](?=\w*\d)\w++[-/.]\w*\d")
_PROSE = pattern("prose-stem")
_SENTENCES = re.compile(r"(?<!\binkl)(?<!\bexkl)(?<=\w{3})\. \w")
_NOTHING = pattern("nothing-stem")
# What says something of sizes or of what is not there, and what is cut short, is no quality of the article.
_UNSAYABLE = pattern("unsayable-stem")
_COUNTED = re.compile(r"([A-ZÄÖÜ][^\W\d_]+) \d{1,2}")  # "Druckknöpfe 10"
# Praise is taken out of a value; nothing is left of "hochwertige Verarbeitung". What wants a proof is not said at all.
_PRAISE = pattern("praise-stem")
_EMPTY = pattern("empty-stem")
_WANTS_PROOF = pattern("proof-stem")
_ANSWERS = re.compile(r"\b(?:ja|nein|yes|true|false)\b", re.I)  # "Trockner nein"
_INCHES = re.compile(r"\s*\b\d+(?:[.,]\d)?\s?(?:\"|″|'')(?!\w)")
_FOLD = re.compile(r"\b([2-8])-(?=(?:stufig|lagig|reihig|teilig|rädrig))()")  # "2-stufig"
_NUMERALS = words_in_order("numerals-in-words")
_QUOTED = re.compile(r'"([^"]+)"')
_NO = words("no-stem")
_UNIT = re.compile(r"(?<=\d)\s?(%|°\s?C|mm|cm|dm|m|kg|g|ml|cl|l|den|Liter|Zoll|g/m²)(?![\w/])")
_TIMES = re.compile(r"(?<=\d)\s*[x×*]\s*(?=\d)")


@lru_cache(maxsize=8192)
def fit_to_say(value: str) -> str:
    """The value in one line without brackets and trademark signs; "" when no text should hold it."""
    if len(value) > 2 * _LONGEST:
        return ""
    text = _TIMES.sub(" x ", value)
    text = spelled_out(_SPACE.sub(" ", _MARKS.sub("", _BRACKETS.sub("", text))))
    text = _FOLD.sub(lambda found: _NUMERALS[int(found[1]) - 2] + found[2], _INCHES.sub("", text))
    text = _QUOTED.sub(r"„\1“", _INCLUDING.sub("mit ", text))
    text = text.strip(" .,;:-–/&'’\"").lstrip("+")
    text = text if text[-2:-1].isdigit() else text.rstrip(" +")
    text = _PRAISE.sub("", text).strip() if _PRAISE.search(text) else text
    if _WANTS_PROOF.search(text) or _EMPTY.fullmatch(text) or _ANSWERS.search(text):
        return ""
    if not text or len(text) > _LONGEST or _NOTHING.fullmatch(text) or _ODD.search(text) or _CODE.search(text):
        return ""
    if '"' in text or text.count("„") != text.count("“") or _UNSAYABLE.search(text):
        return ""
    text = _without_count(text)
    words = text.split()
    if len(words) > _MOST_WORDS or not any(letter.isalpha() for letter in text):
        return ""
    if _PROSE.search(text) or _SENTENCES.search(text) or (len(words) > 2 and text == text.upper()):
        return ""
    return with_units(" ".join(map(_calm, words)) if text.isupper() else text)


def spelled_out(text: str) -> str:
    """ "Knopfleiste m. 3 Knöpfen", "RV-Fach" without the abbreviations."""
    return _abbreviated().sub(_in_full, text)


@cache
def _abbreviations() -> dict[str, str]:
    return {row["short"]: row["long"] for row in rows("abbreviations")}


@cache
def _abbreviated() -> re.Pattern[str]:
    short = "|".join(map(re.escape, _abbreviations()))
    letters = "|".join(each for each in _abbreviations() if each.isalpha())
    return re.compile(rf"(?<![\w.-])({short})(?:-(\w))?(?![\w.])|(?<=[\w]-)({letters})(?!\w)")


def _in_full(found: re.Match[str]) -> str:
    """ "RV" → "Reißverschluss"; "RV-Fach" → "Reißverschlussfach"."""
    return _abbreviations()[found[1] or found[3]] + (found[2] or "").lower()


def _without_count(text: str) -> str:
    """ "Druckknöpfe 10" → "Druckknöpfe": a number behind a noun may count it or be its size."""
    found = _COUNTED.fullmatch(text)
    noun = noun_number(found[1]) if found is not None else None
    return found[1] if found is not None and noun is not None and noun[1] == "pl" else text


def why_unfit(value: str) -> str:
    """Why no text should hold a value, as reasons.csv names it; "" when one may."""
    if fit_to_say(value):
        return ""
    text = _SPACE.sub(" ", _MARKS.sub("", _BRACKETS.sub("", value))).strip()
    if _WANTS_PROOF.search(text):
        return "proof"
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return "too-long"
    if _ODD.search(text) or _CODE.search(text):
        return "code"
    plain = _PRAISE.sub("", text).strip()
    return "praise" if plain != text or _EMPTY.fullmatch(plain) else "no-grammar"


@lru_cache(maxsize=4096)
def proper_name(value: str) -> str:
    """A brand's or a model's name as it is written, without trademark signs; "" when it is none."""
    text = _SPACE.sub(" ", _MARKS.sub("", _BRACKETS.sub("", value))).strip(' ,;:-–/&"')
    unfit = (
        len(text) > _LONGEST_NAME or len(text.split()) > _MOST_NAMES or _NOTHING.fullmatch(text) or _ODD.search(text)
    )
    return "" if unfit or not any(letter.isalnum() for letter in text) else text


def _calm(word: str) -> str:
    """A word that is all capital, as German writes it, when it is a German word: "WILDLEDER" → "Wildleder"."""
    named = vocabulary().named(word)
    if named is not None and key(named.lemma) == key(word):
        return named.lemma
    if "-" in word:
        return word
    written = word.capitalize()
    return written if len(word) > _LONGEST_SHORT and _known(written) else word


def _known(word: str) -> bool:
    return bool(vocabulary().readings(word))


def with_units(text: str) -> str:
    """Numbers keep to their units by a no-break space: "30°C" → "30 °C"."""
    return _UNIT.sub(lambda found: "\u00a0" + found[1].replace(" ", "").replace("\u00a0", ""), text)


def says_no(statement: Statement) -> bool:
    """Whether a value says that what the key names is not there: "Kapuze: nein"."""
    return any(value.strip().casefold() in _NO for value in (statement.text, *statement.values[:1]))


_SAME = 3  # letters that a word shares with its own forms


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
