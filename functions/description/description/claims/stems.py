"""Stems: what the forms of one German word, and its noun, adjective and participle, have in common.

"gepolsterte" and "Polsterung" both give "polst", "wasserdicht" and "Wasserdichtigkeit" both "wasserdicht". A stem is
only a key to look words up by; it need not be a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from description.language.csv_tables import LEXICON, table_rows
from description.language.function_words import alternatives

_FOLD = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ê": "e", "-": "", "’": "", "'": ""}
)
_INFLECTION = re.compile(r"(?<=...)(?:ern|em|en|er|es|e)$|(?<=....)[ns]$")
_NOUN_ENDING = re.compile(r"(?<=...)(?:ern|en|er|es|e)$|(?<=....)[ns]$")  # no "em": "Riemen" is "riem"
_DERIVATION = re.compile(rf"(?<=...)(?:{alternatives('derivation')})$")
_PARTICIPLE = re.compile(rf"^({alternatives('participle-prefix')})?ge(.{{3,}})t$")
_BE_PARTICIPLE = re.compile(r"^be(.{4,})t$")
# Pairs whose vowels or suffixes no rule joins.
_SAME = {row["stem"]: row["same"] for row in table_rows(LEXICON / "stem_pairs.csv")}
_DIMINUTIVE = re.compile(r"(?<=..)(?:[bdfgkmpt]|sch|[rh]n)chen$")
_FRACTIONS = {"dreiviertel": "3/4", "siebenachtel": "7/8"}  # as they are written in sizes of sleeves and trousers
_COUNTED = re.compile(r"^(\d++\w*(?:ig|fach))(?:e|en|em|er|es)$")  # "2teiliger"
MIN_STEM = 3


def folded(word: str) -> str:
    """Lower case, without umlauts, ß and hyphens."""
    return word.lower().translate(_FOLD)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in any form."""
    text = folded(word)
    for spelt, digits in _FRACTIONS.items():
        if text.startswith((spelt, digits)) and (rest := text.removeprefix(spelt).removeprefix(digits)).isalpha():
            return digits + stem(rest)
    if not text.isalpha():
        return _COUNTED.sub(r"\1", text)
    if _DIMINUTIVE.search(text):  # "Häkchen"
        text = text.removesuffix("chen")
    text = _INFLECTION.sub("", text).replace("waschgang", "wasch").replace("eingriff", "eingreif")
    participle = _PARTICIPLE.match(text)
    if participle:
        text = (participle[1] or "") + participle[2]
    elif text.endswith("t"):
        shorter = _BE_PARTICIPLE.match(text)
        text = shorter[1] if shorter else text[:-1] if text.endswith(("iert", "elt", "ert")) and len(text) > 6 else text
    text = _NOUN_ENDING.sub("", _DERIVATION.sub("", text))
    if text.endswith("armel"):
        text = text[:-2]
    if text.endswith("hoh"):
        text = f"{text[:-1]}ch"
    return _SAME.get(text, text)
