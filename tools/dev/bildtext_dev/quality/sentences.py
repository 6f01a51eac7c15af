"""Finds obvious faults in German texts, with rules independent of the code that writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bildtext_dev.quality.agreement import disagreements

_SHORT_FORMS = re.compile(r"\b(?:ca|z|B|bzw|inkl|Gr|Nr|max|min|mind|ggf|usw|etc|St|chem|D|h|u|a|evtl|Std|Abb|tlg)\.")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+(?!\s|$)[^.!?]*)*[.!?]*")
_HANGING = "mit aus und von der die das für oder sowie ein eine einem einer ohne zum zur im dem den bis bei"
# "stattet die Jacke mit Taschen aus.", "bringt eine Kapuze mit.": the verb's own word.
_SEPARATED = re.compile(
    r"\b(?:(?:stattet|statten|zeichnet|zeichnen|kommt|kommen)\b[^.!?]{0,150} aus"
    r"|(?:bringt|bringen)\b[^.!?]{0,150} mit)[.!?]\s?$"
)
_PATTERNS = {
    "doubled word": re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE),
    "double space": re.compile(r"[^\S\n]{2,}"),
    "space before a mark": re.compile(r"\s[,.;:!?)](?!\d)"),
    "doubled mark": re.compile(r"[,;:]\s*[,;:.]|(?<!\.)\.\.(?!\.)|\.\s*,"),
    "mark without a space": re.compile(r"[^\W\d_]{2}[,;.!?][^\W\d_]{2}"),
    "hanging word": re.compile(rf"(?<!\d\s)\b(?:{_HANGING.replace(' ', '|')})\s*[.!?](?:\s|$)|\b(?:und|oder|sowie),"),
    "empty brackets": re.compile(r"\(\s*\)|\[\s*\]|„\s*“"),
    "placeholder": re.compile(r"\b(?:None|nan|null|[kK]\.\s?A\.|n/a|[jJ]a|[nN]ein|[tT]rue|[fF]alse)\b|\?\?|[{}|•;=<>]"),
    "no space after a unit": re.compile(r"°C[^\W\d_]|\d(?:mm|cm|kg)[^\W\d_]|%[^\W\d_]"),
    "hanging hyphen": re.compile(r"[^\W\d_]-(?:[.,;:]|\s(?!und\b|oder\b|bzw|/))"),
    "two labels": re.compile(r"\b[A-ZÄÖÜ][\w.-]*: [\w.-]+: "),
    "article without a noun": re.compile(
        r"\b(?:der|die|das|den|dem|eine?[nmrs]?) (?!ca\.)[a-zäöüß-]+(?:\.(?:\s|$)| und die\b)"
    ),
    "number without a noun": re.compile(r"\b(?:ist|sind) (?:zwei|drei|vier|fünf|\d+) [a-zäöüß-]+\."),
    "part of itself": re.compile(r"\b([^\W\d_]{4,}) (?:besteht |bestehen )?aus [^\W\d_]+\1\b", re.IGNORECASE),
    "without and with": re.compile(r"\b([^\W\d_]{4,80})los\w* \1", re.IGNORECASE),
    "number without its sense": re.compile(r"(?:^|[.!?]\s)\d+[.!?](?:\s|$)"),
}


def faults(text: str) -> tuple[str, ...]:
    """Return the faults of the text, each as "kind: place"."""
    if not text.strip():
        return ("empty text",)
    return (*_places(text), *_sentence_faults(text), *(f"agreement: {place}" for place in disagreements(text)))


def _places(text: str) -> Iterator[str]:
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            if kind == "hanging word" and _SEPARATED.search(text[: found.end()]):
                continue
            around = text[max(0, found.start() - 20) : found.end() + 20]
            yield f"{kind}: …{around.strip()}…"
    for opening, closing in ("()", "[]", "„“"):
        if text.count(opening) != text.count(closing):
            yield f"unpaired {opening}{closing}: {text[:60]}"


def _sentence_faults(text: str) -> Iterator[str]:
    plain = _SHORT_FORMS.sub(lambda short: short[0].replace(".", "\u2024"), text)
    for line in plain.splitlines():
        for sentence in _SENTENCE.findall(line):
            stripped = sentence.strip()
            first = stripped.lstrip("„\"'(»")[:1]
            if not stripped:
                continue
            if first.islower():
                yield f"starts in lower case: {stripped[:50]}"
            if stripped[-1] not in ".!?" and not stripped.endswith((".“", '."', ".)", "\u2024")):
                yield f"no full stop: …{stripped[-50:]}"
            if len(stripped.split()) == 1:
                yield f"one word alone: {stripped}"
