"""Parts of an article, and short sentences that are joined."""

from __future__ import annotations

import pytest

from tests.unit.description.writers.checked_text import NOMINAL, checked_text


def text_of(data: str) -> str:
    return checked_text(data, NOMINAL, article="1")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Kapuze: abnehmbar, mit Webpelz", "Mit abnehmbarer Kapuze mit Webpelz."),
        ("Kapuze: Kunstfellrand, abnehmbar", "Mit abnehmbarer Kapuze mit Kunstfellrand."),
        ("Schließe: Dornschließe, silberfarben", "mit silberfarbener Dornschließe."),
        ("Membran: wasserdichte, atmungsaktive Membran", "Mit wasserdichter und atmungsaktiver Membran."),
        ("Träger: breit mit Volant", "Mit breiten Trägern mit Volant."),
        ("Träger: verstellbar", "Mit verstellbaren Trägern."),
        ("Bund: ohne Gummidruck", "Mit Bund ohne Gummidruck."),
        ("Leibhöhe: mittel", "mit mittlerer Leibhöhe."),
        ("Band: Ripsband schwarz", "Mit schwarzem Ripsband."),
        ("Kragen: Revers, steigend", "mit steigendem Revers."),
        ("Stillfunktion: verdeckt", "Mit verdeckter Stillfunktion."),
        ("Elastikeinsätze: beidseitig", "mit beidseitigen Elastikeinsätzen."),
        ("Packmaß: 25 x 14 cm", "Packmaß 25 x 14 cm."),
        ("Ärmel: Kurzarm mit Rippbündchen", "mit kurzen Ärmeln mit Rippbündchen."),
        ("Ärmel: Langarm\nSleeves: long", "mit langen Ärmeln."),
        ("Ärmel: Langarm\naermel: Langarm zum Krempeln", "mit langen Ärmeln zum Krempeln."),
    ],
)
def test_a_part_and_its_attributes_are_one_phrase(line: str, text: str) -> None:
    link = "" if text[0].islower() else "."  # what the first note can take stands in it
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == f"Jacke von Adele{link} {text}"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Kragen: kragenlos", "Jacke von Adele, kragenlos."),
        ("Hose: ohne Bundfalte", "Jacke von Adele. Hose: ohne Bundfalte."),
        ("Fußbodenheizung: geeignet", "Jacke von Adele. Für Fußbodenheizung geeignet."),
        ("Pflege: 40 °C, Trockner nein", "Jacke von Adele. Bei 40 °C waschbar."),
        ("Pflege: 30° Schonwäsche", "Jacke von Adele. Bei 30 °C im Schonwaschgang waschbar."),
        ("Wassersäule: 10.000 mm", "Jacke von Adele. Wassersäule 10.000 mm."),
        ("Besatz: Vollbesatz, Silikon", "Jacke von Adele. Besatz aus Silikon."),
        ("Material: Canvas, Henkel Leder", "Jacke von Adele. Material aus Canvas, Henkel aus Leder."),
        ("Qualität: Mako-Satin (100% Baumwolle)", "Jacke von Adele. Aus Mako-Satin (100 % Baumwolle)."),
        ("Zertifikat: OEKO-TEX STANDARD 100", "Jacke von Adele. Nach OEKO-TEX STANDARD 100 zertifiziert."),
        ('Print: Schriftzug "Gute Nacht"', "Jacke von Adele mit Schriftzug „Gute Nacht“."),
        ("Anlass: Hochzeit, Alltag", "Jacke für Hochzeit und Alltag von Adele."),
        ("Lieferumfang: inkl. 12 Ringe", "Jacke von Adele. Lieferumfang: 12 Ringe."),
        ("Menge: 2er-Set\nLieferumfang: 12 Ringe", "Jacke von Adele im 2er-Set. Lieferumfang: 12 Ringe."),
        ("Farbe: senf", "Senffarbene Jacke von Adele."),
        ("Bezug: Canvas\nMaterial: Polyester", "Jacke von Adele. Material aus Polyester, Bezug aus Canvas."),
    ],
)
def test_other_values_are_phrased_in_their_own_way(line: str, text: str) -> None:
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == text


def test_no_verbless_sentence_is_a_single_word() -> None:
    assert text_of("Artikel: Cape\nLänge: hüftlang\nKapuze: ja") == "Cape, hüftlang, mit Kapuze."


def test_articles_begin_in_several_ways() -> None:
    texts = [checked_text("Artikel: Cape\nMarke: Adele\nFarbe: rosa", article=str(number)) for number in range(60)]
    assert set(texts) == {
        "Dieses Cape von Adele kommt in Rosa.",
        "Das Cape von Adele kommt in Rosa.",
        "In Rosa zeigt sich dieses Cape von Adele.",
    }


@pytest.mark.parametrize(
    "line", ["Weichspüler: sparsam", "Outdoor: bedingt geeignet", "Reflektoren: Ferse", "Reflexstreifen: Rücken"]
)
def test_what_a_key_names_is_no_property_of_the_article(line: str) -> None:
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == "Jacke von Adele."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Farben: rot, schwarz, grau", "Jacke von Adele in den Farben Rot, Schwarz und Grau."),
        ("Farben: Rot; Blau", "Jacke von Adele in den Farben Rot und Blau."),
        ("Farbe: rot/blau", "Jacke von Adele in Rot und Blau."),
        ("Farben: Rot/Blau", "Jacke von Adele in Rot und Blau."),
    ],
)
def test_colours_to_choose_from_are_no_colours_of_one_article(line: str, text: str) -> None:
    assert text_of(f"Artikel: Jacke\nMarke: Adele\n{line}") == text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "Verschluss: Reißverschluss, Sturmleiste mit Druckknöpfen",
            "Sturmleiste mit Druckknöpfen",
        ),
        ("Schließe: Dornschließe, Silber matt", "Dornschließe in mattem Silber"),
        ("Schließe: Gold glänzend", "Schließe in glänzendem Gold"),
        ("Form: A-Linie", "In A-Linie"),
        ("Bund: innen verstellbar mit Knopfgummi", "innen verstellbarem Bund mit Knopfgummi"),
        ("Beinabschluss: Gummistege, austauschbar", "Beinabschluss mit austauschbaren Gummistegen"),
        ("Beinausschnitt: mittel", "mittlerem Beinausschnitt"),
        ("Gehäuse: Edelstahl, Ø 41 mm", "Edelstahlgehäuse mit 4,1 cm Durchmesser"),
        ("Rücken: U-Form", "Rücken in U-Form"),
        ("Rücken: verstellbarer Riegel", "verstellbarem Riegel am Rücken"),
        ("Rücken: Seitenschlitze", "Seitenschlitzen."),
        ("Verschluss: Schnürung, offen", "offener Schnürung"),
        ("Verschluss: Einknopf", "Einknopfverschluss"),
        ("Absatzform: Flare", "Flare-Absatz"),
        ("Ärmel: Langarm mit Stehkragen", "langen Ärmeln und Stehkragen"),
        ("Innensohle: Korkfußbett, herausnehmbar", "herausnehmbarem Korkfußbett"),
    ],
)
def test_each_value_is_said_of_what_it_belongs_to(lines: str, said: str) -> None:
    assert said in text_of(f"Artikel: Slipper\nMarke: Adele\n{lines}")


def test_a_form_that_is_an_article_is_what_it_is_cut_as() -> None:
    data = (
        "Artikel: Body\nMarke: Adele\nFarbe: rot\nForm: String\nPassform: hauteng\nVerschluss: Druckknöpfe im Schritt"
    )
    text = checked_text(data, article="1")
    assert "auteng und als String geschnitten" in text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Ärmelfutter: Steppfutter", "Steppfutter als Ärmelfutter"),
        ("Datumsanzeige: ja", "Datumsanzeige"),
        ("Motiv: Bagger", "Baggermotiv"),
        ("Motiv: Bärchen", "Bärchenmotiv"),
        ("Inhalt: 6 Paar", "(6 Paar)"),
    ],
)
def test_a_value_of_one_kind_with_its_part_has_its_own_phrase(lines: str, said: str) -> None:
    assert said in text_of(f"Artikel: Gürtel\nMarke: Adele\n{lines}")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Maße: Bettbezug 135x200 cm, Kissenbezug 80x80 cm", "Der Bettbezug misst 135 x 200 cm, der Kissenbezug 80 x"),
        ("Kettenlänge: 42 + 5 cm verstellbar", "hat eine um 5 cm verstellbare Kettenlänge von 42 cm"),
        ("Bundweiten: 85–120 cm", "hat eine Bundweite von 85 bis 120 cm"),
        ("Zertifikat: chromfrei gegerbt", "ist chromfrei gegerbt."),
        ("Besonderheit: Wassersäule 10.000 mm", "Wassersäule von 10.000 mm"),
        ("Farbvarianten: senf / petrol", "in den Farben Senf und Petrol"),
        ("Besonderheit: Waffelpiqué, 100 % Baumwolle", "aus Waffelpiqué (100 % Baumwolle)"),
        ("Wasserdichtigkeit: 5 bar", "ist bis 5 bar wasserdicht"),
        ("Lieferumfang: Decke, Staubbeutel", "Zum Lieferumfang gehört ein Staubbeutel."),
    ],
)
def test_what_has_a_measure_a_colour_or_a_fabric_of_its_own_is_said_so(lines: str, said: str) -> None:
    assert said in checked_text(f"Artikel: Decke\nMarke: Adele\nGewicht: 2 kg\n{lines}", article="1")
