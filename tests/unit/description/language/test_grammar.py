"""Inflection of German nouns, adjectives and articles, from the tables of a school grammar."""

from __future__ import annotations

import pytest

from description.language.grammar import (
    Adjective,
    Case,
    Determiner,
    Gender,
    Noun,
    Number,
    contracted,
    determiner,
    joined,
    noun_phrase,
)

CASES: tuple[Case, ...] = ("nom", "acc", "dat", "gen")
SLIPPER = Noun("Slipper", "m", "Slipper")
SOHLE = Noun("Sohle", "f", "Sohlen")
KLEID = Noun("Kleid", "n", "Kleider")
SHORTS = Noun("Shorts", "p", "Shorts")

# The phrase in each of CASES.
PHRASES: dict[tuple[str, Determiner, Number], str] = {
    ("m", "definite", "sg"): "der weiche Slipper, den weichen Slipper, dem weichen Slipper, des weichen Slippers",
    ("f", "definite", "sg"): "die weiche Sohle, die weiche Sohle, der weichen Sohle, der weichen Sohle",
    ("n", "definite", "sg"): "das weiche Kleid, das weiche Kleid, dem weichen Kleid, des weichen Kleides",
    ("m", "definite", "pl"): "die weichen Slipper, die weichen Slipper, den weichen Slippern, der weichen Slipper",
    ("f", "definite", "pl"): "die weichen Sohlen, die weichen Sohlen, den weichen Sohlen, der weichen Sohlen",
    ("n", "definite", "pl"): "die weichen Kleider, die weichen Kleider, den weichen Kleidern, der weichen Kleider",
    (
        "m",
        "indefinite",
        "sg",
    ): "ein weicher Slipper, einen weichen Slipper, einem weichen Slipper, eines weichen Slippers",
    ("f", "indefinite", "sg"): "eine weiche Sohle, eine weiche Sohle, einer weichen Sohle, einer weichen Sohle",
    ("n", "indefinite", "sg"): "ein weiches Kleid, ein weiches Kleid, einem weichen Kleid, eines weichen Kleides",
    ("m", "indefinite", "pl"): "weiche Slipper, weiche Slipper, weichen Slippern, weicher Slipper",
    (
        "m",
        "negative",
        "sg",
    ): "kein weicher Slipper, keinen weichen Slipper, keinem weichen Slipper, keines weichen Slippers",
    ("f", "negative", "sg"): "keine weiche Sohle, keine weiche Sohle, keiner weichen Sohle, keiner weichen Sohle",
    (
        "n",
        "negative",
        "pl",
    ): "keine weichen Kleider, keine weichen Kleider, keinen weichen Kleidern, keiner weichen Kleider",
    ("m", "none", "sg"): "weicher Slipper, weichen Slipper, weichem Slipper, weichen Slippers",
    ("f", "none", "sg"): "weiche Sohle, weiche Sohle, weicher Sohle, weicher Sohle",
    ("n", "none", "sg"): "weiches Kleid, weiches Kleid, weichem Kleid, weichen Kleides",
    ("f", "none", "pl"): "weiche Sohlen, weiche Sohlen, weichen Sohlen, weicher Sohlen",
    ("p", "definite", "pl"): "die weichen Shorts, die weichen Shorts, den weichen Shorts, der weichen Shorts",
    ("p", "none", "sg"): "weiche Shorts, weiche Shorts, weichen Shorts, weicher Shorts",
}


@pytest.mark.parametrize(("gender", "kind", "number"), PHRASES)
def test_article_adjective_and_noun_agree_in_every_case(gender: str, kind: Determiner, number: Number) -> None:
    noun = {"m": SLIPPER, "f": SOHLE, "n": KLEID, "p": SHORTS}[gender]
    weich = [Adjective("weich")]
    phrases = [noun_phrase(noun, adjectives=weich, case=case, number=number, determiner=kind) for case in CASES]
    assert ", ".join(phrases) == PHRASES[gender, kind, number]


@pytest.mark.parametrize(
    ("base", "declined"),
    [
        ("weiß", "weißer"),
        ("dunkel", "dunkler"),
        ("edel", "edler"),
        ("flexibel", "flexibler"),
        ("parallel", "paralleler"),
        ("teuer", "teurer"),
        ("sauer", "saurer"),
        ("sauber", "sauberer"),
        ("locker", "lockerer"),
        ("hoch", "hoher"),
        ("kniehoch", "kniehoher"),
        ("trocken", "trockener"),
        ("silberfarben", "silberfarbener"),
        ("leise", "leiser"),
        ("blau", "blauer"),
        ("neu", "neuer"),
        ("rau", "rauer"),
        ("lang", "langer"),
    ],
)
def test_some_adjectives_change_their_stem(base: str, declined: str) -> None:
    assert Adjective(base).form("m") == declined


@pytest.mark.parametrize("word", ["rosa", "lila", "beige", "creme", "orange"])
def test_some_colours_never_change(word: str) -> None:
    assert noun_phrase(SOHLE, adjectives=[Adjective(word, declines=False)], case="dat") == f"{word} Sohle"


def test_adjectives_from_places_never_change() -> None:
    assert noun_phrase(KLEID, adjectives=[Adjective("Schweizer")], case="dat", determiner="indefinite") == (
        "einem Schweizer Kleid"
    )


def test_several_adjectives_take_the_same_ending() -> None:
    leather = Noun("Glattleder", "n", "")
    assert noun_phrase(leather, adjectives=[Adjective("weich"), Adjective("dunkel")], case="dat") == (
        "weichem dunklem Glattleder"
    )


def test_a_noun_may_include_an_adjective() -> None:
    toe = Noun("runde Spitze", "f", "runde Spitzen")
    assert noun_phrase(toe, case="dat") == toe.form("dat") == "runder Spitze"
    assert noun_phrase(toe, case="dat", determiner="indefinite") == "einer runden Spitze"
    assert noun_phrase(toe, determiner="definite", number="pl") == "die runden Spitzen"


GENITIVES = [
    ("Slipper", "m", "Slipper", "Slippers"),
    ("Rock", "m", "Röcke", "Rocks"),
    ("Kleid", "n", "Kleider", "Kleides"),
    ("Sommerkleid", "n", "Sommerkleider", "Sommerkleides"),
    ("Hemd", "n", "Hemden", "Hemds"),
    ("Abend", "m", "Abende", "Abends"),
    ("Absatz", "m", "Absätze", "Absatzes"),
    ("Verschluss", "m", "Verschlüsse", "Verschlusses"),
    ("Fuß", "m", "Füße", "Fußes"),
    ("Glas", "n", "", "Glases"),
    ("Filz", "m", "", "Filzes"),
    ("Tennis", "n", "", "Tennis"),
    ("Eis", "n", "", "Eises"),
    ("Pumps", "m", "Pumps", "Pumps"),
    ("Velours", "m", "", "Velours"),
    ("Latex", "n", "", "Latex"),
    ("Blazer", "m", "Blazer", "Blazers"),
    ("T-Shirt", "n", "T-Shirts", "T-Shirts"),
    ("Top", "n", "Tops", "Tops"),
    ("Erlebnis", "n", "Erlebnisse", "Erlebnisses"),
    ("Bluse", "f", "Blusen", "Bluse"),
    ("Jeans", "f", "Jeans", "Jeans"),
    ("Leinen", "n", "", "Leinens"),
]


@pytest.mark.parametrize(("lemma", "gender", "plural", "genitive"), GENITIVES)
def test_the_genitive_takes_s_or_es_or_nothing(lemma: str, gender: Gender, plural: str, genitive: str) -> None:
    assert Noun(lemma, gender, plural).form("gen") == genitive


@pytest.mark.parametrize(
    ("lemma", "gender", "plural", "dative"),
    [
        ("Schuh", "m", "Schuhe", "Schuhen"),
        ("Kleid", "n", "Kleider", "Kleidern"),
        ("Sneaker", "m", "Sneaker", "Sneakern"),
        ("Gürtel", "m", "Gürtel", "Gürteln"),
        ("Rock", "m", "Röcke", "Röcken"),
        ("Hose", "f", "Hosen", "Hosen"),
        ("Kissen", "n", "Kissen", "Kissen"),
        ("Ballerina", "m", "Ballerinas", "Ballerinas"),
        ("Bermudas", "p", "Bermudas", "Bermudas"),
        ("Jeans", "f", "Jeans", "Jeans"),
    ],
)
def test_the_dative_plural_ends_in_n_unless_the_plural_ends_in_n_or_s(
    lemma: str, gender: Gender, plural: str, dative: str
) -> None:
    assert Noun(lemma, gender, plural).form("dat", "pl") == dative


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        (Noun("Junge", "m", "Jungen"), ["Junge", "Jungen", "Jungen", "Jungen"]),
        (Noun("Herr", "m", "Herren"), ["Herr", "Herrn", "Herrn", "Herrn"]),
        (Noun("Brillant", "m", "Brillanten"), ["Brillant", "Brillanten", "Brillanten", "Brillanten"]),
        (Noun("Diamant", "m", ""), ["Diamant", "Diamanten", "Diamanten", "Diamanten"]),
        (Noun("Chronograph", "m", "Chronographen"), ["Chronograph", *["Chronographen"] * 3]),
        (Noun("Name", "m", "Namen"), ["Name", "Namen", "Namen", "Namens"]),
        (Noun("Herz", "n", "Herzen"), ["Herz", "Herz", "Herzen", "Herzens"]),
        (Noun("Streifen", "m", "Streifen"), ["Streifen", "Streifen", "Streifen", "Streifens"]),
        (Noun("Hase", "m", "Hasen"), ["Hase", "Hasen", "Hasen", "Hasen"]),
    ],
)
def test_weak_and_irregular_nouns(noun: Noun, forms: list[str]) -> None:
    assert [noun.form(case) for case in CASES] == forms


def test_plural_only_nouns_stand_in_the_plural() -> None:
    assert noun_phrase(SHORTS, adjectives=[Adjective("kurz")], case="dat", determiner="definite") == "den kurzen Shorts"
    assert determiner("indefinite", "p") == ""


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ("von dem Gürtel", "vom Gürtel"),
        ("zu dem Kleid", "zum Kleid"),
        ("zu der Hose", "zur Hose"),
        ("in dem Schaft", "im Schaft"),
        ("in das Fach", "ins Fach"),
        ("an dem Kragen", "am Kragen"),
        ("bei dem Waschen", "beim Waschen"),
        ("In dem Fach und an dem Bund", "Im Fach und am Bund"),
        ("in den Schuhen", "in den Schuhen"),
        ("ein Schuh, in dem man läuft", "ein Schuh, in dem man läuft"),
        ("worin dem Fuß", "worin dem Fuß"),
    ],
)
def test_preposition_and_article_are_contracted(apart: str, together: str) -> None:
    assert contracted(apart) == together


def test_enumerations_have_commas_and_one_und() -> None:
    assert joined([]) == ""
    assert joined(["Wolle"]) == "Wolle"
    assert joined(["Wolle", "Seide"]) == "Wolle und Seide"
    assert joined(["Wolle", "Seide", "Leinen"]) == "Wolle, Seide und Leinen"
    assert joined(["schwarz", "weiß"], last="oder") == "schwarz oder weiß"
