"""The article's tags: what its photos say together, unless an editor decided. Pure.

Each photo has one vote per facet, for all its labels. A label that an editor chose weighs 1, another its score. A vote
for a group ("shoes") counts for those labels of the group that other photos voted for. For a group that an editor
decided, votes for its labels count too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bildtext.decisions import Decided
from catalogue.label_names import VIEW, LabelNames
from catalogue.view_model import ArticleTag, FacetName, FacetView, PhotoView, TagView


@dataclass
class _Tally:
    weight: float = 0.0
    votes: int = 0
    scores: list[float] = field(default_factory=list)

    def add(self, tag: TagView) -> None:
        self.weight += 1.0 if tag.action or tag.score is None else tag.score
        self.votes += 1
        if tag.score is not None:
            self.scores.append(tag.score)


def article_tags(photos: Sequence[PhotoView], decided: Decided, names: LabelNames) -> tuple[ArticleTag, ...]:
    """One tag per facet of which one label can apply; of other facets, every label that half of the voters agree on.

    `votes` of `of` photos that have a tag in the facet voted for it; `score` is the mean of their scores. The article's
    view is not asked.
    """
    choices = {facet: one.choice.labels for (photo, facet), one in decided.tags.items() if not photo}
    voters: dict[str, list[FacetView]] = {}
    for photo in photos:
        for view in photo.facets:
            if view.tags:
                voters.setdefault(view.facet, []).append(view)
    tags: list[ArticleTag] = []
    for facet in names.ordered({*voters, *choices} - {VIEW}):
        own = voters.get(facet, [])
        tallies = _tallies(facet, own, names)
        labels = choices[facet] if facet in choices else _winners(facet, tallies, len(own), names)
        tags += [_tag(facet, label, tallies, own, facet in choices, names) for label in labels]
    return tuple(tags)


def decided_none(decided: Decided, names: LabelNames) -> tuple[FacetName, ...]:
    """The facets of which an editor said that the article has none of the labels."""
    facets = {facet for (photo, facet), one in decided.tags.items() if not photo and not one.choice.labels}
    return tuple(FacetName(facet, names.facet(facet)) for facet in names.ordered(facets))


def _tallies(facet: str, voters: Sequence[FacetView], names: LabelNames) -> dict[str, _Tally]:
    stated = {tag.label for voter in voters for tag in voter.tags}
    tallies = {label: _Tally() for label in sorted(stated)}
    for voter in voters:
        for tag in voter.tags:
            members = [label for label in stated if names.group_of(facet, label) == tag.label]
            for label in members or [tag.label]:
                tallies[label].add(tag)
    return {label: tally for label, tally in tallies.items() if tally.votes}


def _of_group(facet: str, group: str, voters: Sequence[FacetView], names: LabelNames) -> _Tally:
    """The votes for a group and its labels, one per photo; none for a label that nobody voted for."""
    tally = _Tally()
    for voter in voters:
        own = [tag for tag in voter.tags if group in (tag.label, names.group_of(facet, tag.label))]
        for tag in own[:1]:
            tally.add(tag)
    return tally


def _winners(facet: str, tallies: dict[str, _Tally], voters: int, names: LabelNames) -> tuple[str, ...]:
    ranked = sorted(tallies, key=lambda label: (-tallies[label].weight, -tallies[label].votes, label))
    if names.single(facet):
        return tuple(ranked[:1])
    most = names.facets[facet].choose if facet in names.facets else None
    return tuple([label for label in ranked if 2 * tallies[label].votes >= voters][:most])


def _tag(
    facet: str, label: str, tallies: dict[str, _Tally], voters: Sequence[FacetView], decided: bool, names: LabelNames
) -> ArticleTag:
    tally = tallies.get(label) or _of_group(facet, label, voters, names)
    return ArticleTag(
        facet=facet,
        name=names.facet(facet),
        label=label,
        label_name=names.label(facet, label),
        score=round(sum(tally.scores) / len(tally.scores), 4) if tally.scores else None,
        votes=tally.votes,
        of=len(voters),
        decided=decided,
        contradiction=None,
    )
