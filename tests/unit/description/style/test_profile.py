"""What a profile reads from examples, each field against what a reader of the example would say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from description.style import StyleProfile, Topic, distance, profile_of
from description.style.profile import Address, Closing, Layout, Naming, Opening, Turn
from tests.reference_request import CAPRICE


def test_the_seeds_example_is_read_as_an_editor_reads_it() -> None:
    profile = profile_of((CAPRICE,))
    assert (profile.words, profile.sentences, profile.longest) == (31, 5, 10)
    assert profile.telegraphic
    assert profile.order == (Topic.OPENING, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, Topic.WIDTH)
    assert (profile.opening, profile.closing, profile.turn) == (Opening.TYPE, Topic.WIDTH, Turn.SPECIAL)
    assert (profile.brand, profile.brand_words, profile.width) == (Naming.OF, "von {}", "Weite {}")
    assert (profile.unit, profile.about, profile.unit_spaced) == ("mm", "ca.", True)
    assert profile.benefits == 0.2  # one sentence of five: "…, die jeden Schritt weich abfedert"


def test_no_example_shows_nothing() -> None:
    assert profile_of(()) == profile_of((" \n",)) == StyleProfile()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("So bleibst du trocken. Dein Begleiter für jeden Tag.", Address.DU),
        ("Die Jacke hält Sie warm und begleitet Ihren Alltag.", Address.SIE),
        ("Freuen Sie sich auf den Herbst.", Address.SIE),
        ("Entdecke die neue Jacke.", Address.DU),
        ("Die Jacke ist warm. Sie hat zwei Taschen.", Address.NONE),
        ("Die Socken sind weich. Sie sind bei 40 °C waschbar.", Address.NONE),
    ],
)
def test_how_the_reader_is_spoken_to(text: str, address: Address) -> None:
    assert profile_of((text,)).address is address


@pytest.mark.parametrize(
    ("text", "layout", "bullet"),
    [
        ("Eine Jacke. Sie ist warm.", Layout.PROSE, ""),
        ("- Jacke\n- warm\n- zwei Taschen", Layout.LIST, "-"),
        ("✓ Jacke\n✓ warm\n✓ zwei Taschen", Layout.LIST, "✓"),
        ("1. Jacke\n2. warm\n3. zwei Taschen", Layout.LIST, "1."),
        ("Jacke\nMaterial: Wolle\nzwei Taschen", Layout.LIST, ""),
        ("Eine warme Jacke.\n\n• zwei Taschen\n• Kapuze", Layout.MIXED, "•"),
        ("Jacke • Wolle • zwei Taschen", Layout.LIST, "•"),
        ("<ul><li>Jacke</li><li>Wolle</li><li>zwei Taschen</li></ul>", Layout.LIST, ""),
        ("Eine Jacke\naus Wolle, die warm\nhält.", Layout.PROSE, ""),
    ],
)
def test_how_a_text_is_laid_out(text: str, layout: Layout, bullet: str) -> None:
    profile = profile_of((text,))
    assert (profile.layout, profile.bullet) == (layout, bullet)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Weißer Slipper von Gemini.", Opening.TYPE),
        ("Slipper in Weiß.", Opening.TYPE),
        ("Gemini Slipper aus Leder.", Opening.BRAND),
        ("Der Slipper ist weiß.", Opening.THE),
        ("Dieser Slipper ist weiß.", Opening.THIS),
        ("Ein Slipper für jeden Tag.", Opening.A),
        ("Mit diesem Slipper geht es los.", Opening.WITH),
        ("Aus weichem Leder gefertigt.", Opening.MADE_OF),
        ("Für kalte Tage: die Jacke aus Wolle.", Opening.FOR),
        ("Entdecke den neuen Slipper.", Opening.CALL),
        ("Verlieb dich in diese Jacke.", Opening.CALL),
        ("Lust auf Frühling?", Opening.QUESTION),
        ("Bequem, leicht und weich: der Slipper.", Opening.QUALITY),
        ("Ihr neuer Begleiter für den Alltag.", Opening.READER),
        ("Material: Leder", Opening.LABEL),
        ("„Nele“ ist eine Bluse aus Seide.", Opening.NAME),
    ],
)
def test_how_a_text_opens(text: str, opening: Opening) -> None:
    assert profile_of((text,)).opening is opening


@pytest.mark.parametrize(
    ("last", "closing"),
    [
        ("Bei 30 °C waschbar.", Topic.CARE),
        ("Höhe: 20 cm.", Topic.MEASURES),
        ("Kombiniere sie mit Jeans!", Closing.CALL),
        ("So kommst du trocken heim.", Closing.READER),
        ("Ein echter Klassiker.", Closing.PRAISE),
    ],
)
def test_how_a_text_closes(last: str, closing: Closing | Topic) -> None:
    assert profile_of((f"Die Jacke ist blau. {last}",)).closing is closing


@pytest.mark.parametrize(
    ("sentence", "turn"),
    [
        ("Das Besondere ist das Wechselfußbett.", Turn.SPECIAL),
        ("Ausgestattet mit Wechselfußbett.", Turn.EQUIPPED),
        ("Er hat ein Wechselfußbett.", Turn.HAVING),
        ("Er überzeugt durch sein Wechselfußbett.", Turn.OFFERING),
        ("Dank Wechselfußbett ideal für Einlagen.", Turn.THANKS),
        ("Extras: Wechselfußbett, Membran", Turn.LIST),
    ],
)
def test_how_features_are_told(sentence: str, turn: Turn) -> None:
    assert profile_of((f"Weißer Slipper von Gemini. {sentence}",)).turn is turn


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Tasche, 4,5cm breit.", "unit_spaced", False),
        ("Tasche. Maße: 20x30 cm.", "times", "x"),
        ("Tasche. Maße: 20x30 cm.", "times_spaced", False),
        ("Tasche. Maße: 20 × 30 cm.", "times", "×"),
        ("Pumps mit 45-mm-Absatz.", "compound_measures", True),
        ("Pumps. Weite: G.", "width", "Weite: {}"),
        ("Pumps in G-Weite.", "width", "{}-Weite"),
        ("Pumps, Schuhweite H.", "width", "Schuhweite {}"),
        ("Shirt aus 100% Baumwolle.", "percent", "100%"),
        ("Shirt aus 100 % Baumwolle.", "percent", "100 %"),
        ("Etwa 20 cm lange Tasche. Tasche, rund 30 cm hoch und rund 20 cm breit.", "about", "rund"),
        ("GEMINI Slipper aus Leder.", "capitals", True),
        ("Gemini Slipper aus TPU.", "capitals", False),
        ("Slipper »Anna« aus Leder.", "quotes", "»«"),
        ("Highlights:\n- weich\n- warm\n- leicht", "heading", "Highlights:"),
        ("Slipper Anna:\n- weich\n- warm\n- leicht", "heading", ""),
        ("Slipper aus dem Hause Gemini.", "brand_words", "aus dem Hause {}"),
        ("Slipper, von Hand genäht.", "brand", Naming.NONE),
    ],
)
def test_how_figures_and_names_are_written(text: str, field: str, value: object) -> None:
    assert getattr(profile_of((text,)), field) == value


def test_most_examples_decide() -> None:
    examples = ("Der Rock ist blau.", "Diese Hose ist rot.", "Die Jacke ist grün.")
    assert profile_of(examples).opening is Opening.THE
    assert profile_of(examples).words == 4


def test_a_profile_is_json_and_holds_no_fact_of_the_example() -> None:
    shown = json.dumps(profile_of((CAPRICE,)).as_json(), ensure_ascii=False)
    assert json.loads(shown)["opening"] == "type"
    assert not [fact for fact in ("Caprice", "45", "Leder", "Slingpumps", "dämpfung", '"G"') if fact in shown]


@given(st.lists(st.text(max_size=300), max_size=3))
def test_any_text_has_a_profile_and_no_distance_to_itself(examples: list[str]) -> None:
    profile = profile_of(tuple(examples))
    assert distance(profile, profile).distance == 0.0


def test_a_very_long_example_is_read_in_time() -> None:
    profile = profile_of(("Der Slipper aus Leder hat ein Wechselfußbett, " * 3000,))
    assert profile.words < 1000
