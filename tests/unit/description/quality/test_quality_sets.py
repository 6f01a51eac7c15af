"""The hand-written sets, and the articles combined from them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bildtext_dev.quality.combine import combined
from bildtext_dev.quality.sets import BLIND, DEVELOPMENT, REGRESSION, Article, articles, statements


def test_the_sets_have_the_stated_sizes() -> None:
    ours, sentences = articles(), statements(REGRESSION[0])
    assert len(ours) >= 260
    assert sum(len(one.true) for one in sentences) >= 220
    assert sum(len(one.false) for one in sentences) >= 450
    for more in (*REGRESSION[1:], *BLIND, *DEVELOPMENT):
        assert sum(len(one.true) + len(one.false) for one in statements(more)) >= 190
        assert not {one.data_text for one in statements(more)} & {one.data_text for one in sentences}


def test_every_article_has_its_own_id_and_every_group_has_at_least_twenty() -> None:
    ours = articles()
    assert len({one.id for one in ours}) == len(ours)
    assert min(Counter(one.group for one in ours).values()) >= 20


def test_every_article_is_product_data() -> None:
    assert all(one.read().statements for one in articles())


def test_the_wrong_words_are_at_the_stated_positions() -> None:
    (first, *_) = statements(REGRESSION[0])[0].false
    assert first.text[first.start : first.end] == "Glattleder"


def test_wrong_words_that_do_not_occur_exactly_once_are_refused(tmp_path: Path) -> None:
    wrong = "{kind: colour, wrong: blau, text: Grün.}"
    text = f"- {{id: x, data_text: 'Farbe: rot', 'true': [], 'false': [{wrong}]}}\n"
    (tmp_path / "claims.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="exactly once"):
        statements(tmp_path / "claims.yaml")


def test_combined_articles_are_the_same_each_time_and_differ_from_each_other() -> None:
    once, again = list(combined(articles(), 200)), list(combined(articles(), 200))
    assert once == again
    assert len({one.text for one in once}) == 200


def test_combined_articles_only_have_values_of_their_own_group() -> None:
    shoes = Article("s", "shoes", "Marke: Aa\nSchuhe: Pumps\nFarbe: rot\nSohle: TR")
    more = Article("m", "shoes", "Marke: Bb\nSchuhe: Clogs\nFarbe: blau\nSohle: PU")
    home = Article("h", "home", "Marke: Cc\nArtikel: Teppich\nFarbe: grau\nMaterial: Wolle")
    for one in combined((shoes, more, home), 40):
        assert ("Teppich" in one.text) <= (one.group == "home")
        assert not (one.group == "home" and ("TR" in one.text or "blau" in one.text))
