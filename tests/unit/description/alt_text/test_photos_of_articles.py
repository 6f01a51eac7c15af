"""Alternative texts of whole articles: what data and photos say together, in German, another text for each photo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bildtext.labels import load_labels
from bildtext_dev.quality.sets import articles
from description.alt_text import LONGEST, alt_texts
from description.domain.article import ArticleView
from description.evidence import Evidence, PhotoContext, PhotoTag
from description.ingest import parse

FACETS = load_labels().facets
NAMES = {(facet.id, label.id): label.name.de for facet in FACETS for label in facet.labels}
NAMES |= {(facet.id, group.id): group.name.de for facet in FACETS for group in facet.groups}
FILES = ("articles.txt", "more_articles.txt", "unseen_articles.txt", "real_photos.txt")


@dataclass(frozen=True)
class Case:
    data: str
    photos: tuple[PhotoContext, ...]
    tags: tuple[PhotoTag, ...]
    texts: tuple[str, ...]

    def written(self) -> list[str]:
        return alt_texts(ArticleView(Evidence(parse(self.data), self.tags)), self.photos)


def cases() -> Iterator[Case]:
    for name in FILES:
        for block in (Path(__file__).parent / name).read_text("utf-8").strip().split("\n\n")[1:]:
            lines = block.splitlines()
            photos, tags = [], []
            for line in (line[2:] for line in lines if line.startswith("@ ")):
                view, _, shown = line.partition("|")
                photo = PhotoContext(f"articles/1/{view.strip()}.jpg", view.strip())
                photos.append(photo)
                tags += [tag(photo, one) for one in shown.split(",") if one.strip()]
            texts = tuple(line[2:] for line in lines if line.startswith("= "))
            data = "\n".join(line for line in lines if not line.startswith(("@ ", "= ")))
            yield Case(data, tuple(photos), tuple(tags), texts)


def tag(photo: PhotoContext, shown: str) -> PhotoTag:
    facet, label, score = shown.split()
    return PhotoTag(photo.photo, photo.view, facet, label, NAMES[facet, label], float(score))


CASES = tuple(cases())


def test_there_are_enough_articles_and_photos() -> None:
    assert len(CASES) >= 300
    assert sum(len(case.texts) for case in CASES) >= 750


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.data.splitlines()[0][:40])
def test_each_photo_gets_its_text(case: Case) -> None:
    assert case.written() == list(case.texts)


def test_texts_are_short_and_no_two_of_an_article_are_the_same() -> None:
    for case in CASES:
        assert len(set(case.texts)) == len(case.photos) == len(case.texts)
        assert max(map(len, case.texts)) <= LONGEST


def test_nothing_hostile_and_no_placeholder_comes_from_a_brand() -> None:
    hostile = ("http", "www.", "<", "{", "alert", "Ignoriere", "No Brand", "Ohne Marke", "Anfrage", "Gutschein")
    brands = [line for case in CASES for line in case.data.splitlines() if line.startswith("Marke:")]
    assert sum(any(one in brand for one in hostile) for brand in brands) >= 8
    assert [text for case in CASES for text in case.written() if any(one in text for one in hostile)] == []


@pytest.mark.parametrize("seed", range(5))
def test_whatever_a_model_sees_the_texts_are_well_formed(seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311
    labels, views = sorted(NAMES), ("front", "back", "detail", "sole", "01", "am_model", "Größe", "")
    for article in articles():
        photos = [PhotoContext(f"{at}.jpg", choice.choice(views)) for at in range(4)]
        tags = [
            tag(photo, f"{' '.join(choice.choice(labels))} {choice.random()}") for photo in photos for _ in range(8)
        ]
        texts = alt_texts(ArticleView(Evidence(article.read(), tuple(tags))), photos)
        assert len(set(texts)) == len(texts)
        for text in texts:
            assert len(text) <= LONGEST
            assert text[0].isupper() or text[0].isdigit()
            assert not {"  ", " ,", ",,", " mit mit ", "None"} & {text[at : at + 2] for at in range(len(text))}
            assert not text.endswith((" ", ",", " und", " mit", " in", " von"))
