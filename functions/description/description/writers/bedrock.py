"""The writer that uses a model on Amazon Bedrock through the Converse API."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from botocore.config import Config

from bildtext.aws import CLIENT_CONFIG, aws_errors
from bildtext.errors import TransientError
from bildtext.language_models import Message
from description.claims.model import Finding
from description.writers import Draft, WritingTask
from description.writers.answer import text_in, whole_sentences, within
from description.writers.prompt import bullet_of, conversation, max_new_tokens
from description.writers.repair import LONGEST_SENTENCE, repaired

# An answer takes seconds; three attempts would not fit into the 29 seconds of a request.
BEDROCK_CONFIG: Final = CLIENT_CONFIG.merge(
    Config(read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2})
)

_FINISHED: Final = {"end_turn", "stop_sequence"}
_CUT_OFF: Final = {"max_tokens", "model_context_window_exceeded"}


class Bedrock(Protocol):
    """The part of boto3's bedrock-runtime client that is used."""

    def converse(self, **request: Any) -> Mapping[str, Any]: ...


class BedrockWriter:
    """Runs at temperature 0. `model_id` is the id or ARN of a model or an inference profile."""

    name = "bedrock"

    def __init__(self, client: Bedrock, model_id: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self.model = f"bedrock/{model_id}"
        self._client = client
        self._model_id = model_id
        self._now = now

    def write(self, task: WritingTask, *, deadline: float) -> Draft:
        """Implements `Writer.write`. Raises TransientError: throttled, timed out, unavailable, or no text because of a
        guardrail or filter; ConfigurationError: no access to the model, or no such model."""
        return self._answer(conversation(task), task.max_words, bullet_of(task), deadline)

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:
        """Implements `Writer.repair`: a request for each sentence. Raises as `write` does."""
        return repaired(
            task, draft, findings, lambda messages: self._answer(messages, LONGEST_SENTENCE, None, deadline)
        )

    def _answer(self, messages: Sequence[Message], max_words: int, bullet: str | None, deadline: float) -> Draft:
        if self._now() >= deadline:
            return Draft("", "out-of-time")
        with aws_errors("ask the Bedrock model"):
            answer = self._client.converse(**self._request(messages, max_words))
        reason = str(answer.get("stopReason", ""))
        if reason not in _FINISHED | _CUT_OFF:
            raise TransientError(f"The Bedrock model returned no text: {reason or 'no stop reason'}.")
        text = text_in(_text(answer), bullet)
        fitting, all_of_it = within(text if reason in _FINISHED else whole_sentences(text), max_words)
        return Draft(fitting, "whole" if reason in _FINISHED and all_of_it else "cut")

    def _request(self, messages: Sequence[Message], max_words: int) -> dict[str, object]:
        return {
            "modelId": self._model_id,
            "system": [{"text": message.content} for message in messages if message.role == "system"],
            "messages": [
                {"role": message.role, "content": [{"text": message.content}]}
                for message in messages
                if message.role != "system"
            ],
            "inferenceConfig": {"maxTokens": max_new_tokens(max_words), "temperature": 0.0},
        }


def _text(answer: Mapping[str, Any]) -> str:
    """The text blocks of the answer, without reasoning blocks."""
    blocks = answer.get("output", {}).get("message", {}).get("content", [])
    return "".join(block.get("text", "") for block in blocks)
