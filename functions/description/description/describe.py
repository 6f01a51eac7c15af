"""Evidence → a checked description: write → check → repair (drafting.py) → review → alt text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from bildtext.errors import content_faults
from description.alt_text import alt_texts, title
from description.caption import caption
from description.description_request import DescriptionRequest
from description.domain.article import ArticleView
from description.domain.statement import NotUsed
from description.drafting import AcceptedDraft, write_checked
from description.evidence import Evidence, PhotoContext
from description.language.text import count_words
from description.legal import checklist, required_statement, review
from description.realise import RulesWriter
from description.realise.untold import untold
from description.result import Description
from description.style import Style, StyleDistance, distance, not_kept, profile_of
from description.style_guide import StyleGuide
from description.writers import Writer, WritingTask

_LEAST_WORDS = 15  # A text is not cut below that to make room for a statement that the law asks for.
_INSTRUCTION = "Anweisung"
_NOT_KEPT = "Der Text hält sich nicht daran; bitte prüfen."
_NOT_UNDERSTOOD = (
    "Diese Anweisung wurde nicht verstanden und nicht befolgt. Verstanden werden zum Beispiel „Du-Form“, „als "
    "Aufzählung“, „maximal 3 Sätze“, „ohne Marke“ und „beginne mit dem Material“."
)


@dataclass(frozen=True)
class Describer:
    """What descriptions are made with. `writer_for` returns a writer by name (None: default); raises InvalidRequest."""

    writer_for: Callable[[str | None], Writer]
    style_guide: StyleGuide
    attempts: int = 2

    def examples(self, request: DescriptionRequest) -> tuple[str, ...]:
        """The examples of a request: its own, those that came with its data, or else the style guide's."""
        return (*request.examples, *request.data.examples) or self.style_guide.examples_for(request.data)


def describe(
    request: DescriptionRequest,
    evidence: Evidence,
    describer: Describer,
    *,
    article: str = "",
    photos: Sequence[PhotoContext] = (),
    deadline: float,
) -> Description:
    """Describe one article. `deadline`, of time.monotonic(), limits the writer, not the rest.

    Each of `photos` gets an alt text; the first one's alt text and caption are the article's. Raises
    InvalidProductData: the data contains nothing to state; InvalidRequest: no such writer; ConfigurationError: the
    writer's model cannot be used; ContentFault: the article triggers a bug in the code that writes or checks.
    """
    with content_faults(f"Article {article!r}" if article else "The article"):
        return _described(request, evidence, describer, article, photos, deadline)


def _described(
    request: DescriptionRequest,
    evidence: Evidence,
    describer: Describer,
    article: str,
    photos: Sequence[PhotoContext],
    deadline: float,
) -> Description:
    prompt = request.prompt or describer.style_guide.prompt
    statement = required_statement(evidence.data)
    room = request.max_words - count_words(statement)
    if room < _LEAST_WORDS:  # the review finds that the statement is missing, and offers it
        statement, room = "", request.max_words
    task = WritingTask(evidence, article, describer.examples(request), prompt, room)
    started = perf_counter()
    draft = write_checked(task, describer.writer_for(request.writer), describer.attempts, deadline)
    drafted = perf_counter()
    text = _ending_in(draft.text, statement)
    photos = photos or (PhotoContext(),)
    main, article_view = photos[0], ArticleView(evidence)
    alternatives = alt_texts(article_view, photos)
    return Description(
        title=title(article_view, main),
        text=text,
        claims=draft.checked.claims,
        unsupported=draft.checked.rejected,
        contradictions=tuple(finding for finding in draft.checked.findings if finding.reason == "contradicts"),
        conflicts=evidence.data.conflicts,
        not_used=(
            *evidence.data.not_used,
            *untold(evidence.data, draft.text, _disputed(draft)),
            *_not_followed(draft, task.style),
        ),
        legal=review(text, evidence.data),
        checklist=checklist(text, evidence.data),
        alt_text=alternatives[0],
        alt_texts={photo.photo: text for photo, text in zip(photos, alternatives, strict=True) if photo.photo},
        caption=main.caption or caption([tag for tag in evidence.tags if tag.photo == main.photo]),
        writer=draft.writer.name,
        model=draft.writer.model,
        prompt_sha256=hashlib.sha256(prompt.encode()).hexdigest() if prompt else "",
        attempts=draft.attempts,
        rejected=draft.rejected,
        duration_ms={"write": _ms(drafted - started), "review": _ms(perf_counter() - drafted)},
        style=_style_distance(draft.text, task.style),
    )


def _ending_in(text: str, statement: str) -> str:
    """The text with a statement that the law asks for: at its end, or below its list."""
    if not statement or statement.rstrip(".").lower() in text.lower():
        return text
    return text + ("\n" if "\n" in text else " ") + statement


def _disputed(draft: AcceptedDraft) -> list[str]:
    """What the checker found no source for in the drafts before the accepted one."""
    return [finding.text for rejected in draft.rejected for finding in rejected.findings]


def _not_followed(draft: AcceptedDraft, style: Style) -> tuple[NotUsed, ...]:
    """The instructions that the text does not keep; where the rules wrote it, also what they did not understand. A
    language model reads the prompt itself."""
    asked = style.instructions
    unread = asked.not_understood if isinstance(draft.writer, RulesWriter) else ()
    return (
        *(NotUsed(_INSTRUCTION, text, _NOT_UNDERSTOOD) for text in unread),
        *(NotUsed(_INSTRUCTION, text, _NOT_KEPT) for text in not_kept(draft.text, asked)),
    )


def _style_distance(text: str, style: Style) -> StyleDistance | None:
    return distance(profile_of((text,)), style.profile) if style.profile.examples else None


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
