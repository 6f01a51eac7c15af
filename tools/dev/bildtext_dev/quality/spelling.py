"""Finds words missing from a German dictionary, with the program hunspell."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDINGS = ("", "s", "e", "n", "en", "er", "es", "em", "ns")


def dictionary() -> bool:
    """Return whether hunspell and its dictionary de_DE are installed."""
    if shutil.which("hunspell") is None:
        return False
    tried = subprocess.run(
        ["hunspell", "-d", "de_DE", "-l"], input="Haus\n", text=True, capture_output=True, check=False
    )
    return tried.returncode == 0


def unknown_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of the texts that hunspell does not know, as written. Hyphens separate words."""
    words = sorted({word for text in texts for word in _WORD.findall(text)})
    output = subprocess.run(
        ["hunspell", "-d", "de_DE", "-i", "utf-8", "-l"],
        input="\n".join(words) + "\n",
        text=True,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return frozenset(output.stdout.split())


def trade_words(file: Path) -> frozenset[str]:
    """Read a list with one word per line; # starts a comment."""
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return frozenset(line.casefold() for line in lines if line)


def misspelt(text: str, data: str, unknown: frozenset[str], trade: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the unknown words of a text that are not in its data or the trade words, with or without an ending."""
    known = trade | {word.casefold() for word in _WORD.findall(data)}
    inflected = {f"{word}{ending}" for word in known for ending in _ENDINGS}
    return tuple(word for word in _WORD.findall(text) if word in unknown and word.casefold() not in inflected)
