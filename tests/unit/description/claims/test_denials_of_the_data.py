"""What the data denies, of a part, of the article or of what is delivered."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Hosenträger / Länge: 120 cm (kürzbar) / Clips: Metall",
            [
                "Die Hosenträger lassen sich kürzen.",
                "Die Hosenträger können gekürzt werden.",
            ],
        ),
        (
            "Artikel: Schreibtischlampe / Arm: fest, nicht schwenkbar / Schirm: Metall / Fuß: abnehmbar",
            [
                "Der Arm ist fest und nicht schwenkbar.",
                "Der Arm lässt sich nicht schwenken.",
            ],
        ),
        (
            "Artikel: Sandale / Riemen: nicht verstellbar, fest vernäht / Sohle: Kork",
            [
                "Die Riemen sind nicht verstellbar.",
                "Verstellen lassen sich die Riemen nicht.",
            ],
        ),
        (
            "Artikel: Laufschuh / Größen 36 bis 46, Zwischengrößen: nein / Farbe: Blau",
            [
                "Zwischengrößen gibt es nicht.",
            ],
        ),
        (
            "Artikel: Kleid / Sonstiges: Lieferung ohne Gürtel",
            [
                "Ein Gürtel gehört nicht zum Lieferumfang.",
                "Das Kleid kommt ohne Gürtel zu Ihnen.",
            ],
        ),
        (
            "Artikel: Bilderrahmen / Lieferung: ohne Passepartout",
            [
                "Ein Passepartout wird nicht mitgeliefert.",
            ],
        ),
        (
            "Artikel: Fahrradlicht / Einsatz: bei Tag geeignet, nicht bei Nacht",
            [
                "Für die Nacht ist das Licht nicht geeignet.",
            ],
        ),
        (
            "Artikel: Sitzkissen / Outdoor geeignet: nein / Farbe: Rot",
            [
                "Für draußen ist das Kissen nicht geeignet.",
                "Im Wohnzimmer macht das Kissen den Stuhl bequem.",
            ],
        ),
        (
            "Artikel: Sitzkissen / Outdoor geeignet: ja / Farbe: Rot",
            [
                "Das Kissen macht den Stuhl auf der Terrasse bequem.",
            ],
        ),
        (
            "Artikel: Teppich / Einsatzbereich: nur innen",
            [
                "Im Wohnzimmer liegt der Teppich gut.",
            ],
        ),
        (
            "Artikel: Strumpfhose / Extras: flache Naht; Zwickel: nein",
            [
                "Auf einen Zwickel wird verzichtet.",
                "Die Strumpfhose kommt ohne Zwickel aus.",
            ],
        ),
        (
            "Artikel: Parka / Kapuze: abnehmbar / Futter: nein / Bund: Rippbündchen",
            [
                "Wer es luftig mag, trägt den Parka ohne Kapuze.",
                "Nehmen Sie die Kapuze einfach ab.",
            ],
        ),
        (
            "Artikel: Beutel / Druck: keiner / Farbe: Natur",
            [
                "Der unbedruckte Beutel ist naturfarben.",
            ],
        ),
        (
            "Artikel: BH / Cups: ohne Bügel, vorgeformt",
            [
                "Die Cups kommen ganz ohne Bügel aus.",
                "Auf Bügel verzichten die Cups völlig.",
            ],
        ),
        (
            "Artikel: Pyjamahose / Beinabschluss: gerade, ohne Bündchen / Taschen: 2",
            [
                "Bündchen gibt es am Beinabschluss keine.",
            ],
        ),
    ],
)
def test_what_the_data_says_is_supported(data: str, texts: list[str]) -> None:
    assert {text: found for text in texts if (found := flagged(data, text))} == {}


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Hosenträger / Länge: 120 cm (kürzbar) / Clips: Metall",
            [
                "Die Hosenträger lassen sich [nicht kürzen].",
                "[Kürzen] kann man die Hosenträger nicht.",
            ],
        ),
        (
            "Artikel: Schreibtischlampe / Arm: fest, nicht schwenkbar / Schirm: Metall / Fuß: abnehmbar",
            [
                "Der [schwenkbare] Arm bringt das Licht an die richtige Stelle.",
                "Der Arm lässt sich [schwenken].",
            ],
        ),
        (
            "Artikel: Brille / Bügel: starr, nicht biegsam / Nasenauflage: justierbar",
            [
                "[Biegsame Bügel] passen sich dem Kopf an.",
            ],
        ),
        (
            "Artikel: Sandale / Riemen: nicht verstellbar, fest vernäht / Sohle: Kork",
            [
                "[Verstellbare Riemen] halten den Fuß.",
                "Ein [verstellbarer] Riemen hält den Fuß.",
                "Die Riemen lassen sich [verstellen].",
            ],
        ),
        (
            "Artikel: Laufschuh / Größen 36 bis 46, Zwischengrößen: nein / Farbe: Blau",
            [
                "Auch [Zwischengrößen] sind lieferbar.",
                "Den Schuh gibt es auch in [Zwischengrößen].",
            ],
        ),
        (
            "Artikel: Kleid / Sonstiges: Lieferung ohne Gürtel",
            [
                "Geliefert wird das Kleid [inklusive Gürtel].",
                "Ein passender [Gürtel] liegt bei.",
            ],
        ),
        (
            "Artikel: Bilderrahmen / Lieferung: ohne Passepartout",
            [
                "Der Rahmen kommt [samt Passepartout].",
                "Mitgeliefert wird auch ein [Passepartout].",
            ],
        ),
        (
            "Artikel: Fahrradlicht / Einsatz: bei Tag geeignet, nicht bei Nacht",
            [
                "Das Licht begleitet Sie auch auf [nächtlichen] Fahrten.",
                "Für Fahrten in der [Nacht] ist das Licht gedacht.",
            ],
        ),
        (
            "Artikel: Sitzkissen / Outdoor geeignet: nein / Farbe: Rot",
            [
                "Das Kissen macht den Stuhl auf der [Terrasse] bequem.",
                "Ob im Wohnzimmer oder auf dem [Balkon], das Kissen passt.",
                "Im [Garten] sitzt man darauf bequem.",
                "Für [draußen] ist das Kissen ideal.",
            ],
        ),
        (
            "Artikel: Teppich / Einsatzbereich: nur innen",
            [
                "Auch auf der [Terrasse] liegt der Teppich gut.",
            ],
        ),
        (
            "Artikel: Strumpfhose / Extras: flache Naht; Zwickel: nein",
            [
                "Ein [Zwickel] sorgt für Komfort.",
            ],
        ),
        (
            "Artikel: Parka / Kapuze: abnehmbar / Futter: nein / Bund: Rippbündchen",
            [
                "[Fest angenäht] ist die Kapuze.",
                "Die Kapuze lässt sich [nicht abnehmen].",
            ],
        ),
        (
            "Artikel: Beutel / Druck: keiner / Farbe: Natur",
            [
                "Der [bedruckte] Beutel ist naturfarben.",
            ],
        ),
        (
            "Artikel: BH / Cups: ohne Bügel, vorgeformt",
            [
                "[Bügel] stützen die Cups.",
            ],
        ),
        (
            "Artikel: Shorts / Etikett: gedruckt, kein Einnäher",
            [
                "Ein [Einnäher] zeigt die Größe.",
            ],
        ),
        (
            "Artikel: Pyjamahose / Beinabschluss: gerade, ohne Bündchen / Taschen: 2",
            [
                "[Bündchen] am Beinabschluss halten die Hose.",
                "Weiche [Bündchen] schließen die Beine ab.",
            ],
        ),
    ],
)
def test_what_the_data_rules_out_is_found_at_its_place(data: str, texts: list[str]) -> None:
    assert [text for text in texts if not is_found(data, text)] == []
