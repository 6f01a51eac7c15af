"""The interface of language models. Functions use OpenVINO GenAI; the exporter has a torch reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from bildtext.errors import TransientError

# Why an answer ended: the model ended it, it reached the token limit, or the callback stopped it.
FinishReason = Literal["end", "limit", "stopped"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation. The content is plain text; control tokens in it are removed."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen: the most likely at temperature 0, else sampled with the seed; with a `grammar`, in
    EBNF as xgrammar reads it, of those with which the answer can still become a text of that grammar."""

    max_new_tokens: int
    temperature: float = 0.0
    seed: int = 0
    grammar: str = ""


class LanguageModel(Protocol):
    """Continues a conversation. `name` is the preset, revision and precision; where `keeps_grammars` is false,
    Sampling.grammar has no effect."""

    name: str
    keeps_grammars: bool

    def answer(
        self, messages: Sequence[Message], sampling: Sampling, keep_going: Callable[[str], bool]
    ) -> FinishReason:
        """Stream the answer in pieces to `keep_going` until it returns False.

        Common beginnings of conversations are computed once, in a prefix cache, if the runtime supports it. Reading the
        prompt cannot be stopped: `keep_going` is called first with the first piece. Raises TransientError, also for a
        grammar that the runtime cannot compile.
        """
        ...


@contextmanager
def runtime_errors(model: str) -> Iterator[None]:
    """Turns RuntimeError, which both runtimes raise for all failures (mostly memory), into TransientError."""
    try:
        yield
    except RuntimeError as error:
        raise TransientError(f"The language model {model} failed: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """The message of a runtime's error; the lines after it are locations in its code."""
    return str(error).strip().partition("\n")[0]


def template_messages(messages: Iterable[Message], reserved: Sequence[str]) -> list[dict[str, str]]:
    """The messages for chat templates, without the `reserved` strings that the tokenizer reads as control tokens."""
    return [{"role": message.role, "content": strip_reserved(message.content, reserved)} for message in messages]


def strip_reserved(text: str, reserved: Sequence[str]) -> str:
    """`text` without the reserved strings, including those that appear only after another was removed."""
    while any(token in text for token in reserved):
        for token in reserved:
            text = text.replace(token, "")
    return text
