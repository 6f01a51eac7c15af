"""The vocabulary on data values, on unlisted nouns, and on the tokens of a text."""

from __future__ import annotations

import pytest

from description.language.grammar import Adjective, Noun
from description.language.vocabulary import Vocabulary, Word, vocabulary


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


def lemma(word: Word | None) -> str | None:
    return word.lemma if word else None


TYPES = {
    "Slipper": "Slipper",
    "SLIPPER": "Slipper",
    "Slipper (Damen)": "Slipper",
    "Schuhe > Slipper": "Slipper",
    "Slipper > Damen": "Slipper",
    "Damen Sneaker": "Sneaker",
    "Damen-Sneaker": "Sneaker",
    "Damensneaker": "Sneaker",
    "Sneaker für Damen": "Sneaker",
    "Sneaker, Herren": "Sneaker",
    "Turnschuhe": "Sneaker",
    "Sneakers": "Sneaker",
    "Herren-Hemd": "Hemd",
    "Mädchenkleid": "Kleid",
    "Jungen Jeans": "Jeans",
    "T Shirt": "T-Shirt",
    "tshirt": "T-Shirt",
    "Tee": "T-Shirt",
    "Damen-T-Shirts": "T-Shirt",
    "Cargo-Hose": "Cargohose",
    "Stiefeletten": "Stiefelette",
    "Ankle Boots": "Stiefelette",
    "Röcke": "Rock",
    "Guertel": "Gürtel",
    "Handtücher": "Handtuch",
    "Hose, lang": "Hose",
    "Jeans Slim Fit": "Jeans",
    "weißer Slipper": "Slipper",
    "Jacke mit Kapuze": "Jacke",
    "BH ohne Bügel": "Soft-BH",
    "Bettwäsche 135x200 cm": "Bettwäsche",
    "Hosen Träger": "Hosenträger",
    "Regenjacke 'Pfütze' Jungen": "Regenjacke",
    "Boxershorts 3er Pack": "Boxershorts",
    "Sonnenbrille UV400": "Sonnenbrille",
}


@pytest.mark.parametrize("value", TYPES)
def test_an_article_type_is_found_in_the_spellings_of_shops(words: Vocabulary, value: str) -> None:
    assert lemma(words.named(value, "type")) == TYPES[value]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Schuhspray",
        "Kleiderbügel",
        "Kinderwagen",
        "Sneaker/Slipper",
        "Pullover & Strickjacken",
        "Leder",
        "Schuhspanner",
    ],
)
def test_a_type_is_never_guessed(words: Vocabulary, value: str) -> None:
    assert words.named(value, "type") is None


def test_a_compound_that_is_not_listed_becomes_a_word_with_the_grammar_of_its_head(words: Vocabulary) -> None:
    bag = words.named("FAHRRADTASCHEN", "type")
    assert bag is not None
    assert (bag.lemma, bag.noun) == ("Fahrradtasche", Noun("Fahrradtasche", "f", "Fahrradtaschen"))
    assert bag.group == "accessories"
    assert words.is_a(bag, "Tasche")


COLOURS = {
    "WEISS": "weiß",
    "weiss": "weiß",
    "Weiße": "weiß",
    "white": "weiß",
    "Navy": "marine",
    "schwarz 100": "schwarz",
    "010 weiß": "weiß",
    "goldfarben": "gold",
    "blauweiß": "blau-weiß",
    "blau gestreift": "blau",
}


@pytest.mark.parametrize("value", COLOURS)
def test_a_colour_is_found_in_the_spellings_of_shops(words: Vocabulary, value: str) -> None:
    assert lemma(words.named(value, "colour")) == COLOURS[value]


@pytest.mark.parametrize(
    ("value", "material"), [("GLATTLEDER", "Glattleder"), ("weiches Leder", "Leder"), ("TR", "TR")]
)
def test_a_material_is_found(words: Vocabulary, value: str, material: str) -> None:
    assert lemma(words.named(value, "material")) == material


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("rot lila", "colour"),
        ("Baumwolle, Elasthan", "material"),
        ("Leder Textil", "material"),
        ("Hemd Hose", "type"),
    ],
)
def test_if_several_words_of_a_kind_match_none_is_chosen(words: Vocabulary, value: str, kind: str) -> None:
    assert words.named(value, kind) is None


@pytest.mark.parametrize("value", ["Lederoptik", "Leder-Look", "künstliches Leder", "Faux-Leder", "PVC-Leder"])
def test_leather_look_is_not_leather(words: Vocabulary, value: str) -> None:
    found = words.named(value, "material")
    assert found is None or not words.is_a(found, "Leder")


def test_the_requested_kinds_decide_between_words_of_the_same_name(words: Vocabulary) -> None:
    assert lemma(words.named("Cognac", "colour")) == "cognac"
    assert words.named("Cognac", "type") is None


NOUNS = {
    "Antirutschsohle": Noun("Antirutschsohle", "f", "Antirutschsohlen"),
    "Wechselfußbett": Noun("Wechselfußbett", "n", "Wechselfußbetten"),
    "Zwei-Wege-Reißverschluss": Noun("Zwei-Wege-Reißverschluss", "m", "Zwei-Wege-Reißverschlüsse"),
    "Innenreißverschluss": Noun("Innenreißverschluss", "m", "Innenreißverschlüsse"),
    "Damen-T-Shirt": Noun("Damen-T-Shirt", "n", "Damen-T-Shirts"),
    "Fußbettbezug": Noun("Fußbettbezug", "m", "Fußbettbezüge"),
    "Feuchtigkeitsregulierung": Noun("Feuchtigkeitsregulierung", "f", "Feuchtigkeitsregulierungen"),
    "Elektrostatik-Ableitung": Noun("Elektrostatik-Ableitung", "f", "Elektrostatik-Ableitungen"),
    "Koralle": Noun("Koralle", "f", ""),
    "Sicherheitsverriegelung": Noun("Sicherheitsverriegelung", "f", "Sicherheitsverriegelungen"),
}


@pytest.mark.parametrize("word", NOUNS)
def test_the_grammar_of_a_noun_follows_from_its_head_or_suffix(words: Vocabulary, word: str) -> None:
    assert words.noun(word) == NOUNS[word]


@pytest.mark.parametrize(
    ("word", "singular", "number"),
    [
        ("Kontrastnähte", "Kontrastnaht", "pl"),
        ("Kontrastnaht", "Kontrastnaht", "sg"),
        ("Seitentaschen", "Seitentasche", "pl"),
        ("Lederquasten", "Lederquaste", "pl"),
        ("Shorts", "Shorts", "pl"),
        ("Verriegelungen", "Verriegelung", "pl"),
    ],
)
def test_the_number_of_a_noun_is_recognised(words: Vocabulary, word: str, singular: str, number: str) -> None:
    found = words.noun_number(word)
    assert found is not None
    assert (found[0].lemma, found[1]) == (singular, number)


@pytest.mark.parametrize(
    "word", ["Rutschfest", "Flasche", "Brand", "Bart", "Zufuhr", "Sprung", "Vorteil", "weiche Polsterung"]
)
def test_the_grammar_of_a_noun_is_never_guessed(words: Vocabulary, word: str) -> None:
    assert words.noun(word) is None


READINGS: dict[str, list[str]] = {
    "weißem": ["weiß"],
    "weiche": ["weich"],
    "bequemste": ["bequem"],
    "wärmer": ["warm"],
    "Slippern": ["Slipper"],
    "Röcken": ["Rock"],
    "Kleides": ["Kleid"],
    "Baumwollhose": ["Baumwolle", "Hose"],
    "Damenslippers": ["Damen", "Slipper"],
    "TR-Laufsohle": ["TR", "Laufsohle"],
    "45-mm-Absatz": ["Absatz"],
    "Rindsledergürtel": ["Rindsleder", "Gürtel"],
    "Kautschuklaufsohle": ["Kautschuk", "Laufsohle"],
    "Baumwoll-Elasthan-Mix": ["Baumwolle", "Elasthan", "Mix"],
    "Gore-Tex-Futter": ["GORE-TEX", "Futter"],
    "Damen-T-Shirts": ["Damen", "T-Shirt"],
    "Leder-": ["Leder"],
    "dunkelblauer": ["dunkelblau"],
    "goldfarbene": ["gold"],
    "Xenon-Sneaker": ["Xenon", "Sneaker"],
    "Yetileder": ["Yeti", "Leder"],
}


@pytest.mark.parametrize("token", READINGS)
def test_a_token_is_split_into_its_words(words: Vocabulary, token: str) -> None:
    assert READINGS[token] in [[part.lemma for part in reading.parts] for reading in words.readings(token)]


def test_an_unknown_prefix_is_a_name(words: Vocabulary) -> None:
    (reading,) = words.readings("Xenon-Sneaker")
    assert [part.kind for part in reading.parts] == ["name", "type"]


def test_a_listed_compound_is_read_as_a_whole_first_and_then_by_its_material(words: Vocabulary) -> None:
    whole, apart = words.readings("Lederjacke")
    assert lemma(whole.word) == "Lederjacke"
    assert [part.lemma for part in apart.parts] == ["Leder", "Jacke"]


@pytest.mark.parametrize("token", ["Lederoptik", "Wildleder-Look", "PVC-frei", "PVC-freie", "chromfreiem", "nahtloses"])
def test_words_for_without_or_imitation_do_not_name_the_material(words: Vocabulary, token: str) -> None:
    kinds = {part.kind for reading in words.readings(token) for part in reading.parts}
    assert kinds
    assert "material" not in kinds


@pytest.mark.parametrize("token", ["Plakette", "Flasche", "qwertz", "45", "kleinen", "cm"])
def test_a_token_that_only_ends_like_a_word_is_not_that_word(words: Vocabulary, token: str) -> None:
    kinds = {part.kind for reading in words.readings(token) for part in reading.parts}
    assert not kinds & {"type", "material", "colour"}


def test_capitals_distinguish_nouns_from_adjectives(words: Vocabulary) -> None:
    assert all(reading.parts[0].noun is None for reading in words.readings("weiche"))


@pytest.mark.parametrize(
    ("form", "adjective"),
    [
        ("weißes", Adjective("weiß")),
        ("edlen", Adjective("edel")),
        ("goldene", Adjective("golden")),
        ("rosafarbene", Adjective("rosafarben")),
        ("Rosa", Adjective("rosa", declines=False)),
    ],
)
def test_an_inflected_adjective_gives_its_base_form(words: Vocabulary, form: str, adjective: Adjective) -> None:
    assert words.adjective(form) == adjective


def test_a_noun_is_not_an_adjective(words: Vocabulary) -> None:
    assert words.adjective("Hose") is None


def test_kinds_synonyms_and_ancestors(words: Vocabulary) -> None:
    sneaker = words.named("Sneaker", "type")
    assert sneaker is not None
    assert all(words.is_a(sneaker, name) for name in ("Sneaker", "Turnschuh", "Halbschuh", "Schuh"))
    assert not words.is_a(sneaker, "Stiefel")
