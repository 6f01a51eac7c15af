"""Words and expressions that no text should hold, and words that should not stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.domain.statement import ProductData
from description.legal.expressions import any_in, any_of, compiled, names_a_year, places, sentence_around, words_between
from description.legal.model import Hit
from description.legal.rules_file import Rule, RulesFile, Together

_WORDS = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[.!?:;,\n]")
_BEFORE = 30  # characters, in which a word that denies fits
_APART = 150  # characters; words of one claim are nearer to each other


def worded(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """What the entries under `rules` find."""
    for rule in rules.rules:
        for start, end in _spans(rule, text, lowered):
            if not _is_denied(text, start, rules):
                yield from _hit(rule, start, end, text, data, rules)


def all_of(data: ProductData) -> str:
    """What the data says, in lower case."""
    said = (f"{one.key}: {one.text}" for one in data.stated() if one.text.lower() not in ("nein", "no"))
    return "\n".join(said).lower()


def _spans(rule: Rule, text: str, lowered: str) -> Iterator[tuple[int, int]]:
    for place in places(rule.words, text, lowered):
        yield place.span()
    for pattern in rule.patterns:
        if pattern.hint in lowered:
            for place in compiled(pattern.pattern).finditer(text):
                yield place.span()
    for together in rule.together:
        yield from _together(together, text, lowered)


def _together(together: Together, text: str, lowered: str) -> Iterator[tuple[int, int]]:
    if not any_in(together.those, lowered):
        return
    these = sorted(place.span() for place in places(together.these, text, lowered))
    if not these:
        return
    those = sorted(place.span() for place in places(together.those, text, lowered))
    first = 0
    for start, end in these:
        while first < len(those) and those[first][1] < start - _APART:
            first += 1
        for other_start, other_end in those[first:]:
            if other_start > end + _APART:
                break
            if other_start < end and start < other_end:
                continue
            between = words_between(text, min(end, other_end), max(start, other_start))
            if between is not None and between <= together.words_between:
                yield min(start, other_start), max(end, other_end)
                break


def _is_denied(text: str, start: int, rules: RulesFile) -> bool:
    """Whether the word before a place denies it: "kein Rabatt", "nicht biologisch abbaubar"."""
    before = text[max(0, start - _BEFORE) : start]
    if not before[-1:].isspace():
        return False
    words = _WORDS.findall(_CLAUSE_END.split(before)[-1])[-2:]
    if words and any_of(rules.denied).fullmatch(words[-1]):
        return True
    if len(words) < 2 or not words[1][:1].islower() or any_of(rules.affirmed).fullmatch(words[1]):
        return False
    return any_of(rules.denied_over_a_word).fullmatch(words[0]) is not None


def _hit(rule: Rule, start: int, end: int, text: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    message = rule.message
    first, last = sentence_around(text, start, end)
    if _is_excused(rule, start, end, text, first, last):
        return
    if rule.unless_data and _is_in_data(rule, text[start:end], data):
        return
    if rule.proofs and (proofs := _proofs(data, rules.proofs[rule.proofs])):
        sentence = text[first:last].lower()
        if any(proof.lower() in sentence for proof in proofs):
            return
        message = rule.message_named.replace("{proof}", proofs[0])
    yield Hit(rule.id, start, end, message)


def _is_excused(rule: Rule, start: int, end: int, text: str, first: int, last: int) -> bool:
    """Whether the sentence around a place, from `first` to `last`, says what makes it harmless."""
    if rule.unless_sentence and any_of(rule.unless_sentence).search(text, first, last):
        return True
    if rule.unless_after and any_of(rule.unless_after).search(text, start, last):
        return True
    if rule.unless_year and names_a_year(text, first, last):
        return True
    figures = any_of(rule.harmless).finditer(text, first, last) if rule.harmless else ()
    return any(figure.start() < end and start < figure.end() for figure in figures)


def _is_in_data(rule: Rule, said: str, data: ProductData) -> bool:
    """Whether the data holds a word that finds what the text says."""
    known, lowered = all_of(data), said.lower()
    if any(any_of((word,)).search(known) for word in rule.words if any_of((word,)).fullmatch(lowered)):
        return True
    return all(word in known for word in _WORDS.findall(lowered))


def _proofs(data: ProductData, names: tuple[str, ...]) -> list[str]:
    """The certificates that the data names, as legal.yaml writes them."""
    known = all_of(data)
    return [name for name in names if re.search(rf"\b{re.escape(name.lower())}\b", known)]
