"""Compares a claim that the data supports with what the photos show."""

from __future__ import annotations

from description.claims.mention import Mention
from description.domain.article import ArticleView

# A photo of one part shows no other colour or type of the whole.
_FACETS = {"colour": "colour", "type": "category", "pattern": "pattern"}


def contradicting(mention: Mention, article: ArticleView) -> str:
    """The tag that is sure of something else, as an editor reads it; "" when none is."""
    facet = _FACETS.get(mention.kind)
    if facet is None or mention.slot or mention.denied:
        return ""
    tag = article.against(facet, [option.head for option in mention.sense.options])
    return tag.says if tag else ""
