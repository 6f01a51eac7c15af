"""Requests of the Bedrock writer match the service model, and each kind of answer is handled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from bildtext.errors import ConfigurationError, TransientError
from description.claims.model import Finding
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence
from description.writers import Draft, Writer, WritingTask
from description.writers.bedrock import BEDROCK_CONFIG, BedrockWriter
from description.writers.prompt import conversation

MODEL = "eu.amazon.nova-lite-v1:0"
TEXT = "Weißer Slipper von Gemini. Das Besondere ist die Antirutschsohle."
TASK = WritingTask(Evidence(ProductData((Statement(Field.BRAND, "Marke", "Gemini", ("Gemini",)),))))


@pytest.fixture
def client() -> Any:
    return boto3.client(
        "bedrock-runtime",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=BEDROCK_CONFIG,
    )


@pytest.fixture
def service(client: Any) -> Iterator[Stubber]:
    """Checks requests and answers against the service model that botocore ships."""
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def an_answer(text: str, reason: str = "end_turn", *before: dict[str, Any]) -> dict[str, Any]:
    return {
        "output": {"message": {"role": "assistant", "content": [*before, {"text": text}]}},
        "stopReason": reason,
        "usage": {"inputTokens": 600, "outputTokens": 40, "totalTokens": 640},
        "metrics": {"latencyMs": 900},
    }


def asked(client: Any, task: WritingTask = TASK) -> Draft:
    return BedrockWriter(client, MODEL).write(task, deadline=1e12)


def test_the_conversation_is_that_of_a_local_model(client: Any, service: Stubber) -> None:
    system, user = conversation(TASK)
    expected = {
        "modelId": MODEL,
        "system": [{"text": system.content}],
        "messages": [{"role": "user", "content": [{"text": user.content}]}],
        "inferenceConfig": {"maxTokens": 520, "temperature": 0.0},
    }
    service.add_response("converse", an_answer(f'"{TEXT}"'), expected)
    writer: Writer = BedrockWriter(client, MODEL)
    assert writer.write(TASK, deadline=1e12) == Draft(TEXT, "whole")
    assert (writer.name, writer.model) == ("bedrock", f"bedrock/{MODEL}")


def test_a_repair_asks_for_one_sentence_and_shows_the_draft(client: Any, service: Stubber) -> None:
    wrong = (Finding(0, 6, "Weißer", "colour", "unsupported", "Steht nicht in den Daten."),)
    turns = [
        {"role": "user", "content": [{"text": conversation(TASK)[1].content}]},
        {"role": "assistant", "content": [{"text": TEXT}]},
        {"role": "user", "content": ANY},
    ]
    service.add_response(
        "converse",
        an_answer("Slipper von Gemini."),
        {"modelId": ANY, "system": ANY, "inferenceConfig": ANY, "messages": turns},
    )
    repaired = BedrockWriter(client, MODEL).repair(TASK, Draft(TEXT), wrong, deadline=1e12)
    assert repaired == Draft("Slipper von Gemini. Das Besondere ist die Antirutschsohle.")


def test_a_repair_after_the_deadline_asks_nothing(client: Any, service: Stubber) -> None:
    wrong = (Finding(0, 6, "Weißer", "colour", "unsupported", "Steht nicht in den Daten."),)
    late = BedrockWriter(client, MODEL, now=lambda: 10.0)
    assert late.repair(TASK, Draft(TEXT), wrong, deadline=10.0) == Draft(TEXT, "out-of-time")


def test_a_reasoning_block_is_not_part_of_the_text(client: Any, service: Stubber) -> None:
    thought = {"reasoningContent": {"reasoningText": {"text": "Der Schuh ist weiß."}}}
    service.add_response("converse", an_answer(TEXT, "end_turn", thought))
    assert asked(client).text == TEXT


@pytest.mark.parametrize("reason", ["max_tokens", "model_context_window_exceeded"])
def test_an_incomplete_answer_is_truncated_at_a_sentence(client: Any, service: Stubber, reason: str) -> None:
    service.add_response("converse", an_answer(f"{TEXT} Obermaterial aus Gl", reason))
    assert asked(client) == Draft(TEXT, "cut")


def test_an_answer_with_too_many_words_is_truncated_at_a_sentence(client: Any, service: Stubber) -> None:
    service.add_response("converse", an_answer(TEXT))
    assert asked(client, WritingTask(TASK.facts, max_words=5)) == Draft("Weißer Slipper von Gemini.", "cut")


@pytest.mark.parametrize("reason", ["guardrail_intervened", "content_filtered", "malformed_model_output", "tool_use"])
def test_an_answer_that_is_not_text_is_reported_and_not_used(client: Any, service: Stubber, reason: str) -> None:
    service.add_response("converse", an_answer("Dazu kann ich nichts sagen.", reason))
    with pytest.raises(TransientError, match=reason):
        asked(client)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ThrottlingException", TransientError),
        ("ServiceUnavailableException", TransientError),
        ("ModelTimeoutException", TransientError),
        ("ModelNotReadyException", TransientError),
        ("AccessDeniedException", ConfigurationError),
        ("ResourceNotFoundException", ConfigurationError),
        ("ValidationException", ConfigurationError),
    ],
)
def test_errors_of_the_service_become_our_errors(
    client: Any, service: Stubber, code: str, kind: type[Exception]
) -> None:
    service.add_client_error("converse", code)
    with pytest.raises(kind, match=code):
        asked(client)


def test_after_the_deadline_the_service_is_not_called(client: Any, service: Stubber) -> None:
    assert BedrockWriter(client, MODEL, now=lambda: 10.0).write(TASK, deadline=10.0) == Draft("", "out-of-time")


def test_an_answer_may_take_longer_than_other_calls_but_not_as_long_as_the_api(client: Any) -> None:
    assert 10 < client.meta.config.read_timeout < 29
    assert client.meta.config.connect_timeout == 1
