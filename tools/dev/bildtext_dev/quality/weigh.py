"""Learns how likely a finding is right, from the corpus; writes description/claims/confidence/model.json.

The sentences of the corpus were never used to improve the rules: how often the rules are right on them is how often
they are right. Each fifth of the articles is measured with what was learned from the others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

import description.claims.confidence.trees as shipped
from bildtext_cli.checkout import ROOT
from bildtext_dev.quality.sets import CORPUS, REGRESSION, Statements, statements
from bildtext_dev.quality.swaps.generate import swap_set
from description.claims import ClaimChecker
from description.claims.confidence.circumstances import Circumstances, Known, words_of
from description.evidence import Evidence
from description.ingest import parse

MODEL = Path(shipped.__file__).with_name("model.json")
_FOLDS, _ALWAYS_LEARNED = 5, -1
_PLAIN_WEIGHT = 0.12
_SWAPS, _SEED = 60, 7
_MOST_LOST = 0.03
_RAREST = 40  # a neighbouring word that occurs less often is no feature
_RAREST_KNOWN = 3
_SETTINGS: dict[str, Any] = {
    "n_estimators": 120,
    "max_depth": 5,
    "learning_rate": 0.08,
    "subsample": 0.7,
    "max_features": 0.15,
    "min_samples_leaf": 8,
    "random_state": 0,
}


@dataclass(frozen=True)
class Sentence:
    """A sentence with the circumstances of its words; `wrong` are the places of the false ones."""

    fold: int
    true: bool
    circumstances: Circumstances
    places: tuple[int, ...]
    wrong: frozenset[int]


class Score(NamedTuple):
    """The surest finding of a sentence and the surest right one; -1 where there is none."""

    true: bool
    most: float
    right: float


@dataclass(frozen=True)
class Learned:
    """A fitted model with what it needs of its sentences."""

    vectors: DictVectorizer
    trees: GradientBoostingClassifier
    known: Known
    base: float

    def probabilities(self, sentence: Sentence) -> list[float]:
        """For each place of a sentence."""
        found = [sentence.circumstances.of(at, self.known, self.base) for at in sentence.places]
        return list(self.trees.predict_proba(self.vectors.transform(found))[:, 1]) if found else []


def sentences() -> Iterator[Sentence]:
    """Every sentence of the corpus, each checked once; and plainer ones, of the regression sets and generated swaps,
    so that the rules are believed where they are nearly always right."""
    articles = [article for file in CORPUS for article in statements(file)]
    for number, article in enumerate(articles):
        yield from _of_article(article, number % _FOLDS)
    plainer = (article for file in REGRESSION for article in statements(file))
    for article in chain(plainer, swap_set(count=_SWAPS, held_out=True, seed=_SEED)):
        yield from _of_article(article, _ALWAYS_LEARNED)


def _of_article(article: Statements, fold: int) -> Iterator[Sentence]:
    checker = ClaimChecker(Evidence(parse(article.data_text)))
    spans = ((text, 0, 0) for text in article.true)
    for text, start, end in chain(spans, ((false.text, false.start, false.end) for false in article.false)):
        circumstances = checker.circumstances(text)
        wrong = frozenset(circumstances.telling_between(start, end))
        yield Sentence(fold, not end, circumstances, tuple(circumstances.telling()), wrong)


def learn(given: Sequence[Sentence]) -> Learned:
    """Fit a model. What is known of a word is taken from the other folds, as it will be for a new text."""
    base = sum(len(one.wrong) for one in given) / sum(len(one.places) for one in given)
    known = {fold: _known([one for one in given if one.fold != fold]) for fold in (*range(_FOLDS), _ALWAYS_LEARNED)}
    rows = [one.circumstances.of(at, known[one.fold], base) for one in given for at in one.places]
    answers = np.array([at in one.wrong for one in given for at in one.places])
    counted = Counter(name for row in rows for name in row)
    rows = [{name: value for name, value in row.items() if counted[name] >= _RAREST} for row in rows]
    vectors = DictVectorizer(sparse=False, dtype=np.float32)
    weights = [_PLAIN_WEIGHT if one.fold == _ALWAYS_LEARNED else 1 for one in given for _ in one.places]
    trees = GradientBoostingClassifier(**_SETTINGS).fit(vectors.fit_transform(rows), answers, sample_weight=weights)
    return Learned(vectors, trees, _known(given), base)


def _known(given: Sequence[Sentence]) -> dict[str, tuple[int, int]]:
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one in given:
        for at in one.places:
            words = [word for _, word in words_of(one.circumstances.unit(at))]
            seen.update(words)
            wrong.update(words if at in one.wrong else ())
    return {word: (count, wrong[word]) for word, count in seen.items() if count >= _RAREST_KNOWN}


@dataclass(frozen=True)
class Point:
    """What a threshold leaves, as shares."""

    threshold: float
    found: float  # false facts at their place
    rejected: float  # false sentences
    flagged: float  # true sentences


def scores_of(sentence: Sentence, learned: Learned) -> Score:
    """Of one sentence."""
    found = zip(sentence.places, learned.probabilities(sentence), strict=True)
    likely = {at: chance for at, chance in found if sentence.circumstances.has_finding(at)}
    right = (chance for at, chance in likely.items() if at in sentence.wrong)
    return Score(sentence.true, max(likely.values(), default=-1), max(right, default=-1))


def unseen(given: Sequence[Sentence]) -> list[Score]:
    """Of every sentence of the corpus, from a model that was learned without its fold."""
    found: list[Score] = []
    for fold in range(_FOLDS):
        learned = learn([one for one in given if one.fold != fold])
        found += (scores_of(one, learned) for one in given if one.fold == fold)
    return found


def points(scores: Sequence[Score]) -> list[Point]:
    """What thresholds from 0 to 0.6 leave."""
    false = [score for score in scores if not score.true]
    true = [score for score in scores if score.true]
    return [
        Point(
            threshold,
            sum(score.right >= threshold for score in false) / len(false),
            sum(score.most >= threshold for score in false) / len(false),
            sum(score.most >= threshold for score in true) / len(true),
        )
        for threshold in (step / 50 for step in range(31))
    ]


def chosen(plain: Sequence[Point]) -> float:
    """The highest threshold that loses hardly any of the plain sentences' false facts."""
    return max(point.threshold for point in plain if point.found >= plain[0].found - _MOST_LOST)


def stored(learned: Learned, threshold: float) -> str:
    """The model as JSON: a line for each tree."""
    names = list(learned.vectors.get_feature_names_out())
    rate = learned.trees.learning_rate
    trees = [_nodes(tree.tree_, rate) for tree in learned.trees.estimators_[:, 0]]
    used = sorted({node[0] for tree in trees for node in tree if isinstance(node, list)})
    place = {old: new for new, old in enumerate(used)}
    lines = [
        json.dumps(
            [[place[node[0]], *node[1:]] if isinstance(node, list) else node for node in tree], separators=(",", ":")
        )
        for tree in trees
    ]
    prior = float(np.log(learned.trees.init_.class_prior_[1] / learned.trees.init_.class_prior_[0]))
    head = {
        "threshold": threshold,
        "base": round(learned.base, 4),
        "prior": round(prior, 4),
        "features": [names[old] for old in used],
        "known": dict(sorted(learned.known.items())),
    }
    body = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    joined = ",\n".join(lines)
    return f'{body},\n"trees":[\n{joined}\n]}}\n'


def _nodes(tree: Any, rate: float) -> list[Any]:
    return [
        round(float(tree.value[at][0][0]) * rate, 4)
        if tree.children_left[at] < 0
        else [
            int(tree.feature[at]),
            round(float(tree.threshold[at]), 4),
            int(tree.children_left[at]),
            int(tree.children_right[at]),
        ]
        for at in range(tree.node_count)
    ]


@click.command()
def weigh() -> None:
    """Learn how likely findings are right, from tests/quality/corpus, and write the weights into the checkout.

    The first table is of sentences that nothing was learned from. Takes about five minutes.
    """
    given = list(sentences())
    click.echo(f"{len(given)} sentences; measuring each fifth with what the others teach …", err=True)
    _print("corpus, unseen", points(unseen(given)))
    learned = learn(given)
    swaps = (sentence for article in swap_set(count=_SWAPS) for sentence in _of_article(article, _ALWAYS_LEARNED))
    plain = points([scores_of(one, learned) for one in swaps])
    _print("generated swaps", plain)
    MODEL.write_text(stored(learned, chosen(plain)), "utf-8")
    click.echo(f"threshold {chosen(plain):.2f}; written to {MODEL.relative_to(ROOT)}")


def _print(title: str, found: Sequence[Point]) -> None:
    click.echo(f"{title}: threshold, found at place, sentence rejected, true sentence flagged")
    for point in found[::2]:
        click.echo(f"  {point.threshold:.2f}  {point.found:6.1%}  {point.rejected:6.1%}  {point.flagged:6.1%}")
