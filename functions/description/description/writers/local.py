"""The writer that asks a language model on this machine."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence

from bildtext.language_models import LanguageModel, Sampling
from description.claims.model import Finding
from description.german.text import count_words
from description.writers import Draft, WritingTask
from description.writers.answer import text_in, whole_sentences, within
from description.writers.prompt import conversation, max_new_tokens

_OTHER_WORDS = 0.6  # the temperature of a try that has nothing to correct but came to no text


class LocalWriter:
    """Greedy, so that an article's text stays the same; stops as soon as the limit of words or of time is passed."""

    name = "local"

    def __init__(
        self,
        language_model: LanguageModel,
        *,
        now: Callable[[], float] = time.monotonic,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        """`progress` is given the text so far, each time that more of it is there."""
        self.model = language_model.name
        self._language_model = language_model
        self._now = now
        self._progress = progress

    def write(
        self, brief: WritingTask, *, until: float, before: Draft | None = None, wrong: Sequence[Finding] = ()
    ) -> Draft:
        """As the Writer promises. The text is whole sentences always, "" when not one was finished or fits."""
        if self._now() >= until:
            return Draft("", "out-of-time")
        said: list[str] = []
        late = False

        def goes_on(piece: str) -> bool:
            nonlocal late
            said.append(piece)
            so_far = text_in("".join(said))
            if self._progress is not None:
                self._progress(so_far)
            late = self._now() >= until
            return not late and count_words(so_far) <= brief.max_words

        again = before is not None and not wrong
        seed = zlib.crc32(brief.article.encode())
        sampling = Sampling(max_new_tokens(brief.max_words), _OTHER_WORDS if again else 0.0, seed)
        ended = self._language_model.answer(conversation(brief, before, wrong), sampling, goes_on)
        text = text_in("".join(said))
        fitting, all_of_it = within(text if ended == "itself" else whole_sentences(text), brief.max_words)
        if late:
            return Draft(fitting, "out-of-time")
        return Draft(fitting, "whole" if ended == "itself" and all_of_it else "cut")
