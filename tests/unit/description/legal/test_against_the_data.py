"""What a text says and the data does not: origin, leather, the only fibre; and guarantees by their time."""

from __future__ import annotations

import pytest

from tests.unit.description.legal.cases import rules

VIETNAM = "Artikel: Hemd\nMaterial: 100% Baumwolle\nHerkunftsland: Vietnam"


@pytest.mark.parametrize(
    "text",
    [
        "Made in Germany.",
        "Made in Europe.",
        "In Portugal genäht.",
        "Genäht wird es in Polen.",
        "Aus italienischer Fertigung.",
        "Schweizer Qualität.",
        "Swiss made.",
        "Hergestellt im Schwarzwald.",
        "Aus heimischer Produktion.",
        "Ein Hemd aus Italien.",
    ],
)
def test_another_origin_than_the_datas_is_found(text: str) -> None:
    assert rules(text, VIETNAM) == ["origin"]


@pytest.mark.parametrize("text", ["Made in Vietnam.", "Italienischer Stil.", "Die Wolle stammt aus Neuseeland."])
def test_the_datas_origin_a_style_and_a_materials_origin_are_not(text: str) -> None:
    assert rules(text, VIETNAM) == []


def test_an_origin_without_one_in_the_data_is_found_unless_another_entry_names_it() -> None:
    assert rules("Made in Germany.", "Artikel: Hemd\nFarbe: rot") == ["origin"]
    assert rules("Made in Portugal.", "Artikel: Hemd\nBesonderheit: portugiesische Handarbeit") == []
    assert rules("Made in EU.", "Artikel: Hemd\nHerkunftsland: Portugal") == []


def test_leather_is_found_where_the_data_names_only_an_imitation() -> None:
    data = "Artikel: Tasche\nMaterial: Polyurethan"
    assert rules("Die Ledertasche.", data) == ["vegan-leather"]
    assert rules("In Lederoptik, aus Kunstleder.", data) == []
    assert rules("Die Ledertasche.", "Artikel: Tasche\nMaterial: Leder\nFutter: Polyurethan") == []


@pytest.mark.parametrize(
    "text",
    ["Komplett aus Wolle.", "Wolle pur.", "Pure Wolle.", "Zu hundert Prozent aus Wolle.", "Ausschließlich Wolle."],
)
def test_one_of_several_fibres_is_not_the_only_one(text: str) -> None:
    assert rules(text, "Artikel: Schal\nMaterial: 80% Wolle, 20% Polyamid") == ["fibre-pure"]
    assert rules(text, "Artikel: Schal\nMaterial: 100% Wolle") == []


@pytest.mark.parametrize(
    "text",
    [
        "Mit fünf Jahren Garantie.",
        "36 Monate Herstellergarantie.",
        "Garantie: 3 Jahre.",
        "5-Jahres-Garantie.",
        "Dreijährige Garantie.",
        "Lebenslange Garantie.",
        "Drei Winter lang ersetzen wir das Hemd.",
    ],
)
def test_a_guarantee_of_more_than_two_years_is_found(text: str) -> None:
    assert rules(text, VIETNAM) == ["guarantee"]


@pytest.mark.parametrize(
    "text",
    [
        "Mit zwei Jahren Garantie.",
        "24 Monate Garantie.",
        "Fünf Jahre Garantie (GARAN-Label im Shop).",
        "Fünf Jahre alt.",
    ],
)
def test_two_years_the_label_and_other_times_are_not(text: str) -> None:
    assert rules(text, VIETNAM) == []
