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
    """A text, and whether it is complete, was cut after the last sentence that fits, or ran out of time."""

    text: str
    ended: Literal["whole", "cut", "out-of-time"] = "whole"


class Writer(Protocol):
    """Writes one description. `name` is the writer's name, `model` identifies the model (name, revision, precision)."""

    name: str
    model: str

    def write(
        self, task: WritingTask, *, deadline: float, previous: Draft | None = None, findings: Sequence[Finding] = ()
    ) -> Draft:
        """Write a text of at most `task.max_words` words before `deadline` (seconds of time.monotonic).

        A further attempt gets the previous draft as `previous` and its findings as `findings`. Raises TransientError:
        the model is unavailable or throttled; ConfigurationError: the model cannot be loaded or access is denied.
        """
        ...
