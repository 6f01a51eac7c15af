"""The first sentence: what the article is, and what of it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from description.realise.article import Article
from description.realise.benefits import concluded
from description.realise.clauses import listed
from description.realise.constructions import constructions, shuffled
from description.realise.facts import Fact
from description.realise.plan import Plan
from description.realise.slots import Slots
from description.realise.surface import MODEL, Named
from description.realise.tables import words


@dataclass(frozen=True, slots=True)
class Opened:
    """The first sentence, and what it told. `made`: the main material too."""

    text: str
    facts: tuple[Fact, ...]
    family: str
    made: bool = False


def opening(plan: Plan, fits: Callable[[Opened], bool]) -> Opened | None:
    """The first sentence, one that `fits` if there is any; None where nothing is known of what the article is."""
    found: Opened | None = None
    whole = False
    for each in first_sentences(plan):
        benefits = tuple(fact.benefit for fact in each.facts if fact.benefit)
        placed = not benefits or each.text.endswith(benefits)  # at the end
        if placed and fits(each):
            return each
        found = found if found is not None and (not placed or whole) else each
        whole = whole or placed
    return found


def first_sentences(plan: Plan) -> Iterator[Opened]:
    """The first sentences among which there is a choice, those that fit the style best first."""
    slots = Slots(plan)
    if not slots.known:
        return
    if plan.content.article.noun is None and plan.content.article.type_as_written:
        yield Opened(next(opening_notes(plan)), tuple(slots.front_facts), "bare")  # its gender is not known
        return
    found = False
    for tone in (*plan.manner.tones, "plain", "last"):
        for each in shuffled(constructions()["opening"], plan.seed, tone, plan.manner.profile.opening or ""):
            if slots.behind and each.family in words("colour-in-front"):
                continue  # "in Grau auf eine Kapuze" would be read as a colour on another
            text = each.fill(slots.word, article_plural=plan.named.plural, facts_plural=slots.many())
            if text:
                found = True
                told = tuple(slots.facts_of(each.needs))
                made = any(name.partition(".")[0] == "of" for name in each.needs)
                yield Opened(concluded(text, told), told, each.family, made)
        if found:
            return


def opening_notes(plan: Plan, lead: Sequence[Fact] = (), stuff: str = "") -> Iterator[str]:
    """The first note, then ever shorter ones."""
    slots, content = Slots(plan), plan.content
    article = content.article
    if not slots.known:
        yield ""
        return
    unknown = article.type_as_written if article.noun is None else ""
    noun = unknown or slots.word("bare.nom")
    plain = unknown or plan.named.phrase("bare", "nom", ())
    closing = f"mit {listed([fact.dat for fact in lead])}" if lead else ""
    occasion = content.occasion.words if content.occasion and not article.audience else ""
    yield joined_words(noun, stuff, occasion, slots.tail(), closing)
    yield joined_words(noun, stuff, slots.brand, slots.behind, closing)
    yield joined_words(noun, slots.brand, slots.behind)
    yield joined_words(noun, slots.brand)
    yield joined_words(plain, slots.brand)
    yield noun
    yield plain


def joined_words(*parts: str) -> str:
    """The words with a space between them."""
    return " ".join(part for part in parts if part)


def named_of(article: Article, quotes: str) -> Named:
    """The article's noun, "Modell" where it has none."""
    left, right = (quotes or "„“")[:1], (quotes or "„“")[-1:]
    name = f"{left}{article.name}{right}" if article.name else ""
    return Named(article.noun or MODEL, article.number, article.group, name)
