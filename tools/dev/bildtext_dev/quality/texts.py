"""Runs articles through the rules writer: counts texts that are too long, unsupported, misspelt or broken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median_high

from bildtext.errors import InvalidProductData
from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sentences import faults
from bildtext_dev.quality.sets import SETS, Article
from bildtext_dev.quality.spelling import dictionary, misspelt, trade_words, unknown_words
from description.claims import ClaimChecker
from description.domain.statement import Field
from description.evidence import Evidence
from description.realise import RulesWriter
from description.writers import WritingTask

LIMIT = 120
_NAMELESS = re.compile(r"^[^.]*\b(?:Modell|Artikel|Produkt)\b")
# Example texts about other articles, from which nothing may be copied. Every third text is written without one.
_NOMINAL = (
    "Eleganter Slingpumps für viele Anlässe von Caprice. Das Besondere ist die Trittdämpfung, die jeden Schritt weich "
    "abfedert. Obermaterial und Innenausstattung aus Leder. Flexible TR-Laufsohle mit ca. 45 mm Absatz. Weite G."
)
_WITH_VERBS = (
    "Der Strickpullover von Olvine hält an kühlen Tagen warm. Er besteht aus 60 % Wolle und 40 % Polyacryl und hat "
    "einen Stehkragen. Zwei Seitentaschen bieten Platz. Gewaschen wird er bei 30 °C."
)
EXAMPLES = ((), (_NOMINAL,), (_WITH_VERBS,))


@dataclass(frozen=True)
class WrittenText:
    """The text of one article and its faults."""

    article: Article
    text: str
    unsupported: tuple[str, ...]
    typed: bool  # The data contains a type that the text can name.


def measure_texts(name: str, articles: Iterable[Article]) -> Table:
    """Write about every article and count the faults."""
    refused: list[str] = []
    texts = list(_texts(articles, refused))
    long = [written for written in texts if len(written.text.split()) > LIMIT]
    unsupported = [written for written in texts if written.unsupported]
    nameless = [written for written in texts if written.typed and _NAMELESS.search(written.text)]
    broken = [(written, found) for written in texts if (found := faults(written.text))]
    shown = [
        *(f"refused: {place}" for place in refused),
        *(f"too long: {written.article.id}: {written.text}" for written in long),
        *(
            f"unsupported: {written.article.id}: {', '.join(written.unsupported)}: {written.text}"
            for written in unsupported
        ),
        *(f"no article type: {written.article.id}: {written.text}" for written in nameless),
        *(f"broken: {written.article.id}: {found}" for written, places in broken for found in places),
    ]
    rows = [
        Row("data refused", len(refused), len(refused) + len(texts)),
        Row(f"texts within {LIMIT} words", len(texts) - len(long), len(texts)),
        Row("texts with unsupported claims", len(unsupported), len(texts)),
        Row("texts that name no article type", len(nameless), len(texts)),
        Row("texts with a broken sentence", len(broken), len(texts)),
    ]
    notes = [f"median length {median_high(len(written.text.split()) for written in texts) if texts else 0} words"]
    if dictionary():
        unknown = unknown_words(written.text for written in texts)
        trade = trade_words(SETS / "trade_words.txt")
        foreign = [written for written in texts if misspelt(written.text, written.article.text, unknown)]
        wrong = [
            (written, words)
            for written in texts
            if (words := misspelt(written.text, written.article.text, unknown, trade))
        ]
        rows.append(Row("texts with a word that neither hunspell nor the data knows", len(foreign), len(texts)))
        rows.append(Row("… nor trade_words.txt", len(wrong), len(texts)))
        shown += [f"unknown word: {written.article.id}: {', '.join(words)}" for written, words in wrong]
    else:
        notes.append("spelling not checked: install hunspell and its dictionary de_DE (package hunspell-de-de)")
    return Table(name, tuple(rows), tuple(shown), tuple(notes))


def _texts(articles: Iterable[Article], refused: list[str]) -> Iterator[WrittenText]:
    writer = RulesWriter()
    for number, article in enumerate(articles):
        examples = EXAMPLES[number % len(EXAMPLES)]
        try:
            facts = Evidence(article.read())
            text = writer.write(WritingTask(facts, article.id, examples, max_words=LIMIT), deadline=math.inf).text
        except InvalidProductData as problem:
            refused.append(f"{article.id}: {problem}")
            continue
        rejected = ClaimChecker(facts).check(text, examples).rejected
        typed = bool(facts.data.values(Field.TYPE) or facts.data.values(Field.NAME))
        yield WrittenText(
            article, text, tuple(f"{found.kind} '{found.text}' ({found.reason})" for found in rejected), typed
        )
