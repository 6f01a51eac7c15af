"""Faults that make a sentence broken."""

from __future__ import annotations

import pytest

from bildtext_dev.quality.agreement import genders_of
from bildtext_dev.quality.sentences import faults
from bildtext_dev.quality.spelling import dictionary, misspelt, unknown_words


@pytest.mark.parametrize(
    "text",
    [
        "Weißer Slipper von Gemini zum Hineinschlüpfen.",
        "Das Besondere sind die Antirutschsohle, das Wechselfußbett und die weiche Polsterung.",
        "Obermaterial aus Glattleder, Innensohle aus Leder. Laufsohle aus TR.",
        "Eleganter Slingpumps für viele Anlässe von Caprice.",
        "Mit Brust- und Seitentaschen.",
        "Das Besondere ist die atmungsaktive Membran.",
        "Das Besondere ist die Trittdämpfung, die jeden Schritt weich abfedert.",
        "Obermaterial und Innenausstattung aus Leder. Flexible TR-Laufsohle mit ca. 45 mm Absatz. Weite G.",
        "Die Schuhe sind aus weichem Leder, z. B. für 3,5 cm hohe Absätze (ca. 20 mm).",
        "Ein Hemd, das in der Maschine bei 30 °C gewaschen wird. 95 % Baumwolle, 5 % Elasthan.",
        "Die Strumpfhose hat 20 den. Die Stärke beträgt 15\u00a0den.",
        "Weiße Shorts mit weichem Gummizug. Die Ärmel sind lang. Der Ärmel ist lang.",
    ],
)
def test_correct_german_has_no_fault(text: str) -> None:
    assert faults(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty text"),
        ("weißer Slipper von Gemini.", "starts in lower case"),
        ("Weißer Slipper von Gemini", "no full stop"),
        ("Der Schuh ist aus Leder. obermaterial aus Leder.", "starts in lower case"),
        ("Die die Sohle ist aus TR.", "doubled word"),
        ("Weißer  Slipper von Gemini.", "double space"),
        ("Weißer Slipper , von Gemini.", "space before a mark"),
        ("Weißer Slipper von Gemini..", "doubled mark"),
        ("Weißer Slipper mit.", "hanging word"),
        ("Slipper aus Leder und.", "hanging word"),
        ("Slipper aus Leder ().", "empty brackets"),
        ("Slipper aus None gemacht.", "placeholder"),
        ("Wasserdicht: Ja ist er.", "placeholder"),
        ("Slipper aus Leder (weich.", "unpaired"),
        ("Ein Neckholder- von Silvaro.", "hanging hyphen"),
        ("Lieferumfang: Jacke und.", "hanging word"),
        ("Besonderheit: Obermat.: Rauleder.", "two labels"),
        ("Zur Ausstattung gehören die goldfarben.", "article without a noun"),
        ("Die Hose ist zwei seitlich.", "number without a noun"),
        ("Die Sohle besteht aus Ledersohle.", "part of itself"),
        ("Ein Kleid mit ärmellosen Ärmeln.", "without and with"),
        ("Pflege: 60 °Cwaschbar.", "no space after a unit"),
        ("Wasserdicht.", "one word alone"),
        ("Der Sohle ist aus dem weiche Leder und das Sohle auch.", "agreement"),
        ("Weißes Slipper von Gemini.", "agreement"),
        ("Eine Pullover aus Wolle.", "agreement"),
        ("Mit weicher Leder gefüttert.", "agreement"),
        ("Die Schuhe ist schön.", "agreement"),
        ("Das Besondere ist die Eingrifftaschen.", "agreement"),
        ("Das Besondere ist die Antirutschsohle und das Wechselfußbett.", "agreement"),
    ],
)
def test_a_broken_sentence_is_named(text: str, kind: str) -> None:
    assert any(fault.startswith(kind) for fault in faults(text)), faults(text)


def test_a_compound_has_the_gender_of_its_last_part() -> None:
    assert genders_of("Antirutschsohle") == {"f"}
    assert genders_of("TR-Laufsohle") == {"f"}
    assert genders_of("Zweiwege-Reißverschluss") == {"m"}
    assert genders_of("Qwertz") == frozenset()


def test_unknown_words_count_only_if_the_data_lacks_them() -> None:
    unknown = frozenset({"Gemini", "Geminis", "Schlupff"})
    assert misspelt("Geminis Slipper mit Schlupff", "Marke: Gemini", unknown) == ("Schlupff",)
    assert misspelt("Viskosen Hemdd", "", frozenset({"Viskosen", "Hemdd"}), frozenset({"viskose"})) == ("Hemdd",)


@pytest.mark.skipif(not dictionary(), reason="hunspell or its dictionary de_DE is not installed")
def test_hunspell_knows_compounds_and_finds_misspelt_words() -> None:
    assert unknown_words(["Wechselfußbett aus Glatleder", "weiße Bluze"]) == {"Glatleder", "Bluze"}
