"""The writer that runs a language model on this machine."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence

from bildtext.language_models import LanguageModel, Sampling
from description.claims.model import Finding
from description.language.text import count_words
from description.writers import Draft, WritingTask
from description.writers.answer import text_in, whole_sentences, within
from description.writers.prompt import bullet_of, conversation, max_new_tokens

_OTHER_WORDS = 0.6  # the temperature after an attempt without a text and without findings to correct


class LocalWriter:
    """Greedy decoding, so that an article's text is stable; stops when the word or time limit is exceeded."""

    name = "local"

    def __init__(
        self,
        language_model: LanguageModel,
        *,
        now: Callable[[], float] = time.monotonic,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        """`progress` gets the text so far after each new piece."""
        self.model = language_model.name
        self._language_model = language_model
        self._now = now
        self._progress = progress

    def write(
        self, task: WritingTask, *, deadline: float, previous: Draft | None = None, findings: Sequence[Finding] = ()
    ) -> Draft:
        """Implements `Writer.write`. The text has only complete sentences, "" if none was finished or fits."""
        if self._now() >= deadline:
            return Draft("", "out-of-time")
        pieces: list[str] = []
        bullet = bullet_of(task)
        late = False

        def keep_going(piece: str) -> bool:
            nonlocal late
            pieces.append(piece)
            so_far = text_in("".join(pieces), bullet)
            if self._progress is not None:
                self._progress(so_far)
            late = self._now() >= deadline
            return not late and count_words(so_far) <= task.max_words

        retry_empty = previous is not None and not findings
        seed = zlib.crc32(task.article.encode())
        sampling = Sampling(max_new_tokens(task.max_words), _OTHER_WORDS if retry_empty else 0.0, seed)
        ended = self._language_model.answer(conversation(task, previous, findings), sampling, keep_going)
        text = text_in("".join(pieces), bullet)
        fitting, all_of_it = within(text if ended == "end" else whole_sentences(text), task.max_words)
        if late:
            return Draft(fitting, "out-of-time")
        return Draft(fitting, "whole" if ended == "end" and all_of_it else "cut")
