"""Tags that the product data contradicts. Pure, and knows no words but the names in the label file.

The data states a facet where an entry has the facet's name as its key ("Farbe: weiß"), and the category also where an
entry's value consists of names of categories ("Schuhe: Slipper"). It contradicts the article's tags if it names
labels, none of which is a tag or near one. Facets of which any number of labels can apply are never contradicted,
because the data need not list all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bildtext.labels import CATEGORY
from bildtext.labels.near import near
from catalogue.label_names import FoldedNames, LabelNames, folded_text
from catalogue.sentences import CONTRADICTION, listed
from catalogue.view_model import ArticleTag, DataEntry


@dataclass(frozen=True)
class Stated:
    """Labels (or groups) of a facet that an entry names."""

    facet: str
    labels: tuple[str, ...]
    entry: DataEntry

    @property
    def source(self) -> str:
        """The entry as the editor reads it."""
        return f"{self.entry.key}: {self.entry.value}" if self.entry.key else self.entry.value


def stated_labels(entries: Iterable[DataEntry], names: LabelNames) -> tuple[Stated, ...]:
    """What the product data says in the words of the label file."""
    facets = {facet: names.folded[facet] for facet, one in names.facets.items() if one.choose is not None}
    found: list[Stated] = []
    for entry in entries:
        key, value = folded_text(entry.key), folded_text(entry.value)
        for facet, words in facets.items():
            if (named := key in words.own) or facet == CATEGORY:
                labels, nothing_else = _labels(words, value)
                if labels and (named or nothing_else):
                    found.append(Stated(facet, labels, entry))
    return tuple(found)


def with_contradictions(
    tags: Sequence[ArticleTag], stated: Sequence[Stated], names: LabelNames
) -> tuple[ArticleTag, ...]:
    """The tags; all of a facet that is not decided and that the data contradicts have one sentence for the editor."""
    facets = dict.fromkeys(tag.facet for tag in tags if not tag.decided)
    sentences = {facet: _contradiction(facet, tags, stated, names) for facet in facets}
    return tuple(replace(tag, contradiction=sentences.get(tag.facet)) for tag in tags)


def _contradiction(facet: str, tags: Sequence[ArticleTag], stated: Sequence[Stated], names: LabelNames) -> str | None:
    shown = [tag for tag in tags if tag.facet == facet]
    about = [one for one in stated if one.facet == facet]
    labels = dict.fromkeys(label for one in about for label in one.labels)
    if not labels or any(_may_agree(facet, tag.label, label, names) for tag in shown for label in labels):
        return None
    return CONTRADICTION.format(
        shown=listed([tag.label_name for tag in shown]),
        stated=listed([names.label(facet, label) for label in labels]),
        source="; ".join(one.source for one in about),
    )


def _may_agree(facet: str, shown: str, stated: str, names: LabelNames) -> bool:
    """Neighbours may be one thing under two names: a slipper that is tagged as a loafer, beige as cognac."""
    return names.agree(facet, shown, stated) or near(facet, shown, stated)


def _labels(words: FoldedNames, value: str) -> tuple[tuple[str, ...], bool]:
    """The labels that a value names, and whether it says nothing else."""
    found: list[str] = []
    rest = value
    for name, label in words.labels:
        if name in value:
            found.append(label)
            rest = rest.replace(name, " ")
    return tuple(dict.fromkeys(found)), not rest.strip()
