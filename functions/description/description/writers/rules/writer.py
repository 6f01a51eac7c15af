"""The rule-based writer: facts → article and style → sentences → a text that fits. No model, no chance, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bildtext.errors import InvalidProductData
from description.claims.model import Finding
from description.product_data.model import Field
from description.writers import Draft, WritingTask
from description.writers.rules.article import Article, article_of
from description.writers.rules.fitting import fitted
from description.writers.rules.joining import joined_up
from description.writers.rules.plans import ordered, plan_of
from description.writers.rules.style import style_of
from description.writers.rules.telling import told
from description.writers.rules.voice import MODEL, Voice


class RulesWriter:
    """Writes from the data alone, at once. Keeps description.writers.Writer."""

    name = "rules"
    model = "rules@1"

    def write(
        self,
        task: WritingTask,
        *,
        deadline: float,  # noqa: ARG002
        previous: Draft | None = None,  # noqa: ARG002
        findings: Sequence[Finding] = (),
    ) -> Draft:
        """Write a text of at most `task.max_words` words. The text of `findings` is not used again.

        Raises:
            InvalidProductData: nothing in the data can be said.
        """
        article = article_of(task.facts)
        style = style_of(task.examples, task.prompt, task.max_words)
        voice = Voice(style, _seed(task, article), article.noun or MODEL, article.number)
        if not task.examples:
            nominal = voice.pick("manner", "verbs", "nominal", "verbs") == "nominal"
            voice = replace(voice, style=replace(style, manner="nominal" if nominal else "verbs"), free=True)
        bad = [finding.text for finding in findings]
        chosen = _chosen(task, article, voice, bad)
        stiff = voice.free and chosen[:1] and chosen[0].startswith(("Das ist ", "Das sind "))
        if not voice.nominal and (stiff or not chosen):  # Whole sentences may be too long for the limit.
            voice = replace(voice, style=replace(voice.style, manner="nominal"))
            chosen = _chosen(task, article, voice, bad)
        if not chosen:
            raise InvalidProductData(
                "The product data says nothing that can be told; add a type, a colour or a material."
            )
        texts = voice.settled(chosen)
        return Draft(" ".join(joined_up(texts) if voice.nominal else texts))


def _chosen(task: WritingTask, article: Article, voice: Voice, bad: Sequence[str]) -> list[str]:
    plan = plan_of(article.group)
    sentences = told(task.facts, article, plan, voice)
    return fitted(sentences, ordered(plan.order, voice.style.order), voice.style, bad, subject=voice.named)


def _seed(task: WritingTask, article: Article) -> str:
    if task.article:
        return task.article
    numbers = task.facts.data.values(Field.NUMBER)
    noun = article.noun.lemma if article.noun else article.type_as_written
    return "|".join((*numbers[:1], article.brand, noun))
