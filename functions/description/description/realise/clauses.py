"""Verb phrases: what the article has, is and does, drawn together into one predicate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from description.language.grammar import Determiner, Noun, Number, joined, noun_phrase
from description.realise.facts import Fact
from description.realise.tables import rows, words

_A_NUMBER = re.compile(r"\d\s?(?:mm|cm) ")  # a measure first, so that it is not heard of the word before it
_TWO = re.compile(r" (?:\w+-)?[a-zäöüß]+ und ")  # two predicates, "waschbar und trocknergeeignet", not two nouns
CUT = " geschnitten"  # "körpernah geschnitten"


@dataclass(frozen=True, slots=True)
class Verbal:
    """One verb phrase: the finite verb in singular and plural, and what follows it."""

    singular: str
    plural: str
    rest: str
    parts: tuple[str, ...] = ()  # what `rest` enumerates, so that more can join

    def said(self, *, plural: bool) -> str:
        """ "hat einen Stehkragen"."""
        return f"{self.plural if plural else self.singular} {self.rest}"


def listed(parts: Sequence[str]) -> str:
    """An enumeration, those with words behind their noun last, so that it is clear what belongs to what."""
    every = list(dict.fromkeys(parts))
    plain = sorted((part for part in every if not _has_tail(part)), key=lambda part: not _A_NUMBER.search(part))
    tailed = sorted((part for part in every if _has_tail(part)), key=lambda part: part[-1:].isdigit())
    every = [*plain, *tailed]
    inner = len(every) > 1 and any(" und " in part for part in every)
    return joined(every, "sowie" if inner else "und")


def after_with(facts: Sequence[Fact]) -> str:
    """What the article has after "mit": "Kapuze und Stehkragen", beside a number "zwei Taschen und einer Kapuze"."""
    counted = any(fact.np is not None and fact.np.count for fact in facts)
    return listed(
        [fact.np.form("dat", "indefinite") if counted and fact.np and not fact.bare else fact.dat for fact in facts]
    )


@cache
def _tails() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("tail-opening"))))


def _has_tail(text: str) -> bool:
    return (
        _tails().search(text) is not None or text.rstrip("+")[-1:].isdigit() or text.split(" ", 1)[0] in words("place")
    )


def predicates(texts: Iterable[str]) -> str:
    """ "wasser- und winddicht", "im Slim Fit und kurz geschnitten"."""
    each = list(dict.fromkeys(texts))
    cut = [text.removesuffix(CUT) for text in each if text.endswith(CUT)]
    others = _contracted([text for text in each if not text.endswith(CUT)])
    if cut:
        others.insert(0, listed(cut) + CUT)
    return listed(others)


def _contracted(texts: list[str]) -> list[str]:
    """ "wasserdicht", "winddicht" → "wasser- und winddicht"."""
    for ending in words("shared-ending"):
        same = [text for text in texts if text.endswith(ending) and " " not in text and "-" not in text]
        if len(same) == 2:
            first, last = same
            at = texts.index(first)
            texts = [text for text in texts if text not in same]
            texts.insert(at, f"{first.removesuffix(ending)}- und {last}")
    return texts


def verbals(facts: Sequence[Fact]) -> list[Verbal]:
    """What the facts say as verb phrases: is, has, does."""
    found: list[Verbal] = []
    if preds := [fact.pred for fact in facts if fact.pred]:
        found.append(Verbal("ist", "sind", predicates(preds)))
    having = [fact for fact in facts if fact.np and not fact.bare]
    if having and len(having) < 3 and all(fact.fastens for fact in having):
        article: Determiner = "indefinite" if len(having) == 1 else "none"
        means = listed([fact.np.form("dat", article) for fact in having if fact.np])
        found.append(Verbal("wird", "werden", f"mit {means} geschlossen"))
    elif having:
        found.append(_having([fact.acc for fact in having]))
    found += _without_article([fact for fact in facts if fact.dat and (fact.bare or not fact.np)])
    found += [_prepositional(fact.words) for fact in facts if fact.words and not fact.pred]
    found += [Verbal(*fact.does) for fact in facts if fact.does]
    return found


def _without_article(facts: Sequence[Fact]) -> Iterator[Verbal]:
    """What goes without an article, with its verb (verbs.csv): "bietet UV-Schutz", "hat Stretch"."""
    had: list[str] = []
    attached: list[str] = []
    for fact in facts:
        text = fact.acc or fact.dat
        row = next((row for row in rows("verbs") if re.fullmatch(row["noun"], text, re.I)), None)
        if row is not None:
            yield Verbal(row["singular"], row["plural"], row["rest"].format(text))
        else:
            (had if fact.np or text in words("mass") else attached).append(text)
    if had:
        yield _having(had)
    if attached:
        yield Verbal("ist", "sind", f"mit {listed(attached)} versehen")


def _having(parts: Sequence[str]) -> Verbal:
    return Verbal("hat", "haben", listed(parts), tuple(parts))


def _prepositional(text: str) -> Verbal:
    first = text.split()[0]
    if first == "ohne":
        return Verbal("kommt", "kommen", f"{text} aus")
    if first == "zum":
        return Verbal("ist", "sind", f"{text} gedacht")
    if first == "für":
        return Verbal("eignet sich", "eignen sich", text)
    return Verbal("ist", "sind", f"{text} gehalten" if first in ("im", "in") else f"{text} gearbeitet")


def drawn(phrases: Sequence[Verbal]) -> list[Verbal]:
    """Neighbours with the same verb as one: "ist 64 cm lang und bei 30 °C waschbar"."""
    done: list[Verbal] = []
    for each in phrases:
        last = done[-1] if done else None
        if last is None or last.singular != each.singular or each.singular not in ("ist", "hat"):
            done.append(each)
        elif last.parts and each.parts:
            done[-1] = _having((*last.parts, *each.parts))
        else:
            done[-1] = Verbal(each.singular, each.plural, _both(last.rest, each.rest))
    return done


def _both(first: str, second: str) -> str:
    """The shared last word once: "in Midi-Länge und figurbetont geschnitten"."""
    before, _, last = first.rpartition(" ")
    if before and second.endswith(f" {last}"):
        return f"{_both(before, second.removesuffix(f' {last}'))} {last}"
    if " und " in first:
        return f"{first} sowie {second}"
    return f"{first}, {second}" if _TWO.search(second) else f"{first} und {second}"


def coordinated(phrases: Sequence[Verbal], *, plural: bool) -> str:
    """ "ist knielang, hat kurze Ärmel und wiegt 200 g"."""
    said = [each.said(plural=plural) for each in drawn(phrases)]
    if len(said) == 2 and _TWO.search(said[1]) and said[1].startswith(("ist ", "sind ")):
        return ", ".join(said)  # "besteht aus Wolle, ist zertifiziert und waschbar"
    return joined(said)


def clause_about(noun: Noun, number: Number, facts: Sequence[Fact]) -> str:
    """What a part is and has, as a clause of its own: "die Hose ist lang und hat einen Gummibund"."""
    the = noun_phrase(noun, number=number, determiner="definite")
    return f"{the} {coordinated(verbals(facts), plural=number == 'pl')}"
