"""Answers of models are reduced to the description: without thoughts, headings, quotes or "Hier ist der Text:"."""

from __future__ import annotations

import pytest

from description.writers.answer import text_in, whole_sentences, within

TEXT = "Weißer Slipper von Gemini. Das Besondere: die Antirutschsohle. Obermaterial aus Glattleder mit ca. 3 cm Absatz."


@pytest.mark.parametrize(
    "answer",
    [
        TEXT,
        f"\n\n  {TEXT}\n",
        f"<think>\nDer Schuh ist weiß.\n</think>\n\n{TEXT}",
        f"Der Schuh ist weiß. Hm.\n</think>\n{TEXT}",
        f"<think>\n\n</think>\n\n{TEXT}",
        f"Hier ist der Text:\n\n{TEXT}",
        f"Gerne! Hier ist ein Vorschlag für die Produktbeschreibung (max 120 Wörter):\n\n{TEXT}",
        f"Produktbeschreibung: {TEXT}",
        f"**Produktbeschreibung:**\n{TEXT}",
        f"# Slipper von Gemini\n\n{TEXT}",
        f"**Slipper von Gemini**\n\n{TEXT}",
        f'"{TEXT}"',
        f"„{TEXT}“",
        f"»{TEXT}«",
        f'Hier ist die Beschreibung:\n"{TEXT}"',
        f"```\n{TEXT}\n```",
        f"```text\n{TEXT}\n```\n",
        f"{TEXT}\n\n(17 Wörter)",
        f"{TEXT}\n\nHinweis: Das Futter habe ich weggelassen.",
        f"{TEXT}\n\n---\nWortanzahl: 17",
        TEXT.replace("Gemini", "**Gemini**").replace("Antirutschsohle", "*Antirutschsohle*"),
        TEXT.replace(". ", ".\n\n"),
        (
            "- Weißer Slipper von Gemini\n- Das Besondere: die Antirutschsohle\n"
            "- Obermaterial aus Glattleder mit ca. 3 cm Absatz"
        ),
    ],
)
def test_only_the_description_is_kept(answer: str) -> None:
    assert text_in(answer) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Das Besondere: die Sohle. Hier sitzt alles: Futter, Naht und Saum.",
        "Gerne getragen im Sommer: leichtes Leinen. Weite G.",
        "Textiles Obermaterial: Baumwolle. Modell „Anna“ mit Schriftzug „Sun“.",
        "Shirt „Anna“",
        "Der 2-in-1-Parka * für jeden Tag. Maße: 20 x 30 cm.",
        "Natürlich weiche Wolle von Gemini.",
        "„Anna“ von Gemini und der Rock „Lena“",
        "Im Lieferumfang: ein Gürtel.",
    ],
)
def test_a_plain_description_is_unchanged(text: str) -> None:
    assert text_in(text) == text


@pytest.mark.parametrize("answer", ["", "<think>\nDer Schuh ist", "<thi", "Hier ist der Text:", "**Slipper**"])
def test_an_unfinished_preamble_gives_no_text(answer: str) -> None:
    assert text_in(answer) == ""


@pytest.mark.parametrize(
    ("stopped", "whole"),
    [
        ("Weißer Slipper von Gemini. Mit Anti", "Weißer Slipper von Gemini."),
        ("Weißer Slipper von Gemini. Absatz ca.", "Weißer Slipper von Gemini."),
        ("Weißer Slipper von Gemini.", "Weißer Slipper von Gemini."),
        ("Weißer Slipper von", ""),
        ("", ""),
    ],
)
def test_an_interrupted_answer_keeps_its_finished_sentences(stopped: str, whole: str) -> None:
    assert whole_sentences(stopped) == whole


def test_a_text_is_truncated_at_a_sentence_and_marked() -> None:
    assert within("Ein Schuh. Noch ein Schuh.", 5) == ("Ein Schuh. Noch ein Schuh.", True)
    assert within("Ein Schuh. Noch ein Schuh.", 4) == ("Ein Schuh.", False)
    assert within("Ein Schuh.", 1) == ("", False)


ITEMS = "- weißer Slipper\n* Obermaterial: Leder\n- **Weite G**"


def test_a_list_keeps_its_lines_where_one_was_asked_for() -> None:
    assert text_in(f"Hier ist die Beschreibung:\n\n{ITEMS}\n", "•") == (
        "• weißer Slipper\n• Obermaterial: Leder\n• Weite G"
    )
    assert text_in(f"Slipper von Gemini.\n{ITEMS}", "") == (
        "Slipper von Gemini.\nweißer Slipper\nObermaterial: Leder\nWeite G"
    )


def test_of_a_list_the_lines_that_fit_are_kept() -> None:
    text = text_in(ITEMS, "-")
    assert within(text, 6) == ("- weißer Slipper\n- Obermaterial: Leder", False)
    assert within(text, 9) == (text, True)
    assert whole_sentences("- weißer Slipper\n- Obermaterial: Le") == "- weißer Slipper"
