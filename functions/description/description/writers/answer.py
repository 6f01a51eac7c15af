"""A language model's answer → the text in it: no thoughts, no markup, no "Hier ist der Text:"."""

from __future__ import annotations

import re

from description.ingest.wording import without_gaps
from description.language.function_words import alternatives
from description.language.text import count_words, cut_to_words, sentences

_FENCE = re.compile(r"^\s*(?:```\w*|~~~\w*|-{3,}|\*{3,}|={3,})\s*$")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s+.*|(?:\*\*|__)[^.!?]*(?:\*\*|__):?)\s*$")
_BULLET = re.compile(r"^\s*(?:[-*•–✓]\s+|\d{1,2}[.)]\s+(?=\D))")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_OPENING = re.compile(
    rf"^(?:(?:{alternatives('courtesy')})(?:\s*[,–-]+\s*|\s*[.!]\s+))*"
    rf"(?:(?:{alternatives('presenting')})\b[^.!?:]{{0,80}}?)?"
    rf"\b(?:{alternatives('text-noun')})\b(?:[^.!?:(]{{0,60}}(?:\([^()]{{0,40}}\))?)?\s*:\s*"
    rf"|^(?:{alternatives('exclaimed')})!\s+",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(?:^|(?<=[.!?…\s]))(?:\(\s*(?:ca\.\s*)?\d+\s+Wörter[^)]{0,1000}+\)|\(\s*Wort[^)]{0,1000}+\)"
    rf"|(?:{alternatives('remark')})\s*:.*)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_HALF_A_TAG = re.compile(r"</?[a-z]*$")
_PAIRS = {"„": '“”"', "“": "”“", '"': '"', "»": "«", "«": "»", "'": "'", "‚": "‘’"}


def text_in(answer: str, bullet: str | None = None) -> str:
    """The description in an answer; "" while there is none.

    It is one paragraph; with a `bullet`, which may be "", the items of a list are lines of their own, with that mark.
    """
    lines = [line for line in _without_thoughts(without_gaps(answer)).splitlines() if not _FENCE.match(line)]
    lines = [line for line in lines if line.strip() and not _HEADING.match(line)]
    if bullet is None:
        return _bare(" ".join(map(_plain, lines)))
    parts = [_bare(_EMPHASIS.sub("", _BULLET.sub("", line))) for line in lines]
    marked = [f"{bullet} ".lstrip() if _BULLET.match(line) else "" for line in lines]
    return "\n".join(mark + part for mark, part in zip(marked, parts, strict=True) if part)


def _bare(line: str) -> str:
    """A paragraph without what a model says around the description."""
    text = " ".join(line.split())
    while (shorter := _unwrapped(_NOTE.sub("", _without_opening(text)).strip())) != text:
        text = shorter
    return text


def whole_sentences(text: str) -> str:
    """`text` up to its last sentence that is surely complete, for an answer that was stopped somewhere; of a list, up
    to its last line but one."""
    if "\n" in text:
        return text.rpartition("\n")[0]
    parts = sentences(text)
    ends = len(sentences(f"{text} Die")) > len(parts)  # "ca." and "Gr." go on, a sentence does not
    return " ".join(parts if ends else parts[:-1])


def within(text: str, max_words: int) -> tuple[str, bool]:
    """The whole sentences or lines that fit, and whether that is all of `text`."""
    lines = text.split("\n")
    fitting = [count_words(" ".join(lines[: at + 1])) <= max_words for at in range(len(lines))]
    kept = "\n".join(lines[: sum(fitting)]) if len(lines) > 1 else cut_to_words(text, max_words)
    return kept, count_words(kept) == count_words(text)


def _without_thoughts(answer: str) -> str:
    """What follows the last </think>; nothing while a thought is still open or a tag half written."""
    after = answer.rpartition("</think>")[2]
    return _HALF_A_TAG.sub("", after.partition("<think>")[0])


def _plain(line: str) -> str:
    item = _BULLET.sub("", line)
    plain = _EMPHASIS.sub("", item).strip()
    return f"{plain}." if item != line and plain[-1:].isalnum() else plain


def _without_opening(text: str) -> str:
    return _OPENING.sub("", text, count=1)


def _unwrapped(text: str) -> str:
    closing = _PAIRS.get(text[:1])
    inner = text[1:-1]
    wrapped = closing is not None and len(text) > 2 and text[-1] in closing and not set(inner) & {text[0], text[-1]}
    return inner.strip() if wrapped else text
