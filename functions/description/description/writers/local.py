"""The writer that runs a language model on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from bildtext.errors import TransientError
from bildtext.language_models import LanguageModel, Message, Sampling
from description.claims.model import Finding
from description.language.text import count_words
from description.writers import Draft, WritingTask
from description.writers.answer import text_in, whole_sentences, within
from description.writers.claim_safe import grammar_of
from description.writers.prompt import bullet_of, conversation, max_new_tokens
from description.writers.repair import LONGEST_SENTENCE, repaired

_logger = logging.getLogger(__name__)


class LocalWriter:
    """Greedy decoding, so that an article's text is stable; stops when the word or time limit is exceeded."""

    name = "local"

    def __init__(
        self,
        language_model: LanguageModel,
        *,
        now: Callable[[], float] = time.monotonic,
        progress: Callable[[str], None] | None = None,
        claim_safe: bool = True,
    ) -> None:
        """`progress` gets the text so far after each new piece. `claim_safe`: a draft has only sentences that the data
        allows (claim_safe.py), if the model's runtime can hold it to them."""
        self.model = language_model.name
        self._language_model = language_model
        self._now = now
        self._progress = progress
        self._claim_safe = claim_safe and language_model.keeps_grammars

    def write(self, task: WritingTask, *, deadline: float) -> Draft:
        """Implements `Writer.write`. The text has only complete sentences, "" if none was finished or fits."""
        grammar = grammar_of(task) if self._claim_safe else ""
        try:
            return self._answer(conversation(task), task.max_words, bullet_of(task), deadline, self._progress, grammar)
        except TransientError as error:
            if not grammar:
                raise
            _logger.warning("A draft about article %r was written without its grammar: %s", task.article, error)
            return self._answer(conversation(task), task.max_words, bullet_of(task), deadline, self._progress)

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:
        """Implements `Writer.repair`: a call for each sentence, whose beginning is in the prefix cache."""

        def answer(messages: Sequence[Message]) -> Draft:
            return self._answer(messages, LONGEST_SENTENCE, None, deadline, None)

        return repaired(task, draft, findings, answer)

    def _answer(
        self,
        messages: Sequence[Message],
        max_words: int,
        bullet: str | None,
        deadline: float,
        progress: Callable[[str], None] | None,
        grammar: str = "",
    ) -> Draft:
        if self._now() >= deadline:
            return Draft("", "out-of-time")
        pieces: list[str] = []
        late = False

        def keep_going(piece: str) -> bool:
            nonlocal late
            pieces.append(piece)
            so_far = text_in("".join(pieces), bullet)
            if progress is not None:
                progress(so_far)
            late = self._now() >= deadline
            return not late and count_words(so_far) <= max_words

        ended = self._language_model.answer(messages, Sampling(max_new_tokens(max_words), grammar=grammar), keep_going)
        text = text_in("".join(pieces), bullet)
        fitting, all_of_it = within(text if ended == "end" else whole_sentences(text), max_words)
        if late:
            return Draft(fitting, "out-of-time")
        return Draft(fitting, "whole" if ended == "end" and all_of_it else "cut")
