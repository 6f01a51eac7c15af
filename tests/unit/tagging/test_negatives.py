"""Labels of a request compete with labels of the label file outside their own family."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bildtext.errors import InvalidRequest, UnknownWords
from bildtext.label_vectors import FacetRows, LabelVectors
from bildtext.labels import LabelSet, load_labels
from tagging.batch import Tagger
from tagging.flow import tag_photos
from tagging.negatives import Negatives, negatives_for
from tagging.result import negatives, photo_result
from tagging.scoring import Scoring
from tagging.wiring import with_labels
from tests.tagging_setup import LABEL_FILE, ColourTextEncoder, image_file, new_tagging_setup


class PhotoWords(ColourTextEncoder):
    """Also knows the words of the prompt for request labels."""

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return super().unknown_words(text.replace("a photo of ", ""))


def bare(tagger: Tagger) -> Tagger:
    """The same model with an empty label file."""
    return replace(tagger, labels=LabelSet(()), vectors=replace(tagger.vectors, facets=()))


@pytest.fixture
def tagger(tmp_path: Path) -> Tagger:
    """Categories red and yellow (warm) and blue (cold); depths named "blue" and "yellow"."""
    return new_tagging_setup(tmp_path).tagger


def asked(tagger: Tagger, *names: str) -> Negatives | None:
    vectors = ColourTextEncoder().encode([f"a {name}" for name in names])
    return negatives_for(names, vectors, tagger.labels, tagger.vectors)


def test_a_label_competes_with_the_other_groups_of_the_category_tree(tagger: Tagger) -> None:
    found = asked(tagger, "red")
    assert found is not None
    assert (found.facet, found.terms, found.spared) == ("category", ("blue",), ((),))
    np.testing.assert_allclose(found.vectors, [[0, 0, 1]])


@pytest.mark.parametrize("name", ["blue", "BLAU", "a blue", "Cold", "kalt", "blues"])
def test_a_label_is_recognised_by_its_names_in_both_languages_by_its_group_and_within_phrases(
    tagger: Tagger, name: str
) -> None:
    found = negatives_for([name], ColourTextEncoder().encode(["a red"]), tagger.labels, tagger.vectors)
    assert found is not None
    assert found.terms == ("red", "yellow"), "even though its vector is nearest to red"


def test_an_unlisted_label_belongs_to_the_family_of_the_nearest_vector(tagger: Tagger) -> None:
    found = negatives_for(["ultramarine"], ColourTextEncoder().encode(["a blue"]), tagger.labels, tagger.vectors)
    assert found is not None
    assert found.terms == ("red", "yellow")


@pytest.mark.parametrize(
    ("phrases", "facet"),
    [
        (["sneaker", "boot", "sandal"], "category"),
        (["Kleid", "Hose"], "category"),
        (["red dress", "blue jeans"], "category"),
        (["v-neck sweater"], "category"),
        (["short sleeves", "long sleeves"], "sleeve-length"),
        (["red", "navy", "no idea"], "colour"),
        (["striped", "plain"], "pattern"),
        (["kimono", "sari"], "category"),
        (["red", "dress"], "category"),
        (["a pair of shoes"], "category"),
    ],
)
def test_the_facet_of_requested_labels_is_recognised_in_the_shipped_file(phrases: list[str], facet: str) -> None:
    shipped, start, rows = load_labels(), 0, []
    for each in shipped.facets:
        rows.append(FacetRows(each.id, start, tuple(label.id for label in each.labels), 0, (), each.none))
        start += len(each.labels)
    compiled = LabelVectors("f", np.eye(400, dtype=np.float32), tuple(rows))
    found = negatives_for(phrases, np.eye(400, dtype=np.float32)[: len(phrases)], shipped, compiled)
    assert found is not None
    assert found.facet == facet


def test_each_label_is_spared_only_its_own_family(tmp_path: Path) -> None:
    three = LABEL_FILE.replace(
        "{id: blue, name: {de: Blau, en: Blue}}",
        "{id: blue, name: {de: Blau, en: Blue}}\n          - {id: green, name: {de: Grün, en: Green}}",
    )
    found = asked(new_tagging_setup(tmp_path, three).tagger, "red", "green")
    assert found is not None
    assert found.terms == ("red", "yellow", "blue", "green")
    assert found.spared == ((0, 1), (2, 3))


def test_labels_of_another_facet_compete_within_that_facet(tagger: Tagger) -> None:
    found = negatives_for(["ocean"], ColourTextEncoder().encode(["a blue"]), tagger.labels, tagger.vectors)
    assert found is not None
    assert (found.facet, found.terms) == ("depth", ("yellow",))


def test_the_label_files_none_prompts_compete_too(tmp_path: Path) -> None:
    file = LABEL_FILE.replace("    margin: 0.2\n", '    margin: 0.2\n    none: ["a green", "a mystery"]\n', 1)
    found = asked(new_tagging_setup(tmp_path, file).tagger, "red")
    assert found is not None
    assert found.terms == ("blue", "a green"), "the model has no words for a mystery"


def test_an_empty_label_file_has_no_competitors(tagger: Tagger) -> None:
    assert asked(bare(tagger), "red") is None


def test_a_photo_of_none_of_the_labels_gets_no_tag(tagger: Tagger) -> None:
    own = with_labels(tagger, ("red", "yellow"), PhotoWords())
    blue, red = tag_photos([image_file("blue"), image_file("red")], own)
    assert blue.tags.tags == ()
    assert [(each.facet, each.reason, each.label is not None) for each in blue.tags.abstentions] == [
        ("labels", "none", True)
    ]
    assert red.tags.tags[0].label == "red"


def test_a_single_label_is_enough_with_competitors(tagger: Tagger) -> None:
    own = with_labels(tagger, ("red",), PhotoWords())
    red, blue = tag_photos([image_file("red"), image_file("blue")], own)
    assert [tag.label for tag in red.tags.tags] == ["red"]
    assert red.tags.tags[0].score > 0.99
    assert blue.tags.tags == ()


def test_the_answer_has_the_negatives_and_every_score(tagger: Tagger) -> None:
    own = with_labels(tagger, ("red", "mauve"), PhotoWords())
    (blue,) = tag_photos([image_file("blue")], own)
    assert negatives(own) == {"facet": "category", "terms": ["blue"]}
    scores = photo_result(blue, own)["scores"]["labels"]
    assert scores["none"] > 0.99
    assert scores["labels"] == {"red": pytest.approx(0, abs=1e-3)}


def test_labels_of_the_label_file_have_no_negatives(tagger: Tagger) -> None:
    (red,) = tag_photos([image_file("red")], tagger)
    assert negatives(tagger) is None
    assert "scores" not in photo_result(red, tagger)


def test_a_single_label_without_competitors_is_refused_for_softmax_but_not_for_sigmoid(tagger: Tagger) -> None:
    with pytest.raises(InvalidRequest, match="at least two labels"):
        with_labels(bare(tagger), ("red",), PhotoWords())
    sigmoid = replace(bare(tagger), scoring=Scoring(10, -5, "sigmoid"))
    assert with_labels(sigmoid, ("red",), PhotoWords()).negatives is None


def test_labels_with_only_unknown_words_are_refused_by_name(tagger: Tagger) -> None:
    with pytest.raises(UnknownWords, match="xyzzy, plugh"):
        with_labels(tagger, ("xyzzy", "plugh"), PhotoWords())


def test_the_fingerprint_differs_even_if_only_the_competitors_differ(tagger: Tagger) -> None:
    names = ("red", "yellow")
    fingerprints = {with_labels(each, names, PhotoWords()).labels.fingerprint for each in (tagger, bare(tagger))}
    assert len(fingerprints) == 2
