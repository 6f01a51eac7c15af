"""`POST /checks`: a text that somebody wrote is checked like a generated one, fast, and nothing is stored."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from bildtext.errors import InvalidProductData, InvalidRequest, NotFound
from bildtext.storage.article_table import ArticleTable, DataItem, StoredArticle
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_items import PhotoItem
from description.checks import CheckBody, checked
from description.describe import Describer
from description.on_demand import Sources
from description.realise import RulesWriter
from description.style_guide import StyleGuide

DATA: dict[str, JsonValue] = {
    "Artikelart": "Slipper",
    "Farbe": "Weiß",
    "Obermaterial": "Glattleder",
    "Absatzhöhe": "3 cm",
}
TEXT = "Weißer Slipper aus Glattleder mit 3 cm hohem Absatz."
LONG = " ".join([TEXT, "Der Schuh ist grün und hat eine Sohle aus Gummi."] * 6)


class NoTable:
    """Nothing may be read from or written to the table."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the table was used: {name}")


class OneArticle(NoTable):
    """A table with one article."""

    def __init__(self, stored: StoredArticle) -> None:
        self._stored = stored

    def read(self, article: str) -> StoredArticle:
        return self._stored if article == "10042" else StoredArticle()


def sources(table: Any = None, guide: StyleGuide | None = None) -> Sources:
    table_: ArticleTable = table or NoTable()
    return Sources(lambda: table_, Describer(lambda _name: RulesWriter(), guide or StyleGuide()), None)


def check(text: str, table: Any = None, **body: Any) -> dict[str, Any]:
    given = body or {"data": DATA}
    return checked(CheckBody(text=text, **given), sources(table))


def found(answer: dict[str, Any], kind: str = "findings") -> list[str]:
    return [one["text"] for one in answer[kind]]


def test_a_true_text_has_claims_with_sources_and_no_findings() -> None:
    answer = check(TEXT)
    assert answer["findings"] == []
    assert answer["words"] == 9
    assert {"Farbe: Weiß", "Obermaterial: Glattleder"} <= {claim["source"] for claim in answer["claims"]}
    for claim in answer["claims"]:
        assert TEXT[claim["start"] : claim["end"]] == claim["text"]


def test_what_the_data_does_not_say_is_found_with_its_place_and_reason() -> None:
    text = "Roter Slipper aus Glattleder."
    (finding,) = check(text)["findings"]
    assert (text[finding["start"] : finding["end"]], finding["reason"]) == ("Roter", "unsupported")
    assert finding["message"]


def test_what_only_an_example_says_is_leaked() -> None:
    answer = check("Weißer Slipper mit Wechselfußbett.", data=DATA, examples=("Stiefel mit Wechselfußbett.",))
    assert [(one["text"], one["reason"]) for one in answer["findings"]] == [("Wechselfußbett", "leaked")]


def test_the_examples_of_the_house_are_used_without_others() -> None:
    guide = StyleGuide(examples={"any": ("Stiefel mit Wechselfußbett.",)})
    body = CheckBody(text="Weißer Slipper mit Wechselfußbett.", data=DATA)
    answer = checked(body, sources(guide=guide))
    assert [one["reason"] for one in answer["findings"]] == ["leaked"]


def test_legal_findings_conflicts_and_unused_input_are_answered_too() -> None:
    data_text = "Artikelart: Slipper\nFarbe: Weiß\nFarbe: Schwarz\nMaterial: Nylon"
    answer = check("Ein klimaneutraler Slipper.", data_text=data_text)
    (legal,) = answer["legal"]
    assert (legal["text"], legal["date"]) == ("klimaneutraler", "2026-09-27")
    assert legal["paragraph"] == "Nr. 4c Anhang zu § 3 Abs. 3 UWG (Richtlinie (EU) 2024/825)"
    assert "BGBl." in legal["source"] or "ABl." in legal["source"]
    assert {"maker", "composition"} <= {item["id"] for item in answer["checklist"]}
    assert [conflict["field"] for conflict in answer["conflicts"]]
    assert answer["conflicts"][0]["entries"]


def test_photos_of_a_known_article_support_claims_and_its_data_is_used() -> None:
    tag = {"facet": "colour", "label": "white", "name": {"de": "Weiß", "en": "White"}, "score": 0.9, "rank": 1}
    image = PhotoItem(photo_key("articles/10042/front.jpg"), "1", "1", "tagged", "", "2026", "m", "l", (tag,))
    data = DataItem("10042", '{"Artikelart": "Slipper"}', "1", "1", "2026")
    table = OneArticle(StoredArticle(data, None, (image,)))
    text = "Weißer Slipper."
    assert found(check(text, data={"Artikelart": "Slipper"})) == ["Weißer"]
    assert check(text, table, article="10042")["findings"] == []
    assert check(text, table, article="10042", data={"Artikelart": "Slipper"})["findings"] == []
    with pytest.raises(NotFound):
        check(text, table, article="1")


def test_without_anything_to_check_against_the_reason_is_given() -> None:
    with pytest.raises(InvalidRequest, match="data_text"):
        checked(CheckBody(text=TEXT), sources())
    with pytest.raises(InvalidRequest, match="not as both"):
        check(TEXT, data=DATA, data_text="Farbe: Weiß")
    with pytest.raises(InvalidProductData):
        check(TEXT, data={})


def test_an_empty_text_is_a_beginning_and_no_mistake() -> None:
    answer = check("")
    assert (answer["words"], answer["claims"], answer["findings"], answer["legal"]) == (0, [], [], [])


@pytest.mark.parametrize("wrong", [{"text": "x" * 20_001}, {"text": None}, {"text": "x", "writer": "rules"}, {}])
def test_a_wrong_body_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CheckBody(data=DATA, **wrong)


def test_a_word_that_is_none_is_refused_at_once() -> None:
    for letter in ("a", "9", "_", "Straßen"):
        started = time.process_time()
        with pytest.raises(InvalidRequest, match="200 letters"):
            check(f"Ein Slipper. {letter * (19_900 // len(letter))}")
        assert time.process_time() - started < 0.5


def test_a_hundred_words_are_checked_within_150_ms() -> None:
    assert len(LONG.split()) >= 100
    check(LONG)  # what is loaded once
    times = []
    for word in range(9):
        changed = f"{LONG} Nummer {word}."
        started = time.process_time()
        answer = check(changed)
        times.append(time.process_time() - started)
        assert len(answer["findings"]) >= 6
    assert min(times) < 0.15


@pytest.mark.parametrize(
    "text",
    [
        "Straßen" * 28 + " " + "Leder" * 40,
        ("Straßen" * 28 + " ") * 100,
        ("9" * 200 + " ") * 99,
        "Rot, " * 4000,
        "100 % " * 3333,
        "mit " * 5000,
        "„" * 20_000,
        " " * 20_000,
        "\n" * 20_000,
        "-" * 20_000,
        "3 cm x " * 2857,
        "<script>alert(1)</script>" * 800,
        "👩‍👩‍👧\u202e" * 2000,
        "a.b." * 5000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_texts_are_checked_in_time(text: str) -> None:
    started = time.process_time()
    answer = check(text)
    assert time.process_time() - started < 5
    for claim in answer["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["text"]
