"""What the data says of which part and at which place, and what a text says of them."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

_JEANS = "Artikel: Jeans Damen / Knieflicken: ja, Wildleder, beige / Farbe: Blau / Material: 100 % Baumwolle"
_BAG = "Artikel: Umhängetasche Damen / Schulter-Polster: ja, Filz, grau / Material: Canvas / Farbe: Grün"
_CARDIGAN = "Artikel: Strickjacke Damen / Material: Wolle / Farbe: Creme, Knöpfe Braun"
_SNEAKER = "Artikel: Sneaker Herren / Farbe: Weiß, Ferse Grün / Obermaterial: Leder"
_HOODIE = "Artikel: Kapuzenpullover Herren / Farbe: Navy, Kordel Weiß / Kapuze innen aus Jersey / Material: Baumwolle"
_HAT = "Artikel: Wintermütze / Krempe innen aus Fleece, Bommel aus Kunstfell / Obermaterial: Wolle"
_BOOTS = "Artikel: Chelsea Boots / Sohle: Gummi, profiliert, schwarz matt / Obermaterial: Rauleder / Farbe: Sand"
_PYJAMA = "Artikel: Schlafanzug Damen / Oberteil: Jersey, rosa / Hose: Flanell, blau kariert"
_DRESS = "Artikel: Kinderkleid / Oberteil: Jersey / Rock: Tüll / Farbe: Oberteil grün, Rock weiß"
_CUSHION = "Artikel: Kissen / Hülle vorn: Samt, grün / Hülle hinten: Leinen, natur / Füllung: Federn"
_CURTAIN = "Artikel: Duschvorhang / Motiv vorn: Segelboote / Motiv hinten: Wellen / Farbe: Blau"
_BREECHES = (
    "Artikel: Reithose Damen / Zwickel: im Schritt / Taschen: 1 Handytasche innen am Oberschenkel / "
    "Reflexstreifen: hinten, silber"
)
_PURSE = "Artikel: Geldbörse / Münzfach: außen, mit Druckknopf / Kartenfächer: innen, 8 / Material: Rindsleder"
_LINED = "Artikel: Kleid / Futter: nur im Oberteil, 100 % Baumwolle / Material: Viskose"
_SWIMSUIT = "Artikel: Badeanzug / Futter: 90 % Polyester, 10 % Elasthan (Vorderteil) / Material: Polyamid"
_WELLIES = "Artikel: Gummistiefel / Schaft: Neopren, wärmend / Galosche: Naturkautschuk, wasserdicht / Farbe: Grün"
_RUG = "Artikel: Teppich / Flor: Schurwolle / Rücken: Baumwolle / Farbe: Grau"
_JACKET = "Artikel: Wendejacke / Außenseite: Nylon, blau / Innenseite: Fleece, grau"
_BLANKET = "Artikel: Decke / Oberseite: Samt; Unterseite: Plüsch / Farben: oben grün, unten weiß"
_ANORAK = "Artikel: Anorak / Material: 100 % Nylon (Ripstop) / Einsatz Rücken: Mesh, 100 % Polyester"
_BOMBER = "Artikel: Jacke / Futter: Rumpf Fleece, Ärmel Nylon / Obermaterial: Polyester / Farbe: Blau"
_RUCKSACK = (
    "Artikel: Rucksack / Schultergurte: abnehmbar / Taschen: 1 Fronttasche mit RV, 2 Netztaschen / Volumen: 22 l"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (_JEANS, "Die beigen Flicken aus Wildleder schützen die Knie."),
        (_JEANS, "Auf den Knien sitzen Flicken in Beige."),
        (_BAG, "Ein graues Polster aus Filz schont die Schulter."),
        (_CARDIGAN, "Die braunen Knöpfe heben sich von der cremefarbenen Strickjacke ab."),
        (_CARDIGAN, "Knöpfe in Braun setzen einen Akzent."),
        (_SNEAKER, "Die grüne Ferse macht den weißen Sneaker unverwechselbar."),
        (_SNEAKER, "An der Ferse ist der Sneaker grün."),
        (_HOODIE, "Die weiße Kordel hebt sich vom Navy des Pullovers ab."),
        (_HOODIE, "Innen ist die Kapuze mit Jersey gefüttert."),
        (_HAT, "Fleece wärmt unter der Krempe."),
        (_HAT, "Obenauf sitzt ein Bommel aus Kunstfell."),
        (_BOOTS, "Die schwarze Gummisohle ist profiliert."),
        (_BOOTS, "Unter dem sandfarbenen Rauleder steckt eine mattschwarze Profilsohle."),
        (_PYJAMA, "Oben schmeichelt rosa Jersey, unten wärmt blau karierter Flanell."),
        (_PYJAMA, "Im Oberteil ist der Jersey rosa."),
        (_DRESS, "Der weiße Rock aus Tüll schwingt bei jedem Schritt."),
        (_DRESS, "Grün oben, weiß unten: So tanzt es sich gut."),
        (_CUSHION, "Vorn Samt, hinten Leinen: ein Kissen mit zwei Gesichtern."),
        (_CUSHION, "Hinten kommt naturfarbenes Leinen zum Einsatz."),
        (_CURTAIN, "Die Vorderseite zeigt Segelboote, die Rückseite Wellen."),
        (_BREECHES, "Hinten leuchtet ein silberner Reflexstreifen."),
        (_PURSE, "Das Münzfach außen schließt ein Druckknopf."),
        (_PURSE, "Innen warten acht Kartenfächer, außen liegt das Münzfach."),
        (_LINED, "Im Oberteil ist das Kleid gefüttert."),
        (_WELLIES, "Die wasserdichte Galosche besteht aus Naturkautschuk."),
        (_RUG, "Der Wollflor liegt auf einem Rücken aus Baumwolle."),
        (_JACKET, "Die graue Innenseite aus Fleece wärmt."),
        (_JACKET, "Außen blaues Nylon, innen graues Fleece."),
        (_BLANKET, "Unten wartet weißer Plüsch."),
        (_ANORAK, "Am Rücken lüftet Mesh aus Polyester."),
        (_BOMBER, "Am Rumpf wärmt Fleece."),
        (_RUCKSACK, "Die Fronttasche schließt per Reißverschluss."),
        (_RUCKSACK, "Die Schultergurte lassen sich ganz abnehmen."),
        (
            "Artikel: Bettwäsche / Kissenbezug: 80 x 80 cm / Bettbezug: 135 x 200 cm",
            "Kissen- und Bettbezug passen gut.",
        ),
        ("Artikel: BH / Verschluss: Haken und Ösen", "Hinten wird er mit Haken und Ösen verschlossen."),
    ],
)
def test_what_the_data_says_of_a_part_or_place_is_supported(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        (_JEANS, "Die [blauen] Flicken an den Knien fallen sofort auf."),
        (_JEANS, "Die Jeans in [Beige] passt zu fast allem."),
        (_BAG, "Ein [grünes] Polster schont die Schulter."),
        (_CARDIGAN, "Die [braune] Strickjacke wärmt an kühlen Tagen."),
        (_CARDIGAN, "Die [cremefarbenen] Knöpfe sind groß und griffig."),
        (_SNEAKER, "Der [grüne] Sneaker wirkt frisch und leicht."),
        (_HOODIE, "Eine [navyblaue] Kordel hält die Kapuze."),
        (_HAT, "Der Bommel aus [Fleece] wippt bei jedem Schritt."),
        (_BOOTS, "Die [sandfarbene] Gummisohle ist profiliert."),
        (_PYJAMA, "Das Oberteil aus [blauem] Jersey ist bequem."),
        (_PYJAMA, "Die Hose aus [Jersey] fällt locker."),
        (_DRESS, "Das Oberteil aus [weißem] Jersey trägt sich angenehm."),
        (_DRESS, "Ein Rock aus [grünem] Tüll schwingt mit."),
        (_CUSHION, "Die Vorderseite ist aus [Leinen] genäht."),
        (_CUSHION, "Die Rückseite in [Grün] wirkt edel."),
        (_CURTAIN, "Die [Rückseite] zeigt Segelboote."),
        (_CURTAIN, "Während die [Rückseite] Segelboote zeigt, bleibt die Farbe blau."),
        (_BREECHES, "Ein Zwickel [am Knie] gibt Bewegungsfreiheit."),
        (_BREECHES, "Die Handytasche sitzt [am Bund]."),
        (_BREECHES, "[Vorn] leuchtet ein silberner Reflexstreifen."),
        (_PURSE, "Das Münzfach liegt [innen]."),
        (_PURSE, "[Außen] finden sich acht Kartenfächer."),
        (_LINED, "[Im Rockteil] ist das Kleid mit einem Futter aus Baumwolle ausgestattet."),
        (_SWIMSUIT, "Das [Rückenteil des Badeanzugs ist mit Polyester] und Elasthan gefüttert."),
        (_WELLIES, "Der [wasserdichte] Schaft hält warm."),
        (_WELLIES, "[Wasserdicht] ist der Schaft."),
        (_RUG, "Der weiche [Baumwollflor] schmeichelt den Füßen."),
        (_JACKET, "Die [Fleece-Außenseite] wärmt."),
        (_JACKET, "Die [graue] Außenseite ist schlicht."),
        (_BLANKET, "Die [weiße] Oberseite schimmert."),
        (_ANORAK, "Außen kommt Ripstop aus [Polyester] zum Einsatz."),
        (_BOMBER, "Die Ärmel sind mit [Fleece] gefüttert."),
        (
            "Artikel: Turnschuh Kinder / Reflektoren: an der Zunge / Farbe: Blau",
            "Damit man sie sieht, sitzen reflektierende Elemente [an der Ferse].",
        ),
    ],
)
def test_what_the_data_says_of_another_part_or_place_is_a_finding(data: str, marked: str) -> None:
    assert is_found(data, marked)


@pytest.mark.parametrize(
    ("data", "true", "false"),
    [
        (
            "Artikel: Top / Verschluss: Bindeband im Nacken / Kapuze: mit Kordelzug",
            "Das Top hat ein Bindeband im Nacken und eine Kapuze.",
            "Das Top hat ein Bindeband am Saum.",
        ),
        (
            "Artikel: Top / Verschluss: Bindeband im Nacken / Kapuze: mit Kordelzug",
            "Das Top kommt mit Bindeband im Nacken und Kapuze mit Kordelzug.",
            "Das Top hat ein Bindeband am Rücken und Saum.",
        ),
        (
            "Artikel: Socken / Spitze: verstärkt / Bund: Gummi mit Kordelzug",
            "Die Socken setzen auf eine verstärkte Spitze und einen Gummibund mit Kordelzug.",
            "Der Kordelzug sitzt auf der Spitze.",
        ),
        (
            "Artikel: Rucksack / Brustgurt: ja / Nackenschutz: ja / Muster: gestreift",
            "Der Rucksack hat Streifen und einen Brustgurt und ist mit Nackenschutz ausgestattet.",
            "Der Rucksack hat Streifen und einen Brustgurt und ist mit Karos bedruckt.",
        ),
        (
            "Artikel: Einlegesohle / Material: Leder",
            "Die Einlegesohle ist aus Leder.",
            "Die Einlegesohle ist aus Filz.",
        ),
        (
            "Artikel: Jacke / Belüftung: Reißverschluss an der Innenseite / Farbe: blau",
            "Jacke in Blau mit Reißverschluss an der Innenseite.",
            "Jacke in Blau mit Druckknopf an der Innenseite.",
        ),
        (
            "Artikel: Hemd / Kragen: Button-down / Brustgurt: ja / Farbe: blau",
            "Mit Button-down-Kragen und Brustgurt präsentiert sich dieses Hemd in Blau.",
            "Mit Stehkragen und Brustgurt präsentiert sich dieses Hemd in Blau.",
        ),
        (
            "Artikel: Panty / Stäbchen: ja / Bauchweg-Effekt: ja / Details: Spitzenbesatz am Ärmel",
            "Die Panty hat Stäbchen, einen Bauch-Weg-Effekt und einen Spitzenbesatz am Ärmel.",
            "Die Panty hat Stäbchen, einen Bauch-Weg-Effekt und einen Spitzenbesatz am Bund.",
        ),
        (
            "Artikel: Bluse / Ärmel: 3/4-Arm / Passform: Slim Fit",
            "Sie ist im Slim Fit geschnitten und hat Dreiviertelärmel.",
            "Sie ist im Slim Fit geschnitten und hat lange Ärmel.",
        ),
        (
            "Artikel: Sandale / Obermaterial: Rauleder, Textil / Absatzhöhe: 45 mm",
            "Die Sandale ist aus Rauleder und Textil gefertigt und hat einen 45 mm hohen Absatz.",
            "Die Sandale ist aus Rauleder und Textil gefertigt und hat einen 55 mm hohen Absatz.",
        ),
        (
            "Artikel: Chino / Beinverlauf: gerade / Beinform: Tapered",
            "Die Chino hat ein gerades Bein.",
            "Die Chino hat ein weites Bein.",
        ),
        (
            "Artikel: Jacke / Träger: verstellbar / Daumenschlaufe: an den Ärmeln",
            "Die Daumenschlaufe ist beim Tragen bequem.",
            "Die Daumenschlaufe sitzt am Träger.",
        ),
    ],
)
def test_what_stands_beside_a_thing_is_not_its_place_or_owner(data: str, true: str, false: str) -> None:
    """Sentences of the rules writer, which the checker must not reject."""
    assert flagged(data, true) == []
    assert flagged(data, false) != []
