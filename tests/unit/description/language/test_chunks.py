"""Sentences as chunks: noun phrases that agree, what is said of them, and clauses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from description.language.chunks import Chunk, chunks
from description.language.clauses import about_of, clauses, predications


def phrases(text: str) -> list[str]:
    """The noun phrases of a text in base form, each with its preposition."""
    return [f"{chunk.preposition} {chunk.noun.base()}".strip() for chunk in chunks(text) if chunk.noun is not None]


def said(text: str) -> list[str]:
    """What a text says of whom: "Kapuze: abnehmbar"; "" stands for the article."""
    found: list[str] = []
    before: Sequence[Chunk] = ()
    for clause in clauses(chunks(text)):
        about = about_of(clause, before, ())
        found += [
            f"{', '.join(phrase.noun.lemma for phrase in told.subjects)}: {told.described.text}"
            for told in predications(clause, about)
        ]
        before = clause
    return found


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("mit abnehmbarer Kapuze", ["mit abnehmbare Kapuze"]),
        ("zwei seitlichen Eingrifftaschen", ["zwei seitliche Eingrifftaschen"]),
        ("den verstellbaren, ergonomisch geformten Schultergurten",
         ["verstellbare, ergonomisch geformte Schultergurte"]),
        ("im weichen Innenfutter", ["in weiches Innenfutter"]),
        ("Spitze Schuhspitze", ["spitze Schuhspitze"]),
        ("der 7 cm hohe Blockabsatz", ["Blockabsatz"]),
        ("die mit Webpelz besetzte Kapuze", ["Kapuze mit Webpelz"]),
        ("mit Haken und Ösen", ["mit Haken und Ösen"]),
        ("mit reflektierenden Streifen", ["mit reflektierende Streifen"]),
        ("schmaler Riemen", ["schmaler Riemen"]),
        ("in 7/8-Länge", ["in 7/8-Länge"]),
        ("beide Taschen", ["zwei Taschen"]),
        ("farblich abgesetzter Fersenkappe", ["farblich abgesetzte Fersenkappe"]),
        ("mit karierten Futter", ["Futter"]),  # article, adjective and noun agree in no case
        ("vorn, tiefer Rückenausschnitt", ["tiefer Rückenausschnitt"]),
    ],
)  # fmt: skip
def test_a_noun_phrase_is_read_in_its_base_form(text: str, base: list[str]) -> None:
    assert phrases(text) == base


def test_number_and_case_follow_article_adjective_and_noun() -> None:
    (one,) = [chunk.noun for chunk in chunks("mit gepolstertem Träger") if chunk.noun]
    (many,) = [chunk.noun for chunk in chunks("mit gepolsterten Trägern") if chunk.noun]
    assert [one.number, *one.cases] == ["sg", "dat"]
    assert [many.number, *many.cases] == ["pl", "dat"]
    assert many.base("dat") == "gepolsterten Trägern"


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Die Kapuze lässt sich abnehmen.", ["Kapuze: abnehmbar"]),
        ("Die Kapuze kann abgenommen werden.", ["Kapuze: abnehmbar"]),
        ("Die Träger sind stufenlos verstellbar und abnehmbar.",
         ["Träger: stufenlos verstellbar", "Träger: abnehmbar"]),
        ("Die Jacke, die wasserdicht ist, wärmt.", ["Jacke: wasserdicht"]),
        ("Eine Hose, deren Bund elastisch ist.", ["Bund: elastisch"]),
        ("Der Griff ist verstellbar, das Schloss integriert.", ["Griff: verstellbar", "Schloss: integriert"]),
        ("Wind- und wasserabweisend.", [": windabweisend", ": wasserabweisend"]),
        ("Ein Verschluss, über den sich die Weite regulieren lässt.", ["Weite: regulierbar"]),
        ("Der Reißverschluss ist leicht zu bedienen.", []),
        ("Das Täschchen ist fest mit dem Beutel vernäht.", ["Täschchen: vernäht"]),
        ("Die Schiene ist 4 cm hoch.", []),
        ("Sie ist weich, und ihr Bund ist elastisch.", [": weich", "Bund: elastisch"]),
    ],
)  # fmt: skip
def test_a_predicate_is_said_of_its_subject(text: str, statements: list[str]) -> None:
    assert said(text) == statements


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_chunks_cover_any_text_in_order(text: str) -> None:
    found = chunks(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(clauses(found))
