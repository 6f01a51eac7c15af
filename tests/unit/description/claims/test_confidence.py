"""How likely a finding is right: its circumstances, the trees that weigh them, and what an editor gets."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from bildtext_dev.quality.weigh import Point, chosen, learn, sentences, stored
from description.claims import ClaimChecker
from description.claims.confidence.data_words import DataWords, numbers_in
from description.claims.confidence.trees import model, read_model
from description.claims.line import units_of
from description.evidence import Evidence
from description.ingest import parse

BAG = "Artikel: Tasche\nObermaterial: Rindleder\nFarbe: Schwarz\nMaße (B×H×T): 30 × 20 × 10 cm\nTrageriemen: nein"


def checker(data: str) -> ClaimChecker:
    """A checker of an article."""
    return ClaimChecker(Evidence(parse(data)))


def test_what_data_has_of_a_word_is_told_by_statement() -> None:
    statements = parse(BAG).statements
    words = DataWords.of(statements)
    (leather, strap) = units_of("Leder Trageriemen")
    fields = [statement.key for statement in statements]
    assert words.with_meaning(leather) == 1 << fields.index("Obermaterial")
    assert words.with_exact(leather) == 0
    assert words.with_exact(strap) == 1 << fields.index("Trageriemen") == words.denying
    assert words.numbers[30.0] == 1 << fields.index("Maße (B×H×T)")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1.000 g", {1000.0}), ("1,5 l", {1.5}), ("zwei Taschen, 3 Fächer", {2.0, 3.0}), ("kein", set())],
)
def test_numbers_are_read_in_figures_and_words(text: str, numbers: set[float]) -> None:
    assert numbers_in(text) == numbers


def test_a_finding_has_a_confidence_and_a_doubtful_one_is_apart() -> None:
    texts = (
        "Die Tasche ist aus Leinen.",
        "Ein Spaziergang mit der schwarzen Tasche.",
        "Die Tasche ist 90 cm breit.",
    )
    for text in texts:
        own = checker(BAG)
        found, weighed = own.check(text), own.weigh(text)
        assert {(one.start, one.end) for one in found.findings} == {
            (one.start, one.end) for one in (*weighed.findings, *weighed.doubtful)
        }
        for one in weighed.findings:
            assert one.confidence is not None
            assert model().threshold <= one.confidence <= 1
        for one in weighed.doubtful:
            assert one.confidence is not None
            assert 0 <= one.confidence < model().threshold
        assert weighed.claims == found.claims


def test_disputed_data_and_what_an_example_leaks_are_not_weighed() -> None:
    conflict = checker("Artikel: Hemd\nFarbe: Rot\nFarbe: Blau").weigh("Ein rotes Hemd.")
    leaked = checker("Artikel: Hemd").weigh("Ein Hemd aus Leinen.", ["Die Bluse ist aus Leinen."])
    for checked, reason in ((conflict, "conflict"), (leaked, "leaked")):
        assert [(one.reason, one.confidence) for one in checked.findings] == [(reason, None)]
        assert checked.doubtful == ()


def test_a_draft_is_judged_by_all_findings() -> None:
    assert all(one.confidence is None for one in checker(BAG).check("Die Tasche ist aus Leinen.").findings)


def test_the_stored_trees_say_what_the_learned_ones_say(tmp_path: Path) -> None:
    given = list(islice(sentences(), 160))
    learned = learn(given)
    path = tmp_path / "model.json"
    path.write_text(stored(learned, 0.2), "utf-8")
    own = read_model(path)
    for one in given[:20]:
        found = [own.probability(one.circumstances.of(at, own.known, own.base)) for at in one.places]
        assert found == pytest.approx(learned.probabilities(one), abs=0.005)


def test_the_threshold_is_the_highest_that_loses_hardly_anything_of_plain_sentences() -> None:
    plain = [Point(0.0, 0.95, 0.95, 0.01), Point(0.2, 0.94, 0.94, 0.01), Point(0.4, 0.9, 0.9, 0.0)]
    assert chosen(plain) == 0.2


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikelart: Jacke\nPflege: nicht bügeln", "Die Jacke kann man bügeln."),
        ("Artikelart: Jacke\nKapuze: abnehmbar\nGürtel: fest", "Der Gürtel ist abnehmbar."),
        ("Artikelart: Tasche\nMaße (B×H×T): 30 × 20 × 10 cm", "Die Tasche ist 10 cm breit."),
        ("Artikelart: Bettwäsche\nLieferumfang: 2 Bezüge, 1 Laken", "Zwei Laken."),
        ("Artikelart: BH\nVerschluss: Haken und Ösen hinten", "Der BH wird vorn geschlossen."),
        ("Artikelart: Schuh\nObermaterial: Leder/Mesh", "Obermaterial komplett aus Leder"),
    ],
)
def test_a_value_at_the_wrong_place_is_a_finding_for_an_editor_too(data: str, text: str) -> None:
    assert checker(data).weigh(text).findings
