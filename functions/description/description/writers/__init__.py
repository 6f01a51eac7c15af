"""Writers: facts and an example to a German text. One Protocol; rules.py, local.py and bedrock.py keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from description.claims.model import Finding
from description.evidence import Evidence


@dataclass(frozen=True)
class WritingTask:
    """What a writer is asked for. `article` makes texts differ between articles and be the same for one."""

    facts: Evidence
    article: str = ""
    examples: tuple[str, ...] = ()
    prompt: str = ""
    max_words: int = 120


@dataclass(frozen=True)
class Draft:
    """A text, and whether it came to its own end, was cut at the last sentence that fits, or ran out of time."""

    text: str
    ended: Literal["whole", "cut", "out-of-time"] = "whole"


class Writer(Protocol):
    """Writes one description. `name` is the writer's, `model` says exactly what wrote (name, revision, precision)."""

    name: str
    model: str

    def write(
        self, brief: WritingTask, *, until: float, before: Draft | None = None, wrong: Sequence[Finding] = ()
    ) -> Draft:
        """Write a text of at most `brief.max_words` words before `until` (seconds of time.monotonic).

        A second try is given the draft `before` and what was `wrong` with it.

        Raises:
            TransientError: the model is away or throttled.
            ConfigurationError: the model cannot be loaded or is not allowed.
        """
        ...
