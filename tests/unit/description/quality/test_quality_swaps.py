"""The generated set of true and false sentences: repeatable, complete, correctly marked, in correct German."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner

from bildtext_cli.checkout import ROOT
from bildtext_dev.quality.agreement import disagreements
from bildtext_dev.quality.commands import quality
from bildtext_dev.quality.sets import Statements
from bildtext_dev.quality.spelling import misspelt, trade_words, unknown_words
from bildtext_dev.quality.swaps.generate import swap_set
from bildtext_dev.quality.swaps.realise import spanned
from bildtext_dev.quality.swaps.slots import InapplicableError, Slots
from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.swaps import Swap, Swaps
from bildtext_dev.quality.swaps.words import Noun, Value, Words, half, words

KINDS = {
    "material of another part",
    "colour of another part",
    "colour of the whole and of a part",
    "feature of another part",
    "pattern of another part",
    "closure of another part",
    "closure of the whole and of a part",
    "position of another part",
    "measurement of another part",
    "volume of another part",
    "other axis",
    "other position",
    "other quantifier",
    "other unit",
    "unit × 10",
    "count of another item",
    "size of another item",
    "percentage of another fibre",
    "opposite polarity",
    "opposite care instruction",
    "minimum and maximum",
    "size and measurement",
    "brand as type",
    "brand as colour",
    "brand as material",
}
BELT, HOOD = Statement("feature", "Gürtel", "abnehmbar"), Statement("feature", "Kapuze", "verstellbar")


@pytest.fixture(scope="module", params=[False, True], ids=["regression", "held out"])
def made(request: pytest.FixtureRequest) -> tuple[Statements, ...]:
    return swap_set(held_out=request.param)


def truth(*statements: Statement, brand: str = "Nordhag") -> Truth:
    return Truth("a", "jackets", "Parka", brand, statements)


def false_ones(*statements: Statement, kind: str) -> list[Statement]:
    return [swap.claim for swap in Swaps(truth(*statements), words()).all() if swap.kind == kind]


def test_the_same_seed_gives_the_same_set_and_another_seed_another() -> None:
    assert swap_set(count=20) == swap_set(count=20)
    assert not {one.data_text for one in swap_set(1, count=20)} & {one.data_text for one in swap_set(2, count=20)}


def test_at_least_200_articles_have_3000_true_and_3000_false_sentences(made: tuple[Statements, ...]) -> None:
    assert len({one.id for one in made}) >= 200
    assert len({(one.id, text) for one in made for text in one.true}) >= 3000
    assert len({(one.id, false.text) for one in made for false in one.false}) >= 3000


def test_every_kind_of_falsehood_occurs(made: tuple[Statements, ...]) -> None:
    counts = Counter(false.kind for one in made for false in one.false)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 10


def test_every_template_group_is_used_by_true_or_false_sentences(made: tuple[Statements, ...]) -> None:
    never_true = {"mixed.all"}  # a mixture is never of one material only
    expected = {kind for kind in words().templates if kind != "quantified"} - never_true
    assert expected <= {kind for one in made for kind in one.true_kinds}


def test_the_wrong_words_lie_within_the_sentence_and_are_whole_words(made: tuple[Statements, ...]) -> None:
    for one in made:
        for false in one.false:
            marked = false.text[false.start : false.end]
            assert marked == marked.strip() != ""
            around = false.text[: false.start][-1:] + false.text[false.end :][:1]
            assert not any(sign.isalnum() for sign in around)


def test_no_sentence_is_both_true_and_false_of_an_article(made: tuple[Statements, ...]) -> None:
    assert not any(set(one.true) & {false.text for false in one.false} for one in made)


def test_articles_and_nouns_agree(made: tuple[Statements, ...]) -> None:
    texts = {text for one in made for text in (*one.true, *(false.text for false in one.false))}
    assert [place for text in texts for place in disagreements(text)] == []


def test_every_word_is_in_the_dictionary_or_known_to_be_correct(made: tuple[Statements, ...]) -> None:
    known = [trade_words(ROOT / "tests" / "quality" / name) for name in ("trade_words.txt", "swap_words.txt")]
    texts = [(one.data_text, text) for one in made for text in (*one.true, *(false.text for false in one.false))]
    unknown = unknown_words(text for _, text in texts)
    wrong = {word.casefold() for data, text in texts for word in misspelt(text, data, unknown, known[0] | known[1])}
    composed = tuple(name.casefold() for held_out in (False, True) for name in compounds(words(held_out)))
    assert {word for word in wrong if not word.startswith(composed)} == set()


def compounds(vocabulary: Words) -> list[str]:
    return [value.forms["compound"][0] for value in vocabulary.values["material"].values()]


def test_the_halves_share_no_template_colour_material_brand_or_type() -> None:
    ours, others = words(False), words(True)
    for kind, texts in ours.templates.items():
        assert len(texts) >= 3
        assert not set(texts) & set(others.templates[kind])
    for attribute in ("colour", "material"):
        assert not set(ours.values[attribute]) & set(others.values[attribute])
    assert not set(ours.brands) & set(others.brands)
    for group in ours.products:
        assert not set(ours.products[group]["types"]) & set(others.products[group]["types"])


def test_a_list_is_divided_into_two_halves_and_a_single_entry_belongs_to_both() -> None:
    entries = ["a", "b", "c", "d", "e"]
    assert sorted(half("list", entries, False) + half("list", entries, True)) == entries
    assert half("list", ["a"], False) == half("list", ["a"], True) == ("a",)


def test_a_correction_or_a_new_entry_moves_no_other_to_the_other_half() -> None:
    for held_out in (False, True):
        before = half("list", ["a", "b", "c", "d"], held_out)
        after = half("list", ["a", "b", "corrected", "d", "new"], held_out)
        assert {"a", "b", "d"} & set(before) == {"a", "b", "d"} & set(after)


def test_a_value_is_taken_from_another_part() -> None:
    found = false_ones(BELT, HOOD, kind="feature of another part")
    assert found == [Statement("feature", "Gürtel", "verstellbar"), Statement("feature", "Kapuze", "abnehmbar")]


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        ((BELT, Statement("feature", "Kapuze", "abnehmbar")), "feature of another part"),
        ((BELT, Statement("feature", "Kapuze", "herausnehmbar")), "feature of another part"),
        ((Statement("pockets", "Innentasche", number=Decimal(2)),) * 2, "count of another item"),
        ((Statement("share", "Oberstoff", "Seide", number=Decimal(100), unit="%"),), "other quantifier"),
        ((Statement("position", "Logo", "links"), Statement("position", "Schlitz", "seitlich")), "position of another"),
    ],
)
def test_nothing_is_false_that_may_be_meant_by_what_is_true(statements: tuple[Statement, ...], kind: str) -> None:
    assert [swap for swap in Swaps(truth(*statements), words()).all() if swap.kind.startswith(kind)] == []


def test_a_wider_bound_follows_and_a_narrower_one_does_not() -> None:
    low = Statement("range", "Gurtlänge", quantifier="min", number=Decimal(60), unit="cm")
    high = Statement("range", "Gurtlänge", quantifier="max", number=Decimal(90), unit="cm")
    article = truth(low, high)

    def follows(quantifier: str, number: int, unit: str) -> bool:
        claim = Statement("range", "Gurtlänge", quantifier=quantifier, number=Decimal(number), unit=unit)
        return article.follows(claim, words())

    assert follows("min", 50, "cm")
    assert follows("min", 60, "mm")
    assert follows("max", 1, "m")
    assert not follows("min", 90, "cm")
    assert not follows("max", 60, "cm")


def test_a_length_in_another_unit_follows_and_the_same_number_of_another_unit_does_not() -> None:
    article = truth(Statement("dimension", "Rückenlänge", number=Decimal(70), unit="cm"))
    assert article.follows(Statement("dimension", "Rückenlänge", number=Decimal(700), unit="mm"), words())
    assert not article.follows(Statement("dimension", "Rückenlänge", number=Decimal(70), unit="mm"), words())


def test_the_type_in_a_brands_name_is_false_unless_it_is_the_articles_type() -> None:
    vocabulary = replace(words(), brands={"Mantelhaus Rieder": ("type", "Mantel")})
    blazer = Truth("a", "jackets", "Blazer", "Mantelhaus Rieder", ())
    trenchcoat = Truth("a", "jackets", "Trenchcoat", "Mantelhaus Rieder", ())  # a kind of coat
    assert Swaps(blazer, vocabulary).all() == (Swap("brand as type", Statement("type", value="Mantel")),)
    assert Swaps(trenchcoat, vocabulary).all() == ()


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("mit [{part dat ein +value}]", "mit [einem roten Kragen]"),
        ("an {type dat def} [{part nom def}]", "am Hemd [der Kragen]"),
        ("bei [{part dat def}]", "beim [Kragen]"),
        ("{type nom def}, {type rel gen} [{part lemma}]", "das Hemd, dessen [Kragen]"),
        ("[{part nom no +value}]", "[roter Kragen]"),
        ("[{part acc dies +value}] {type gen def}", "[diesen roten Kragen] des Hemds"),
        ("[{many dat def +value}]", "[den roten Knöpfen]"),
        ("[{many nom ein +value}] {many: sitzt|sitzen}", "[rote Knöpfe] sitzen"),
        ("[{many acc kein}]", "[keine Knöpfe]"),
        ("[{part dat ein *cotton}]", "[einem Baumwollkragen]"),
        ("[{part acc ein det} 5 cm {part acc ein adj:breit} {part acc noun}]", "[einen 5 cm breiten Kragen]"),
        ("[{bag nom num}] {count: liegt|liegen}", "[zwei Taschen] liegen"),
    ],
)
def test_slots_are_filled_in_correct_german(template: str, expected: str) -> None:
    filled: dict[str, Noun | Value | str] = {
        "part": Noun("Kragen", "m", "Kragen", flags="c"),
        "type": Noun("Hemd", "n", "Hemden"),
        "many": Noun("Knöpfe", "p", "Knöpfe"),
        "bag": Noun("Tasche", "f", "Taschen"),
        "value": Value({"stem": ("rot",)}),
        "cotton": Value({"compound": ("Baumwoll",)}),
    }
    slots = Slots(filled, random.Random(0), count=2)  # noqa: S311 - repeatable on purpose
    assert slots.filled(template).replace("2 ", "zwei ").replace("[beim ", "beim [") == expected


def test_a_template_is_not_used_without_the_form_that_it_needs() -> None:
    with pytest.raises(InapplicableError):
        Slots({"value": Value({"pred": ("gerippt",)})}, random.Random(0)).filled("[{value inf}]")  # noqa: S311


def test_a_sentence_starts_with_a_capital_and_its_brackets_become_positions() -> None:
    sentence = spanned("der Kragen [ist rot].")
    assert (sentence.text, sentence.text[sentence.start : sentence.end]) == ("Der Kragen ist rot.", "ist rot")
    with pytest.raises(ValueError, match="one"):
        spanned("der Kragen ist rot.")


def test_the_command_states_the_seed_and_counts_both_errors_by_kind() -> None:
    answer = CliRunner().invoke(quality, ["swaps", "--seed", "3"], catch_exceptions=False)
    assert "swapped values, seed 3\n" in answer.stdout
    assert "found: other axis" in answer.stdout
    assert "false alarms: colour.part" in answer.stdout
