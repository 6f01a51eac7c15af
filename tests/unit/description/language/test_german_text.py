"""Words, tokens and sentences of German product texts."""

from __future__ import annotations

import pytest

from description.language.text import count_words, cut_to_words, sentences, tokens
from tests.reference_request import CAPRICE


def test_words_are_separated_by_white_space() -> None:
    assert count_words(CAPRICE) == 31
    assert count_words("  45 mm\nAbsatz ") == 3
    assert count_words("") == 0


def test_the_reference_example_has_five_sentences() -> None:
    assert sentences(CAPRICE) == (
        "Eleganter Slingpumps für viele Anlässe von Caprice.",
        "Das Besondere ist die Trittdämpfung, die jeden Schritt weich abfedert.",
        "Obermaterial und Innenausstattung aus Leder.",
        "Flexible TR-Laufsohle mit ca. 45 mm Absatz.",
        "Weite G.",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Mit ca. 45 mm Absatz.",
        "Ideal z. B. Für Feste.",
        "Z. B. Leder und u. a. Baumwolle.",
        "Geliefert inkl. Gürtel und zzgl. Etui.",
        "Höhe max. 45 mm, Breite min. 2,5 cm.",
        "Modell Nr. 5 in Gr. 38.",
        "Waschbar bei 30 °C im Schonwaschgang.",
        "Seit dem 3. Oktober im Haus.",
        "Ab 3. 10. 2026 im Haus.",
        "Ab 03.10.2026 im Haus.",
        "Mode des 19. Jahrhunderts.",
        "Er ist 2,5 cm breit.",
        "Farben: Schwarz, Weiß usw. in vielen Größen.",
        "Leder … und mehr.",
        "100 % Baumwolle.",
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(sentence) == (sentence,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Weite G. Laufsohle aus TR.", ("Weite G.", "Laufsohle aus TR.")),
        ("In Größe 38. 100 % Baumwolle.", ("In Größe 38.", "100 % Baumwolle.")),
        ("Bei 30 °C. Nicht bleichen!", ("Bei 30 °C.", "Nicht bleichen!")),
        ("Er ist 5 cm hoch. Leder.", ("Er ist 5 cm hoch.", "Leder.")),
        ("Schön? Ja! Sehr.", ("Schön?", "Ja!", "Sehr.")),
        ("Das Modell „Anna.“ Aus Leder.", ("Das Modell „Anna.“", "Aus Leder.")),
        ("Aus Leder\n\nMit Futter", ("Aus Leder", "Mit Futter")),
        ("Vorteile:\n- leicht\n- weich", ("Vorteile:", "- leicht", "- weich")),
        ("Eine Zeile,\ndie weitergeht.", ("Eine Zeile,\ndie weitergeht.",)),
    ],
)
def test_a_text_is_split_into_sentences(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


def test_a_text_is_truncated_to_whole_sentences() -> None:
    assert cut_to_words(CAPRICE, 120) == CAPRICE
    assert cut_to_words(CAPRICE, 30) == CAPRICE.removesuffix(" Weite G.")
    assert cut_to_words(CAPRICE, 8) == "Eleganter Slingpumps für viele Anlässe von Caprice."
    assert cut_to_words(CAPRICE, 6) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leder- und Textilfutter", ["Leder-", "und", "Textilfutter"]),
        ("mit 45-mm-Absatz.", ["mit", "45-mm-Absatz"]),
        ("7/8-Hose, 2-in-1-Jacke", ["7/8-Hose", "2-in-1-Jacke"]),
        ("95% Baumwolle, 2,5 cm", ["95", "%", "Baumwolle", "2,5", "cm"]),
        ("ca. 45mm", ["ca", "45", "mm"]),
        ("bei 30°C", ["bei", "30", "°C"]),
        ("schwarz/weiß", ["schwarz", "weiß"]),
        ("T-Shirt im 80er-Jahre-Stil", ["T-Shirt", "im", "80er-Jahre-Stil"]),
        ("Zwei-Wege-Reißverschluss (Gore-Tex®)", ["Zwei-Wege-Reißverschluss", "Gore-Tex"]),
        ("So geht's", ["So", "geht's"]),
        ("Größen 38-42", ["Größen", "38", "42"]),
    ],
)
def test_a_text_is_split_into_tokens(text: str, words: list[str]) -> None:
    found = tokens(text)
    assert [token.text for token in found] == words
    assert all(text[token.start : token.end] == token.text for token in found)
