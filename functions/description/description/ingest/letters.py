"""Letters that are not what they look like: a Cyrillic с in „sсhwarz“, a sign that turns the direction of writing."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_SCRIPTS = {"CYRILLIC": "kyrillische", "GREEK": "griechische"}
_OTHER_SCRIPTS = frozenset(
    {*_SCRIPTS, "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "DEVANAGARI"}
)


def turned(text: str) -> str:
    """The name of a sign that turns the direction of writing ("U+202E"), so that a reader sees another text; or ""."""
    found = None if text.isascii() else _OVERRIDE.search(text)
    return "" if found is None else f"U+{ord(found[0]):04X}"


def as_it_is(text: str) -> str:
    """The text in its own direction."""
    return _OVERRIDE.sub("", text)


def look_alike(text: str) -> tuple[str, str]:
    """The first word that mixes Latin letters with those of another script, and which ("kyrillische"); or two ""."""
    if text.isascii():
        return "", ""
    for word in _WORD.findall(text):
        if not word.isascii() and _LATIN.search(word):
            for letter in word:
                if script := _SCRIPTS.get(_script(letter)):
                    return word, script
    return "", ""


def is_foreign(text: str) -> bool:
    """Whether a text holds letters of another script than the Latin one."""
    return not text.isascii() and any(_script(letter) in _OTHER_SCRIPTS for letter in text if letter.isalpha())


def _script(letter: str) -> str:
    """ "LATIN", "CYRILLIC", …: the first word of the letter's name; a CJK ideograph is "CJK"."""
    return unicodedata.name(letter, "").partition(" ")[0]
