"""Materials that prose names: "aus 80 % Baumwolle und 20 % Polyester", "Futter aus Leder", "mit Fleece gefüttert"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from description.domain.statement import Field
from description.ingest.compositions import shares
from description.ingest.keys import MATERIALS, meanings
from description.ingest.prose.found import Found, Subject
from description.ingest.prose.words import any_of, is_of
from description.language.chunks import Chunk
from description.language.clauses import is_finite
from description.language.function_words import lower_words
from description.language.noun_phrases import NounPhrase, adjective_of, heads_of
from description.language.text import Token, tokens
from description.language.vocabulary import vocabulary

_GRADE = re.compile(r"\d{3}er")  # "925er Silber"
_SHARE = re.compile(r"\bzu (?:etwa |ca\. )?(\d{1,3}(?:,\d{1,3})?) ?(?:%|Prozent) ?$", re.IGNORECASE)


class Stuff(NamedTuple):
    """Materials with their percentages as one text, "80 % Baumwolle, 20 % Polyester", and where they end."""

    text: str
    end: int


def materials_of(
    sentence: str, clause: Sequence[Chunk], about: Sequence[NounPhrase] | None, subject: Subject, *, given: bool
) -> Iterator[Found]:
    """The materials that a clause states, of the article or a part; `given`: only those of what it names as known."""
    whole = stuff_at(sentence, clause[0].start) if clause[0].text[0].isdigit() and not given else Stuff("", 0)
    if whole.text and whole.end == clause[-1].end:
        yield _found(Field.MATERIAL, whole.text, sentence[clause[0].start : whole.end])
        return
    parted: dict[tuple[Field, str], list[tuple[str, str]]] = {}
    for at, chunk in enumerate(clause):
        if given and not _is_of_known(clause, at):
            continue
        opening = chunk.preposition or chunk.text.lower()
        if is_of("out", opening):
            stuff = stuff_at(sentence, chunk.start + len(opening))
            share = _SHARE.search(sentence, 0, chunk.start)
            text = f"{share[1]} % {stuff.text}" if share is not None else stuff.text
            said = sentence[share.start() if share is not None else chunk.start : stuff.end].strip()
            if stuff.text and (share is not None or not _is_partial(sentence, clause, chunk.start, stuff.end)):
                for owner in _owners(clause, at, about, subject):
                    parted.setdefault(owner, []).append((text, said))
    for (field, part), told in parted.items():
        texts = ", ".join(text for text, _ in told)
        yield _found(field, texts, f"{part} {' und '.join(said for _, said in told)}".strip(), part)
    if not given:
        yield from _lined(sentence, clause, about, subject)


def _is_of_known(clause: Sequence[Chunk], at: int) -> bool:
    """Whether a definite noun stands right before: "dieser Strampler aus Bio-Baumwolle"."""
    before = clause[at - 1].noun if at else None
    return before is not None and before.is_definite


def _is_partial(sentence: str, clause: Sequence[Chunk], start: int, end: int) -> bool:
    """Whether a percentage stands beside the materials, so that they may not be all."""
    beside = sentence[clause[0].start : start] + sentence[end : clause[-1].end]
    return any(is_of("percent", token.text.lower()) for token in tokens(beside))


def _found(field: Field, text: str, said: str, part: str = "") -> Found:
    made = shares(text)
    named = part if field is Field.PART_MATERIAL else ""
    return Found(field, said, said, tuple(share.material for share in made), named, "", made)


def stuff_at(text: str, start: int) -> Stuff:
    """The materials that stand from a place on, without their adjectives; "" where something else does."""
    words = [Token(start + word.start, start + word.end, word.text) for word in tokens(text[start:])]
    items: list[str] = []
    at, end = 0, start
    while at < len(words):
        item, size = _item(words, at)
        if not item:
            break
        items.append(item)
        at += size
        end = words[at - 1].end
        if at >= len(words):
            break
        gap = text[end : words[at].start]
        if is_of("coordinating", words[at].text) and gap == " ":
            at += 1
        elif gap not in (", ", "/", " / "):
            if gap == " " and words[at].text[:1].isupper():
                return Stuff("", start)
            break
    return Stuff(", ".join(items), end)


def _item(words: Sequence[Token], at: int) -> tuple[str, int]:
    """One material with its percentage, and the tokens it takes; "" where there is none."""
    first, percent = at, ""
    if at + 1 < len(words) and words[at].text[0].isdigit() and is_of("percent", words[at + 1].text.lower()):
        percent, at = f"{words[at].text} % ", at + 2
    while at < len(words) and (words[at].text[:1].islower() or _GRADE.fullmatch(words[at].text)):
        adjective = adjective_of(words[at].text)
        if not _GRADE.fullmatch(words[at].text) and (adjective is None or is_of("privative", adjective.lemma)):
            return "", 0
        at += 1
    if at + 1 < len(words) and words[at + 1].start - words[at].end == 1:
        name = f"{words[at].text} {words[at + 1].text}"
        listed = vocabulary().listed(name) if name.istitle() else None
        if listed is not None and listed.kind == "material":
            return percent + name, at + 2 - first
    if at == len(words) or not any(head.kind == "material" for head in heads_of(words[at].text)):
        return "", 0
    return percent + words[at].text, at + 1 - first


def _owners(
    clause: Sequence[Chunk], at: int, about: Sequence[NounPhrase] | None, subject: Subject
) -> Iterator[tuple[Field, str]]:
    """What is made of the materials at a place: a field, with the part where that is another one."""
    before = clause[at - 1] if at else None
    if before is not None and before.kind == "unknown" and subject.is_head_of(before.text):
        yield Field.MATERIAL, ""  # "Ankerkette", of which no grammar is known
        return
    if before is not None and before.noun is not None:
        if before.noun.cases == {"gen"}:
            return
        hosts = [before.noun]
        if at > 2 and is_of("coordinating", clause[at - 2].text) and (other := clause[at - 3].noun) is not None:
            hosts.insert(0, other)
        owned = [owner_of(host, subject) for host in hosts]
        if len(owned) == 2 and (Field.MATERIAL in [field for field, _ in owned if field] or hosts[0].adjectives):
            owned = owned[1:]
        for field, part in owned:
            if field is not None and field is not Field.PART_MATERIAL:  # "Kappe aus Gummi" is told as a part
                yield field, part
        return
    if not any(map(is_finite, clause)):
        if clause[0].start == 0 and all(map(_is_no_host, clause[:at])):
            yield Field.MATERIAL, ""
        return
    if about is None or not any_of("made-of", (chunk.text.lower() for chunk in clause)):
        return
    for host in about:
        field, part = owner_of(host, subject)
        if field is None and host.head is not None and host.head.kind == "part":
            field, part = Field.PART_MATERIAL, host.noun.form("nom", host.number)
        if field is not None:
            yield field, part
    if not about:
        yield Field.MATERIAL, ""


def _is_no_host(chunk: Chunk) -> bool:
    return chunk.noun is None or is_of("out", chunk.preposition)


def owner_of(host: NounPhrase, subject: Subject) -> tuple[Field | None, str]:
    """The field of what a noun phrase names, None where it is no part with a material of its own."""
    name = host.noun.form("nom", host.number)
    if is_of("stated-material", host.noun.lemma.lower()) or subject.is_named_by(host) is not None:
        return Field.MATERIAL, ""
    if host.head is not None and host.head.kind == "material":
        return Field.MATERIAL, ""
    field = meanings(name)[0].field
    if field is Field.MATERIAL:
        return Field.PART_MATERIAL, name
    return (field, name) if field in MATERIALS else (None, "")


def _lined(
    sentence: str, clause: Sequence[Chunk], about: Sequence[NounPhrase] | None, subject: Subject
) -> Iterator[Found]:
    """ "mit Fleece gefüttert", "mit Daunen gefüllt"."""
    for chunk in clause:
        field = next((field for name, field in _FILLED if is_of(name, chunk.text.lower().split()[-1])), None)
        if field is None:
            continue
        if any(map(is_finite, clause)) and (
            about is None or any(subject.is_named_by(phrase) is None for phrase in about)
        ):
            continue
        for beside in clause:
            opening = beside.preposition or beside.text.lower()
            if opening in lower_words("with"):
                stuff = stuff_at(sentence, beside.start + len(opening))
                if stuff.text:
                    first, last = sorted((chunk, beside), key=lambda each: each.start)
                    said = sentence[first.start : max(last.end, stuff.end)]
                    yield _found(field, stuff.text, said)


_FILLED = (("lined", Field.LINING), ("filled", Field.FILLING))
