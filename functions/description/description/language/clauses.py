"""Clauses of a sentence, and what they say of whom: „Die Kapuze lässt sich abnehmen“ is abnehmbar, of Kapuze."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from description.language.analysis import UNITS
from description.language.chunks import Chunk
from description.language.function_words import function_words, lower_words
from description.language.noun_phrases import Described, NounPhrase, adjective_of
from description.language.vocabulary import vocabulary

_STRONG = frozenset({";", ":", "–", "—", "(", ")", "[", "]", "•", "|", "-", "\n", ".", "!", "?"})
_AND = lower_words("and")
_PERFECT = re.compile(r"(?:\w{2,6})?ge\w{2,40}(?:t|en)")
_LIKE_A_VERB = re.compile(r"[a-zäöüß]{3,40}t")  # "schont", which the vocabulary has not
_PARTICIPLE = re.compile(rf"{_PERFECT.pattern}|(?:be|er|ver|zer|ent|über|unter)\w{{3,40}}t")
_ARTICLE_PRONOUNS = lower_words("pronoun")
_PRONOUN_GENDERS = {"er": "m", "sie": "fp", "es": "n"}
_NOT_INFINITE = 2  # letters of "en"


class Predication(NamedTuple):
    """`described` is said of each of `subjects`; of the article itself where there are none."""

    subjects: tuple[NounPhrase, ...]
    described: Described
    start: int
    end: int


def clauses(found: Sequence[Chunk]) -> tuple[tuple[Chunk, ...], ...]:
    """The chunks of each clause, without the signs that part clauses. A list of noun phrases is one clause."""
    parts: list[list[Chunk]] = [[]]
    for at, chunk in enumerate(found):
        if (chunk.kind == "sign" and chunk.text in _STRONG) or _opens_clause(found, at, parts[-1]):
            parts.append([])
        else:
            parts[-1].append(chunk)
    return tuple(tuple(part) for part in parts if part)


def _opens_clause(found: Sequence[Chunk], at: int, so_far: Sequence[Chunk]) -> bool:
    """Whether a comma, an "und" or a word such as "aber" begins another clause."""
    chunk = found[at]
    lower = chunk.text.lower()
    if chunk.kind == "word" and lower in lower_words("adversative"):
        return found[at - 1].kind == "sign" and bool(so_far)
    is_comma = chunk.kind == "sign" and chunk.text == ","
    if not is_comma and lower not in _AND:
        return False
    following = found[at + 1] if at + 1 < len(found) else None
    if following is None:
        return False
    if is_comma and following.text.lower() in lower_words("subordinating"):
        return True
    if is_comma and _is_relative(found, at + 1):
        return True
    if not any(map(is_finite, so_far)):
        return False
    ahead = at + 1
    while ahead < len(found) and found[ahead].kind in ("noun", "word", "adjective", "number") and ahead - at <= 4:
        if found[ahead].text.lower() in _AND:
            return False
        ahead += 1
    return ahead < len(found) and is_finite(found[ahead])


def _is_relative(found: Sequence[Chunk], at: int) -> bool:
    """Whether a relative pronoun stands at a place, perhaps behind a preposition: "der", "über den"."""
    if at < len(found) and found[at].text.lower() in lower_words("preposition") and found[at].kind == "word":
        at += 1
    return at < len(found) and found[at].kind == "word" and found[at].text.lower() in lower_words("relative")


def _is_participle(chunk: Chunk) -> bool:
    return (
        chunk.kind in ("verb", "adjective", "word", "unknown") and _PARTICIPLE.fullmatch(chunk.text.lower()) is not None
    )


def is_finite(chunk: Chunk) -> bool:
    """Whether a verb may be the one of its clause: no participle with "ge". "betont" may be either."""
    return chunk.kind in ("verb", "unknown") and _may_be_finite(chunk.text, known=chunk.kind == "verb")


@lru_cache(maxsize=4096)
def _may_be_finite(text: str, *, known: bool) -> bool:
    if _PERFECT.fullmatch(text.lower()):
        return False
    return known or _LIKE_A_VERB.fullmatch(text) is not None


def predications(clause: Sequence[Chunk], about: tuple[NounPhrase, ...] | None) -> Iterator[Predication]:
    """What a clause says of `about`, as `about_of` tells it."""
    if not any(map(is_finite, clause)):
        yield from _verbless(clause)
    elif about is not None:
        yield from _copular(clause, about)
        yield from _possible(clause, about)


def about_of(
    clause: Sequence[Chunk], before: Sequence[Chunk], topic: tuple[NounPhrase, ...] | None
) -> tuple[NounPhrase, ...] | None:
    """Whom a clause is about: its subjects, () for the article itself, None when that is not known.

    `before` is the clause before it in the sentence, whose last noun a relative pronoun stands for; `topic` is whom the
    last clause was about, on which "und ist" and a pronoun go on.
    """
    first = clause[0].text.lower()
    if first in lower_words("possessive-relative"):
        return subjects(clause[1:]) or None
    if _is_relative(clause, 0):
        if first in lower_words("preposition"):
            return subjects(clause[2:]) or None
        last = before[-1].noun if before else None
        return (last,) if last is not None else None
    about = subjects(clause)
    if about != ():
        return about
    if before and is_finite(clause[0]):
        return topic
    pronoun = next((chunk.text.lower() for chunk in clause if chunk.text.lower() in lower_words("pronoun")), "")
    if pronoun and (topic is None or any(_agrees(pronoun, phrase) for phrase in topic)):
        return None
    return about


def _agrees(pronoun: str, phrase: NounPhrase) -> bool:
    gender = "p" if phrase.number == "pl" else phrase.noun.gender
    return gender in _PRONOUN_GENDERS.get(pronoun, "mfnp")


def subjects(clause: Sequence[Chunk]) -> tuple[NounPhrase, ...] | None:
    """The noun phrases that the clause is about, () for the article itself; None when that is not known."""
    verb = next((at for at, chunk in enumerate(clause) if is_finite(chunk)), None)
    head = _last_part(clause if verb is None else clause[:verb])
    found = _first_subject(head)
    if found is None and verb is not None and not any(chunk.text.lower() in _ARTICLE_PRONOUNS for chunk in head):
        found = _first_subject(clause[verb + 1 : verb + 3])
        if found and found[0].determiner != "definite":
            return found if head else None
    if found is not None:
        return found
    return None if any(map(_is_unread_noun, head)) else ()


def _last_part(head: Sequence[Chunk]) -> Sequence[Chunk]:
    """What stands before a verb from the last comma on: before it may be a clause whose verb is not known."""
    comma = next((at for at in range(len(head) - 1, -1, -1) if head[at].text == ","), None)
    if comma is None:
        return head
    start = comma + 2 if comma + 1 < len(head) and head[comma + 1].text in _AND else comma + 1
    return head[start:]


def _is_unread_noun(chunk: Chunk) -> bool:
    return chunk.kind == "unknown" and chunk.text[:1].isupper() and chunk.text.lower() not in _ARTICLE_PRONOUNS


def _first_subject(head: Sequence[Chunk]) -> tuple[NounPhrase, ...] | None:
    found: list[NounPhrase] = []
    for at, chunk in enumerate(head):
        if chunk.noun is None or chunk.preposition:
            if found and chunk.text.lower() not in _AND and chunk.preposition not in lower_words("place-preposition"):
                break
            continue
        coordinated = not found or (at > 0 and head[at - 1].text.lower() in (*_AND, ","))
        inside = at > 1 and bool(head[at - 2].preposition) and found != [] and head[at - 2].noun not in found
        if not coordinated or inside or "nom" not in chunk.noun.cases:
            break
        found.append(chunk.noun)
    return tuple(found) or None


def _copular(clause: Sequence[Chunk], about: tuple[NounPhrase, ...]) -> Iterator[Predication]:
    if not any(chunk.text.lower() in lower_words("copula") for chunk in clause):
        return
    for at, chunk in enumerate(clause):
        if chunk.noun is not None and at and clause[at - 1].text == "," and not chunk.preposition:
            about = (chunk.noun,)  # "Der Griff ist verstellbar, das Schloss integriert."
        if chunk.described is not None and _is_said(clause, at):
            yield Predication(about, chunk.described, chunk.start, chunk.end)


def _is_said(clause: Sequence[Chunk], at: int) -> bool:
    """Whether an adjective is what the subject is, not how something is done."""
    previous = clause[at - 1] if at else None
    following = clause[at + 1] if at + 1 < len(clause) else None
    if previous is not None and previous.text.lower() in lower_words("restricting") | UNITS:
        return False
    if previous is not None and previous.preposition in lower_words("complement-preposition"):
        return False
    if _is_completed(clause, at):
        return False
    if following is None:
        return True
    if following.text.lower() in lower_words("compared"):
        return False
    behind = following.preposition or (following.text.lower() if following.kind == "word" else "")
    if behind in lower_words("preposition"):
        return not any(map(_is_participle, clause[at + 2 :]))
    return following.kind not in ("verb", "unknown", "adjective") or is_finite(following)


def _is_completed(clause: Sequence[Chunk], at: int) -> bool:
    """ "gefüttert mit Leder": the participle alone would say less."""
    described = clause[at].described
    if described is None or described.adjective.lemma not in lower_words("complemented"):
        return False
    return any((chunk.preposition or chunk.text.lower()) in lower_words("with") for chunk in clause)


def _verbless(clause: Sequence[Chunk]) -> Iterator[Predication]:
    """ "Kapuze abnehmbar, wasserdicht": of the noun right before it, or of the article."""
    about: tuple[NounPhrase, ...] = ()
    for at, chunk in enumerate(clause):
        if chunk.kind == "sign":
            about = ()
        elif chunk.noun is not None and not chunk.preposition:
            about = (chunk.noun,)
        elif chunk.described is not None and _is_said(clause, at):
            opens = clause[at - 1].kind in ("sign", "number", "word") or at == 0
            after_noun = at > 0 and clause[at - 1].noun is not None and bool(about)
            listed = at > 1 and clause[at - 1].text.lower() in _AND and clause[at - 2].described is not None
            if after_noun or listed or opens:
                yield Predication(about if after_noun or listed else (), chunk.described, chunk.start, chunk.end)


def _possible(clause: Sequence[Chunk], about: tuple[NounPhrase, ...]) -> Iterator[Predication]:
    """ "lässt sich abnehmen", "kann abgenommen werden": abnehmbar."""
    words = {chunk.text.lower() for chunk in clause}
    letting = words & lower_words("letting")
    if not letting or words.isdisjoint(lower_words("passive-able")):
        return
    for at, chunk in enumerate(clause):
        adjective = _able(chunk) if chunk.text.lower() not in letting else ""
        if adjective and (found := adjective_of(adjective)) is not None:
            adverb = clause[at - 1].text.lower() if at and clause[at - 1].kind in ("adjective", "word") else ""
            kept = adverb if adverb in lower_words("kept-adverb") else ""
            yield Predication(about, Described(kept, found), chunk.start, chunk.end)


def _infinitive(participle: str) -> str:
    """ "abgenommen" → abnehmen, "aufgeknöpft" → aufknöpfen."""
    for pair in function_words("irregular-participle"):
        form, _, infinitive = pair.partition("=")
        if participle.endswith(form):
            return participle.removesuffix(form) + infinitive
    prefix, ge, stem = participle.partition("ge")
    return f"{prefix}{stem[:-1]}en" if ge and stem.endswith("t") else ""


def _able(chunk: Chunk) -> str:
    """The adjective in "-bar" of an infinitive or a participle, where the vocabulary has it."""
    lower = chunk.text.lower()
    infinitives = chunk.infinitives or ((lower,) if chunk.kind in ("unknown", "word") else ())
    if chunk.kind not in ("verb", "unknown", "word", "adjective") or len(lower) < 5:
        return ""
    for infinitive in (*infinitives, _infinitive(lower), lower):
        if infinitive.endswith("en"):
            able = f"{infinitive[:-_NOT_INFINITE]}bar"
            if any(reading.word is not None for reading in vocabulary().readings(able)):
                return able
    return ""
