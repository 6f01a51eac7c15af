"""A draft is taken when every claim in it has a source; else its writer is told, and in the end the rules write."""

from __future__ import annotations

import json
import time

import pytest

from bildtext.errors import TransientError
from description.answer import Description
from description.describe import PhotoContext, describe
from description.evidence import Evidence, PhotoTag
from description.order import Order
from description.product_data import parse
from tests.description_setup import DescriptionSetup, Parrot
from tests.seed_case import CAPRICE, GEMINI

TRUE = "Weißer Slipper von Gemini mit Wechselfußbett."
FALSE = "Weißer Slipper von Gemini mit Wechselfußbett aus Veloursleder."


def described(
    *lines: str | TransientError, max_words: int = 120, description_setup: DescriptionSetup | None = None
) -> Description:
    description_setup = description_setup or DescriptionSetup(parrot=Parrot(list(lines)) if lines else None)
    order = Order(parse(GEMINI), (CAPRICE,), max_words=max_words)
    return describe(order, Evidence(order.data), description_setup.describer, until=time.monotonic() + 60)


def test_a_true_draft_is_taken_at_once() -> None:
    answer = described(TRUE)
    assert (answer.text, answer.writer, answer.attempts, answer.rejected) == (TRUE, "parrot", 1, ())


def test_a_false_draft_is_told_what_is_wrong_and_tried_again() -> None:
    parrot = Parrot([FALSE, TRUE])
    answer = described(description_setup=DescriptionSetup(parrot=parrot))
    assert (answer.text, answer.attempts) == (TRUE, 2)
    assert parrot.told[0] == ()
    assert [finding.text for finding in parrot.told[1]] == ["Wechselfußbett aus Veloursleder"]
    assert answer.rejected[0].text == FALSE


def test_after_as_many_false_drafts_as_are_allowed_the_rules_answer_and_say_so() -> None:
    answer = described(FALSE, FALSE, TRUE)
    assert (answer.writer, answer.attempts) == ("rules", 3)
    assert "Veloursleder" not in answer.text
    assert [(one.writer, one.reason) for one in answer.rejected] == [("parrot", "unsupported claims")] * 2


def test_a_model_that_is_away_is_not_waited_for() -> None:
    answer = described(TransientError("Throttled."), TRUE)
    assert (answer.writer, answer.attempts) == ("rules", 2)
    assert answer.rejected[0].reason.startswith("try-again")


def test_a_model_out_of_time_is_not_asked_again() -> None:
    answer = described("", TRUE)
    assert (answer.writer, answer.rejected[0].reason) == ("rules", "out-of-time")


def test_the_case_this_exists_for_every_claim_has_a_source_and_nothing_leaks() -> None:
    answer = described()
    assert answer.claims
    assert all(claim.source for claim in answer.claims)
    assert all(answer.text[claim.start : claim.end] == claim.text for claim in answer.claims)
    for leak in ("Caprice", "Slingpumps", "Trittdämpfung", "45", "Weite", "Elegant", "utter", "gefüttert"):
        assert leak not in answer.text
    for stated in (
        "Weißer Slipper",
        "Gemini",
        "Antirutschsohle",
        "Wechselfußbett",
        "weiche Polsterung",
        "Glattleder",
        "TR",
    ):
        assert stated in answer.text
    (conflict,) = answer.conflicts
    assert {entry.key for entry in conflict.entries} == {"Innenfutter", "Futter"}


@pytest.mark.parametrize("limit", [5, 12, 25, 120])
def test_a_limit_of_words_is_kept(limit: int) -> None:
    assert 0 < len(described(max_words=limit).text.split()) <= limit


def test_a_photo_that_shows_otherwise_is_told_to_the_editor_and_does_not_change_the_text() -> None:
    order = Order(parse(GEMINI))
    tag = PhotoTag("articles/1/front.jpg", "front", "colour", "black", "Schwarz", 0.97)
    answer = describe(order, Evidence(order.data, (tag,)), DescriptionSetup().describer, until=time.monotonic() + 60)
    assert [(one.kind, one.reason) for one in answer.contradictions] == [("colour", "contradicts")]
    assert "weiße Slipper" in answer.text


def test_every_photo_gets_an_alternative_text_and_the_best_one_is_the_articles() -> None:
    order = Order(parse(GEMINI))
    photos = (PhotoContext("articles/1/front.jpg", "front"), PhotoContext("articles/1/back.jpg", "back"))
    answer = describe(
        order, Evidence(order.data), DescriptionSetup().describer, photos=photos, until=time.monotonic() + 60
    )
    assert set(answer.alt_texts) == {"articles/1/front.jpg", "articles/1/back.jpg"}
    assert answer.alt_text == answer.alt_texts["articles/1/front.jpg"]
    assert answer.alt_text != answer.alt_texts["articles/1/back.jpg"]


def test_the_answer_is_json_with_the_fields_of_the_contract() -> None:
    content = json.loads(json.dumps(described().as_json()))
    assert {"text", "words", "claims", "unsupported", "conflicts", "legal", "alt_text", "caption", "writer", "model",
            "attempts", "duration_ms"} <= content.keys()  # fmt: skip
    assert content["words"] == len(content["text"].split())
    assert {"start", "end", "text", "source"} <= content["claims"][0].keys()
    assert "Ungefüttert" in content["conflicts"][0]["says"]
