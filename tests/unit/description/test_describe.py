"""A draft is accepted if every claim has a source; else sentences are repaired, and finally the rules write."""

from __future__ import annotations

import hashlib
import json
import time

import pytest

from bildtext.errors import TransientError
from description.describe import describe
from description.description_request import DescriptionRequest
from description.evidence import Evidence, PhotoContext, PhotoTag
from description.ingest import parse
from description.result import Description
from tests.description_setup import DescriptionSetup, ScriptedWriter
from tests.reference_request import CAPRICE, GEMINI

SUPPORTED = "Weißer Slipper von Gemini mit Wechselfußbett."
UNSUPPORTED = "Weißer Slipper von Gemini mit Wechselfußbett aus Veloursleder."
WRONG = "Er hat ein Futter aus Veloursleder."


def described(
    *lines: str | TransientError, max_words: int = 120, description_setup: DescriptionSetup | None = None
) -> Description:
    description_setup = description_setup or DescriptionSetup(
        scripted_writer=ScriptedWriter(list(lines)) if lines else None
    )
    request = DescriptionRequest(parse(GEMINI), (CAPRICE,), max_words=max_words)
    return describe(request, Evidence(request.data), description_setup.describer, deadline=time.monotonic() + 60)


def test_a_supported_draft_is_accepted_immediately() -> None:
    answer = described(SUPPORTED)
    assert (answer.text, answer.writer, answer.attempts, answer.rejected) == (SUPPORTED, "scripted", 1, ())


def test_only_the_sentence_with_a_finding_is_written_anew() -> None:
    before, after = "Slipper  von Gemini in Weiß.", "Er hat eine Antirutschsohle."
    writer = ScriptedWriter([f"{before} {WRONG} {after}", "Er hat ein Wechselfußbett."])
    answer = described(description_setup=DescriptionSetup(scripted_writer=writer))
    assert answer.text == f"{before} Er hat ein Wechselfußbett. {after}"
    assert (answer.writer, answer.attempts) == ("scripted", 2)
    assert [[finding.text for finding in each] for each in writer.findings] == [[], ["Futter aus Veloursleder"]]
    (rejected,) = answer.rejected
    assert (rejected.text, rejected.reason) == (f"{before} {WRONG} {after}", "unsupported claims")
    assert [finding.text for finding in rejected.findings] == ["Futter aus Veloursleder"]


def test_a_sentence_that_cannot_be_repaired_is_left_out() -> None:
    after = "Er hat eine Antirutschsohle."
    answer = described(f"{SUPPORTED} {WRONG} {after}", "Er ist mit Lammfell gefüttert.")
    assert (answer.text, answer.writer, answer.attempts) == (f"{SUPPORTED} {after}", "scripted", 3)
    assert [one.text for one in answer.rejected] == [
        f"{SUPPORTED} {WRONG} {after}",
        f"{SUPPORTED} Er ist mit Lammfell gefüttert. {after}",
    ]


def test_where_nothing_is_left_to_say_the_sentence_goes() -> None:
    answer = described(f"{SUPPORTED} {WRONG}", "-")
    assert (answer.text, answer.writer, answer.attempts) == (SUPPORTED, "scripted", 2)


def test_a_text_without_its_first_sentence_is_the_rules_to_write() -> None:
    answer = described(f"{UNSUPPORTED} Er hat eine Antirutschsohle.", UNSUPPORTED)
    assert (answer.writer, answer.attempts) == ("rules", 2)
    assert "Veloursleder" not in answer.text
    assert [(one.writer, one.reason) for one in answer.rejected] == [("scripted", "unsupported claims")]


def test_a_first_sentence_is_repaired_like_any_other() -> None:
    answer = described(f"{UNSUPPORTED} Er hat eine Antirutschsohle.", SUPPORTED)
    assert (answer.text, answer.writer) == (f"{SUPPORTED} Er hat eine Antirutschsohle.", "scripted")


def test_repairs_are_as_many_as_allowed() -> None:
    wrong = ["Er ist mit Lammfell gefüttert.", "Er ist mit Seide gefüttert.", "Er ist mit Wolle gefüttert."]
    for attempts, versions in ((1, 1), (2, 2), (3, 3)):
        writer = ScriptedWriter([f"{SUPPORTED} {WRONG}", *wrong])
        setup = DescriptionSetup(scripted_writer=writer, attempts=attempts)
        answer = described(description_setup=setup)
        assert (answer.text, len(answer.rejected)) == (SUPPORTED, versions)
        assert len(writer.findings) == versions


def test_a_model_that_fails_in_a_repair_costs_only_the_sentence() -> None:
    answer = described(f"{SUPPORTED} {WRONG}", TransientError("Throttled."))
    assert (answer.text, answer.writer, answer.attempts) == (SUPPORTED, "scripted", 3)
    assert [one.reason for one in answer.rejected] == ["unsupported claims", "try-again: Throttled."]


def test_out_of_time_in_a_repair_costs_only_the_sentence() -> None:
    writer = ScriptedWriter([f"{SUPPORTED} {WRONG} {WRONG}", ""])
    answer = described(description_setup=DescriptionSetup(scripted_writer=writer))
    assert (answer.text, answer.writer) == (SUPPORTED, "scripted")
    assert writer.drafts == []


def test_an_unavailable_model_is_not_retried() -> None:
    answer = described(TransientError("Throttled."), SUPPORTED)
    assert (answer.writer, answer.attempts) == ("rules", 2)
    assert answer.rejected[0].reason.startswith("try-again")


def test_a_model_out_of_time_is_not_retried() -> None:
    answer = described("", SUPPORTED)
    assert (answer.writer, answer.rejected[0].reason) == ("rules", "out-of-time")


def test_in_the_reference_case_every_claim_has_a_source_and_nothing_leaks() -> None:
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
    assert {statement.key for statement in conflict.statements} == {"Innenfutter", "Futter"}


@pytest.mark.parametrize("limit", [5, 12, 25, 120])
def test_the_word_limit_is_respected(limit: int) -> None:
    assert 0 < len(described(max_words=limit).text.split()) <= limit


def test_a_contradicting_photo_is_reported_and_does_not_change_the_text() -> None:
    request = DescriptionRequest(parse(GEMINI))
    tag = PhotoTag("articles/1/front.jpg", "front", "colour", "black", "Schwarz", 0.97)
    answer = describe(
        request, Evidence(request.data, (tag,)), DescriptionSetup().describer, deadline=time.monotonic() + 60
    )
    assert [(one.kind, one.reason) for one in answer.contradictions] == [("colour", "contradicts")]
    assert "weiße Slipper" in answer.text


def test_every_photo_gets_an_alt_text_and_the_best_ones_is_the_articles() -> None:
    request = DescriptionRequest(parse(GEMINI))
    photos = (PhotoContext("articles/1/front.jpg", "front"), PhotoContext("articles/1/back.jpg", "back"))
    answer = describe(
        request, Evidence(request.data), DescriptionSetup().describer, photos=photos, deadline=time.monotonic() + 60
    )
    assert set(answer.alt_texts) == {"articles/1/front.jpg", "articles/1/back.jpg"}
    assert answer.alt_text == answer.alt_texts["articles/1/front.jpg"]
    assert answer.alt_text != answer.alt_texts["articles/1/back.jpg"]


def test_the_prompt_is_named_by_its_fingerprint() -> None:
    request = DescriptionRequest(parse(GEMINI), prompt="Höchstens 20 Wörter.")
    deadline = time.monotonic() + 60
    answer = describe(request, Evidence(request.data), DescriptionSetup().describer, deadline=deadline)
    assert answer.as_json()["prompt_sha256"] == hashlib.sha256("Höchstens 20 Wörter.".encode()).hexdigest()


def asked(prompt: str, *lines: str) -> Description:
    request = DescriptionRequest(parse(GEMINI), (CAPRICE,), prompt)
    setup = DescriptionSetup(scripted_writer=ScriptedWriter(list(lines)) if lines else None)
    return describe(request, Evidence(request.data), setup.describer, deadline=time.monotonic() + 60)


def test_the_distance_between_the_texts_style_and_the_examples_is_told() -> None:
    like_it, unlike_it = asked(""), asked("", "Der Slipper von Gemini ist weiß, und er hat ein Wechselfußbett!")
    assert like_it.style is not None
    assert unlike_it.style is not None
    assert like_it.style.distance < unlike_it.style.distance
    assert like_it.as_json()["style"]["aspects"].keys() >= {"form", "address", "length", "opening", "order"}
    request = DescriptionRequest(parse(GEMINI))
    without = describe(request, Evidence(request.data), DescriptionSetup().describer, deadline=time.monotonic() + 60)
    assert without.style is None


def test_what_the_rules_do_not_understand_of_the_prompt_is_reported() -> None:
    reported = [one for one in asked("Bitte in Reimen.").not_used if one.key == "Anweisung"]
    assert [one.text for one in reported] == ["Reimen"]
    assert reported[0].reason.startswith("Diese Anweisung wurde nicht verstanden")


def test_a_model_reads_the_prompt_itself_but_what_it_does_not_keep_is_reported() -> None:
    reported = [one for one in asked("Sie-Form, bitte in Reimen", SUPPORTED).not_used if one.key == "Anweisung"]
    assert [one.text for one in reported] == ["Anrede mit „Sie“"]


def test_the_answer_is_json_with_the_fields_of_the_contract() -> None:
    content = json.loads(json.dumps(described().as_json()))
    assert {"title", "text", "words", "claims", "unsupported", "conflicts", "legal", "alt_text", "caption", "writer",
            "model", "attempts", "duration_ms"} <= content.keys()  # fmt: skip
    assert content["words"] == len(content["text"].split())
    assert {"start", "end", "text", "source"} <= content["claims"][0].keys()
    assert "Ungefüttert" in content["conflicts"][0]["message"]


LEATHER = (
    "Artikel: Jeans\nMarke: Gemini\nFarbe: blau\nMaterial: 98% Baumwolle, 2% Elasthan\nDetails: Lederpatch am Bund"
)
STATEMENT = "Enthält nichttextile Teile tierischen Ursprungs."


@pytest.mark.parametrize("drafts", [(), ("Blaue Jeans von Gemini mit Lederpatch.",)])
@pytest.mark.parametrize("max_words", [120, 20])
def test_a_text_about_a_textile_with_parts_of_animal_origin_ends_in_the_statement(
    drafts: tuple[str, ...], max_words: int
) -> None:
    request = DescriptionRequest(parse(LEATHER), max_words=max_words)
    describer = DescriptionSetup(scripted_writer=ScriptedWriter(list(drafts)) if drafts else None).describer
    answer = describe(request, Evidence(request.data), describer, deadline=time.monotonic() + 60)
    assert answer.text.endswith(f" {STATEMENT}") and len(answer.text.split()) <= max_words
    assert answer.legal == ()
    assert {item.id: item.state for item in answer.checklist}["animal-parts"] == "found"


def test_where_there_is_no_room_for_the_statement_it_is_a_finding() -> None:
    request = DescriptionRequest(parse(LEATHER), max_words=12)
    answer = describe(request, Evidence(request.data), DescriptionSetup().describer, deadline=time.monotonic() + 60)
    assert [finding.instead for finding in answer.legal] == [STATEMENT]
