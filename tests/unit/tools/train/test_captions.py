"""Captions only use known words, and their claims are true."""

import numpy as np
import pytest

from bildtext.labels import load_labels
from bildtext_dev.train import captions
from bildtext_dev.train.drawing import draw
from bildtext_dev.train.facts import Facts
from bildtext_dev.train.photos import MEANING

LABELS = load_labels()
WORDS = captions.vocabulary(LABELS)
QUESTIONS = {question.facet: question for question in captions.questions(LABELS, WORDS)}


def test_everything_learned_is_in_the_label_file_and_has_words() -> None:
    for facet, learned in captions.LEARNED.items():
        assert set(learned) <= set(QUESTIONS[facet].answers)


def test_captions_of_drawn_pictures_and_photos_only_use_known_words() -> None:
    rng, terms = np.random.default_rng(1), captions.terms_of(LABELS)
    facts = [draw(seed, 32).facts for seed in range(40)] + [Facts(meaning) for meaning in MEANING.values()]
    for fact in facts:
        sentence, _ = captions.caption(fact, terms, rng)
        assert set(captions.words(sentence)) <= set(WORDS)


def test_a_word_without_pictures_is_not_in_the_vocabulary() -> None:
    assert not {"suede", "wedding", "leather", "men", "gold", "paisley", "handbag"} & set(WORDS)


def test_the_claims_of_a_caption_match_its_words_and_the_picture() -> None:
    fact, terms = Facts({"category": ("t-shirt",), "pattern": ("striped",)}, {"blue": 1.0}), captions.terms_of(LABELS)
    rng = np.random.default_rng(2)
    for _ in range(20):
        sentence, claims = captions.caption(fact, terms, rng)
        assert "t-shirt" in sentence
        assert ("blue" in sentence) == ("colour" in claims)
        assert captions.agreement(fact, claims) == 1.0


def test_a_caption_of_another_colour_is_false_and_one_of_an_unknown_pattern_is_open() -> None:
    photo = Facts({"category": ("t-shirt",)}, {"blue": 1.0})
    assert captions.agreement(photo, {"colour": frozenset(("red",)), "category": frozenset(("t-shirt",))}) == 0.0
    assert captions.agreement(photo, {"pattern": frozenset(("striped",))}) == 0.5


def test_a_photo_whose_label_leaves_several_categories_open_may_be_any_of_them() -> None:
    question = QUESTIONS["category"]
    possible = {
        answer for answer, may in zip(question.answers, question.true_of(Facts(MEANING["Outwear"])), strict=True) if may
    }
    assert possible == {"jacket", "coat"}


@pytest.mark.parametrize(
    ("collar", "word"), [("hood", "hood"), ("turtleneck", "turtleneck"), ("polo-collar", "collar")]
)
def test_a_garment_with_a_collar_is_a_right_answer_to_the_necklines_none_prompt(collar: str, word: str) -> None:
    question = QUESTIONS["neckline"]
    facts = Facts({"category": ("sweater",), "collar": (collar,)})
    right = [answer for answer, may in zip(question.answers, question.true_of(facts), strict=True) if may]
    assert len(right) == 1
    assert word in right[0].split()
