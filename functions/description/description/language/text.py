"""German text as words, tokens and sentences. It knows the abbreviations and numbers whose full stop ends nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from description.language.function_words import function_words

_ABBREVIATIONS = function_words("sentence-abbreviation")
_COUNTED = tuple(function_words("counted-by-ordinal"))  # what a number before it counts: "am 3. Oktober", "1. Wahl"
_DAY_AND_YEAR = re.compile(r"\d{1,2}\.\s?\d{2,4}\b")
_LETTER = r"[^\W\d_]"
_NUMBER = r"\d+(?:[.,/:]\d+)*"
_TOKEN = re.compile(
    # 45-mm-Absatz, 7/8-Hose, 2-in-1-Jacke, 80er-Jahre; within 1-2-3 no number begins anew
    rf"(?<![\d_]-)(?<!_){_NUMBER}(?:er)?(?:-\w+)*?-{_LETTER}\w*(?:-\w+)*-?"
    rf"|{_NUMBER}"  # 45, 2,5, 7/8, 1.000
    rf"|{_LETTER}\w*(?:['’-]\w+)*-?"  # Zwei-Wege-Reißverschluss, geht's, and Leder- before "und Textilfutter"
    r"|°[CF]\b|[%‰°€$&+×Ø]"
)
_END = re.compile(r"(?:(?<![.!?])[.!?]++|…)[\"“”»«')\]]*+(?=\s|$)")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*[-–•*·]\s)")
SENTENCE_ENDS = (".", "!", "?", "…")
_OPENING = " \t\n(„\"»«'["
_CLOSING = "\"“”»«')]"


class Token(NamedTuple):
    """A word, a number or a sign of a text, at `start:end`."""

    start: int
    end: int
    text: str


def tokens(text: str) -> tuple[Token, ...]:
    """Words with their inner hyphens and apostrophes, numbers with their decimal comma, % and units apart."""
    return tuple([Token(*found.span(), found[0]) for found in _TOKEN.finditer(text)])


def count_words(text: str) -> int:
    """How many words, as an editor counts them: what stands between white space."""
    return len(text.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, without the white space between them. Paragraphs and list items end them too."""
    found: list[str] = []
    for block in _BLOCK.split(text):
        start = 0
        for end in _END.finditer(block):
            if _ends_sentence(block[start : end.start()], end[0].rstrip(_CLOSING), block[end.end() :]):
                found.append(block[start : end.end()].strip())
                start = end.end()
        found.append(block[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def cut_to_words(text: str, limit: int) -> str:
    """As many whole sentences from the start as fit into `limit` words; "" when not even the first fits."""
    kept: list[str] = []
    left = limit
    for sentence in sentences(text):
        left -= count_words(sentence)
        if left < 0:
            break
        kept.append(sentence)
    return " ".join(kept)


def _ends_sentence(before: str, sign: str, after: str) -> bool:
    """Whether the sign between these two ends a sentence."""
    after = after.lstrip(_OPENING)
    if not after:
        return True
    if after[0].islower():
        return False
    if sign != ".":
        return True
    previous, word = ["", "", *before.split()][-2:]
    word = word.lstrip(_OPENING)
    if word.casefold() in _ABBREVIATIONS or _is_short_form(word, previous):
        return False
    return not _goes_on_counting(previous, word, after)


def _is_short_form(word: str, previous: str) -> bool:
    """ "z. B.", "Z. B.", "i. d. R.": single letters, the first small or opening the sentence. "Weite G." is none, and
    neither is a unit: "850 g."."""
    if len(word) != 1 or not word.isalpha() or previous[-1:].isdigit():
        return False
    previous = previous.lstrip(_OPENING)
    return word.islower() or not previous or (len(previous) == 2 and previous[1] == ".")


def _goes_on_counting(previous: str, number: str, after: str) -> bool:
    """ "am 3. Oktober", "am 3. 10. 2026", "im 19. Jahrhundert"."""
    if not number.isdigit() or len(number) > 2:
        return False
    if after.startswith(_COUNTED) or _DAY_AND_YEAR.match(after):
        return True
    return previous.rstrip(".").isdigit() and previous.endswith(".") and after[0].isdigit()
