"""Writers: evidence and examples → German text. The package realise, local.py and bedrock.py implement `Writer`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from description.claims.model import Finding
from description.evidence import Evidence
from description.style import Style, style_of


@dataclass(frozen=True)
class WritingTask:
    """The input of a writer. `article` seeds the variation: texts differ between articles and are stable for one."""

    facts: Evidence
    article: str = ""
    examples: tuple[str, ...] = ()
    prompt: str = ""
    max_words: int = 120

    @cached_property
    def style(self) -> Style:
        """The style that the examples and the prompt ask for."""
        return style_of(self.examples, self.prompt, self.max_words)


@dataclass(frozen=True)
class Draft:
    """A text, and whether it is complete, was cut after the last sentence that fits, or ran out of time. `left_out` is
    what a repair of the rules does not say again."""

    text: str
    ended: Literal["whole", "cut", "out-of-time"] = "whole"
    left_out: tuple[str, ...] = ()


class Writer(Protocol):
    """Writes one description. `name` is the writer's name, `model` identifies the model (name, revision, precision).

    Both methods may raise TransientError: the model is unavailable or throttled; ConfigurationError: the model cannot
    be loaded or access is denied.
    """

    name: str
    model: str

    def write(self, task: WritingTask, *, deadline: float) -> Draft:
        """Write a text of at most `task.max_words` words before `deadline` (seconds of time.monotonic)."""
        ...

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:
        """The draft without these findings in it, as far as that succeeds before `deadline`. A model changes the
        sentences that have one and no other character; the rules write the text from the data that is left."""
        ...
