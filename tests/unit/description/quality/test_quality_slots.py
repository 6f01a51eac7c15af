"""The slot error rate: what is missing, added and wrong in texts about one article."""

from __future__ import annotations

import pytest

from bildtext_dev.quality.golden import GoldenArticle, Slot
from bildtext_dev.quality.slots import SlotCounter, SlotErrors, is_told, total


def slot(key: str, value: str, *forms: str, telling: bool = True) -> Slot:
    return Slot(key, value, telling, forms or (value,))


PUMPS = GoldenArticle(
    "pumps",
    "shoes",
    "Artikel: Pumps\nMarke: Adele\nFarbe: rot\nObermaterial: Glattleder\nFutter: Textil\nAbsatzhöhe: 5 cm\n"
    "Verschluss: Schnalle",
    "",
    (
        slot("Artikel", "Pumps"),
        slot("Marke", "Adele", telling=False),
        slot("Farbe", "rot", "rot", "Rot"),
        slot("Obermaterial", "Glattleder", "glattleder", "glattem Leder"),
        slot("Futter", "Textil"),
        slot("Absatzhöhe", "5 cm", "5 cm", "5-cm"),
        slot("Verschluss", "Schnalle"),
    ),
)


@pytest.mark.parametrize(
    ("text", "missing", "wrong", "added"),
    [
        ("Diese roten Pumps aus Glattleder haben ein Futter aus Textil, 5\u00a0cm Absatz und eine Schnalle.", 0, 0, 0),
        ("Diese Pumps aus glattem Leder haben eine Schnalle.", 3, 0, 0),
        ("Diese blauen Pumps aus Glattleder haben eine Schnalle und eine Kapuze.", 2, 1, 1),
        ("Diese roten Pumps aus Glattleder mit Textilfutter und Schnalle haben 15 cm Absatz.", 0, 1, 0),
        (
            "Rote Pumps aus Glattleder mit 5 cm Absatz, Schnalle, Textilfutter. Sie haben eine Kapuze und sind blau.",
            0,
            0,
            2,
        ),
    ],
)
def test_errors_are_counted_by_kind(text: str, missing: int, wrong: int, added: int) -> None:
    errors = SlotCounter(PUMPS).errors(text)
    assert errors == SlotErrors(6, missing, wrong, added)
    assert errors.rate == pytest.approx((missing + wrong + added) / 6)


def test_the_rate_of_a_set_is_that_of_its_slots_not_the_mean_of_its_texts() -> None:
    both = total([SlotErrors(2, 1, 0, 0), SlotErrors(8, 0, 1, 2)])
    assert both == SlotErrors(10, 1, 1, 2)
    assert both.rate == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("form", "text", "told"),
    [
        ("herausnehm", "Die herausnehmbare Sohle.", True),
        ("schnür", "Die Verschnürung.", True),
        ("5 cm", "Ein 5\u00a0cm hoher Absatz.", True),
        ("5 cm", "Ein 15 cm hoher Absatz.", False),
        ("5 cm", "Ein 2,5 cm hoher Absatz.", False),
        ("UPF 5", "Mit UPF 50.", False),
        ("UPF 5", "Mit UPF 5.", True),
        (" EVA", "Sohle aus EVA.", True),
        (" EVA", "Die Primeva-Sohle.", False),
        (" Tim ", "Die Jeans Tim.", True),
        (" Tim ", "Das Timbre.", False),
    ],
)
def test_a_form_is_found_within_words_but_not_within_numbers(form: str, text: str, told: bool) -> None:
    assert is_told(slot("Merkmal", "x", form), text) is told
