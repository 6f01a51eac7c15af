"""Parts of an article, and short sentences that are joined."""

from __future__ import annotations

import pytest

from description.claims import ClaimChecker
from description.evidence import Evidence
from description.product_data import parse
from description.realise import RulesWriter
from description.writers import WritingTask

NOMINAL = "Schwarze Tasche von Anton. Obermaterial aus Nylon. Mit Reißverschluss. Breite 30 cm."


def text_of(data: str, article: str = "1", example: str = NOMINAL) -> str:
    facts = Evidence(parse(data))
    examples = (example,) if example else ()
    text = RulesWriter().write(WritingTask(facts, article, examples), deadline=0.0).text.replace("\u00a0", " ")
    assert ClaimChecker(facts).check(text, examples).rejected == ()
    return text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Kapuze: abnehmbar, mit Webpelz", "Mit abnehmbarer Kapuze mit Webpelz."),
        ("Kapuze: Kunstfellrand, abnehmbar", "Mit abnehmbarer Kapuze mit Kunstfellrand."),
        ("Schließe: Dornschließe, silberfarben", "Mit silberfarbener Dornschließe."),
        ("Membran: wasserdichte, atmungsaktive Membran", "Mit wasserdichter und atmungsaktiver Membran."),
        ("Träger: breit mit Volant", "Mit breiten Trägern mit Volant."),
        ("Träger: verstellbar", "Mit verstellbaren Trägern."),
        ("Bund: ohne Gummidruck", "Mit Bund ohne Gummidruck."),
        ("Leibhöhe: mittel", "Mit mittlerer Leibhöhe."),
        ("Band: Ripsband schwarz", "Mit schwarzem Ripsband."),
        ("Kragen: Revers, steigend", "Mit steigendem Revers."),
        ("Stillfunktion: verdeckt", "Mit verdeckter Stillfunktion."),
        ("Ärmel: Kurzarm mit Rippbündchen", "Mit kurzen Ärmeln mit Rippbündchen."),
    ],
)
def test_a_part_and_its_attributes_are_one_phrase(line: str, text: str) -> None:
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == f"Jacke von Adele. {text}"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Kragen: kragenlos", "Jacke von Adele, kragenlos."),
        ("Hose: ohne Bundfalte", "Jacke von Adele. Hose: ohne Bundfalte."),
        ("Fußbodenheizung: geeignet", "Jacke von Adele. Fußbodenheizung: geeignet."),
        ("Pflege: 40 °C, Trockner nein", "Jacke von Adele. Pflege: 40 °C."),
        ("Pflege: 30° Schonwäsche", "Jacke von Adele. Pflege: 30 °C Schonwäsche."),
        ("Wassersäule: 10.000 mm", "Jacke von Adele. Wassersäule 10.000 mm."),
        ("Besatz: Vollbesatz, Silikon", "Jacke von Adele. Besatz aus Silikon."),
        ("Material: Canvas, Henkel Leder", "Jacke von Adele. Material aus Canvas, Henkel aus Leder."),
        ("Qualität: Mako-Satin (100% Baumwolle)", "Jacke von Adele. Material aus Mako-Satin (100 % Baumwolle)."),
        ("Zertifikat: OEKO-TEX STANDARD 100", "Jacke von Adele. Zertifikat: OEKO-TEX STANDARD 100."),
        ('Print: Schriftzug "Gute Nacht"', "Jacke von Adele. Muster: Schriftzug „Gute Nacht“."),
        ("Anlass: Hochzeit, Sommerfest", "Jacke für Hochzeit und Sommerfest von Adele."),
        ("Lieferumfang: inkl. 12 Ringe", "Jacke von Adele. Lieferumfang: mit 12 Ringen."),
    ],
)
def test_other_values_are_phrased_in_their_own_way(line: str, text: str) -> None:
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == text


def test_no_verbless_sentence_is_a_single_word() -> None:
    assert text_of("Artikel: Cape\nLänge: hüftlang\nKapuze: ja") == "Cape, hüftlang, mit Kapuze."


def test_articles_begin_in_several_ways() -> None:
    texts = [text_of("Artikel: Cape\nMarke: Adele\nFarbe: rosa", str(number), "") for number in range(60)]
    assert set(texts) == {
        "Dieses Cape von Adele kommt in Rosa.",
        "Das Cape von Adele kommt in Rosa.",
        "Von Adele kommt dieses Cape in Rosa.",
        "In Rosa kommt dieses Cape von Adele.",
        "Cape von Adele in Rosa.",
    }
