"""What a language model is. Its runtime is OpenVINO GenAI; the exporter has another on torch, the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from bildtext.errors import TransientError

# How an answer came to its end: by the model itself, at the limit of tokens, or because the listener stopped it.
Ended = Literal["itself", "limit", "stopped"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation. The content is text only: nothing in it is ever read as a control token."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen: the likeliest at temperature 0, else drawn with the seed."""

    max_new_tokens: int
    temperature: float = 0.0
    seed: int = 0


class LanguageModel(Protocol):
    """Continues a conversation. `name` says exactly which model: preset, revision, precision."""

    name: str

    def answer(self, messages: Sequence[Message], sampling: Sampling, goes_on: Callable[[str], bool]) -> Ended:
        """Give the answer in pieces to `goes_on`, as they come, until it says False.

        What all conversations begin with is computed once and kept, where the runtime can. Reading the conversation
        itself cannot be stopped: the first question to `goes_on` comes with the first piece.

        Raises:
            TransientError: the runtime failed on the way.
        """
        ...


@contextmanager
def failures_named(model: str) -> Iterator[None]:
    """Both runtimes raise RuntimeError for all that can go wrong while they compute: memory, mostly."""
    try:
        yield
    except RuntimeError as error:
        raise TransientError(f"The language model {model} failed: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """What a runtime's error says; the lines below are places in its own code."""
    return str(error).strip().partition("\n")[0]


def plain(messages: Iterable[Message], reserved: Sequence[str]) -> list[dict[str, str]]:
    """The messages as chat templates take them, without the `reserved` texts that the tokenizer reads as control."""
    return [{"role": one.role, "content": without(one.content, reserved)} for one in messages]


def without(text: str, reserved: Sequence[str]) -> str:
    """`text` without the reserved strings, those too that appear only when another one is taken out."""
    while any(one in text for one in reserved):
        for one in reserved:
            text = text.replace(one, "")
    return text
