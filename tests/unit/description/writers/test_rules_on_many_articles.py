"""Hundreds of tidy and messy articles of every group: no text is too long, broken, repetitive or unsupported."""

from __future__ import annotations

import random
import re
import shutil
import subprocess

import pytest

from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import parse
from description.realise import RulesWriter
from description.writers import WritingTask

Pool = dict[str, tuple[str, ...]]

EXAMPLES = (
    "",
    "Roter Pumps von Beta. Das Besondere ist die Dämpfung. Obermaterial aus Leder. Laufsohle mit ca. 45 mm Absatz.",
    "Dieses Kleid von Beta begeistert mit seinem Schnitt. Es hat kurze Ärmel. Das Kleid besteht aus Viskose.",
)
LIMITS = (120, 60, 30, 12, 5, 1)
COMMON: Pool = {
    "Artikelnummer": ("536.514.002", "17-4711"),
    "Marke": ("Gemini", "Adele", "s.Oliver", "BOSS", "Jack & Jones", "keine Angabe"),
    "Farbe": ("weiß", "schwarz/weiß", "beige", "dunkelblau", "bunt", "Midnight Dream", "navy", "grau meliert", "rosa"),
    "Zielgruppe": ("Damen", "Herren", "Kinder", "Unisex", "Damen, Herren"),
    "Anlass": ("Freizeit", "Alltag, Freizeit", "Business", "Wandern"),
    "Stil": ("sportlich", "elegant", "casual", "Retro"),
    "Herkunftsland": ("Italien", "Türkei", "Made in Portugal"),
    "Zertifikat": ("OEKO-TEX STANDARD 100",),
    "UVP": ("79,95 €",),
    "EAN": ("4012345678901",),
    "Beschreibung": ("Dieser Artikel überzeugt Sie den ganzen Tag.",),
}
CLOTH: Pool = {
    "Material": ("95% Baumwolle, 5% Elasthan", "100 % Polyester", "98% Cotton 2% Lycra", "Jersey", "Baumwollmischung"),
    "Pflege": ("Maschinenwäsche", "waschbar bei 30°C", "Handwäsche, nicht bleichen"),
    "Muster": ("gestreift", "unifarben", "Logo-Print", "kariert"),
    "Besonderheit": (
        "Brusttasche, Ziernähte",
        "wasserabweisend, abnehmbare Kapuze",
        "mit Stretch, Kontraststreifen, Seitenschlitze",
        "hochwertige Verarbeitung, https://example.com",
        "verstellbare Träger",
    ),
    "Verschluss": ("Reißverschluss", "Knopfleiste", "ohne Verschluss", "Druckknöpfe"),
    "Passform": ("Regular Fit", "normal", "tailliert", "oversize"),
}
GROUPS: dict[str, Pool] = {
    "Slipper Sneaker Pumps Stiefelette Sandalen Ballerinas Chelsea-Boots": {
        "Obermaterial": ("Glattleder", "Leder", "Textil", "100% Leder", "Leder/Textil", "weiches Nappaleder"),
        "Innenfutter": ("Leder", "ungefüttert", "Warmfutter", "Textil"),
        "Innensohle": ("Leder", "Textil"),
        "Laufsohle": ("TR", "Gummi", "PU", "Profilsohle"),
        "Verschluss": ("Schlupf", "Schnürung", "Klettverschluss", "Reißverschluss"),
        "Besonderheit": ("Antirutschsohle, Wechselfußbett, weiche Polsterung", "wasserdicht, Zierschnalle", "GORE-TEX"),
        "Absatzhöhe": ("45 mm", "ca. 4,5 cm", "flach"),
        "Absatzform": ("Blockabsatz", "flach", "Keilabsatz"),
        "Schuhspitze": ("rund", "spitz", "offen"),
        "Schuhweite": ("G", "H", "normal"),
        "Schafthöhe": ("12 cm", "knöchelhoch"),
    },
    "T-Shirt Bluse Hemd Pullover Strickjacke Hoodie": {
        **CLOTH,
        "Ausschnitt": ("V-Ausschnitt", "Rundhals", "rund"),
        "Ärmellänge": ("Langarm", "kurz", "ärmellos", "3/4-Arm"),
        "Länge": ("hüftlang", "64 cm"),
    },
    "Kleid Sommerkleid Rock Jumpsuit Etuikleid": {
        **CLOTH,
        "Länge": ("knielang", "Mini", "Maxi", "95 cm", "kurz"),
        "Ärmellänge": ("ärmellos", "Kurzarm", "Spaghettiträger"),
        "Futter": ("ungefüttert", "100% Polyester"),
    },
    "Jeans Hose Leggings Shorts Chinohose Jogginghose": {
        **CLOTH,
        "Leibhöhe": ("normal", "hoch"),
        "Beinform": ("gerade", "schmal", "leicht ausgestellt"),
        "Länge": ("lang", "7/8", "80 cm"),
        "Taschen": ("Eingrifftaschen", "5-Pocket", "2 Gesäßtaschen"),
    },
    "Jacke Mantel Blazer Parka Weste Regenjacke": {
        **CLOTH,
        "Kragen": ("Stehkragen", "Kapuze", "Reverskragen"),
        "Taschen": ("zwei seitliche Taschen mit Reißverschluss", "Innentasche"),
        "Futter": ("100% Polyester", "Teddyfutter"),
        "Füllung": ("90% Daunen, 10% Federn", "Polyester"),
    },
    "BH Slip Socken Schlafanzug Strumpfhose Bikini": {**CLOTH, "Lieferumfang": ("3er-Pack", "2 Stück")},
    "Handtasche Rucksack Gürtel Schal Mütze Handschuhe Ohrringe": {
        "Material": ("Leder", "Polyester", "100% Wolle", "Edelstahl"),
        "Verschluss": ("Reißverschluss", "Magnetverschluss", "Dornschließe"),
        "Maße": ("30 x 20 x 10 cm", "ca. 25x18x8 cm"),
        "Volumen": ("22 l",),
        "Besonderheit": ("Handyfach, verstellbarer Schulterriemen", "mit Logo", "wendbar"),
    },
    "Bettwäsche Kissen Handtuch Vorhang Tischdecke Teppich": {
        "Material": ("100% Baumwolle", "Polyester", "80% Leinen, 20% Baumwolle"),
        "Maße": ("135x200 cm", "50 x 100 cm"),
        "Füllung": ("100% Polyester",),
        "Pflege": ("waschbar bei 60°C", "trocknergeeignet"),
        "Besonderheit": ("bügelfrei, mit Reißverschluss", "saugfähig", "blickdicht"),
    },
}
BROKEN = {
    "two spaces": r"  ",
    "space before a sign": r" [,.;:]",
    "two signs": r"[,:.] ?[,.:]",
    "nothing in brackets": r"\(\s*\)",
    "None": r"\b(?:None|nan|null)\b",
    "a word twice": r"(?i)\b(\w{2,}) \1\b",
    "a mark of the writer's own": r"[\x00-\x1f§]",
}


def articles(number: int) -> list[tuple[str, str, int]]:
    """Product data, example and limit; the same ones every time."""
    chance = random.Random(4711)  # noqa: S311
    made = []
    for at in range(number):
        types, pool = list(GROUPS.items())[at % len(GROUPS)]
        lines = [f"Produktart: {chance.choice(types.split())}"] if chance.random() < 0.95 else []
        for key, values in (*COMMON.items(), *pool.items()):
            if chance.random() < 0.55:
                lines.append(f"{key}: {chance.choice(values)}")
        made.append(
            ("\n".join([*lines, "Marke: Adele"] if len(lines) < 2 else lines), EXAMPLES[at % 3], LIMITS[at % 6])
        )
    return made


ARTICLES = articles(480)


def text_of(data: str, example: str, limit: int) -> str:
    return (
        RulesWriter()
        .write(WritingTask(Evidence(parse(data)), "", (example,) if example else (), "", limit), deadline=0.0)
        .text
    )


TEXTS = [text_of(*article) for article in ARTICLES]


def test_no_text_is_longer_than_its_limit() -> None:
    assert [
        text for (_, _, limit), text in zip(ARTICLES, TEXTS, strict=True) if not 0 < len(text.split()) <= limit
    ] == []


def test_every_text_begins_with_a_capital_and_ends_with_a_full_stop() -> None:
    assert [text for text in TEXTS if not text[0].isupper() or not text.endswith(".")] == []


@pytest.mark.parametrize("broken", BROKEN)
def test_no_text_has_a_fault_with(broken: str) -> None:
    pattern = re.compile(BROKEN[broken])
    assert [text for text in TEXTS if pattern.search(text.replace("ca. ", "").replace(". .", ".."))] == []


def test_no_sentence_is_repeated() -> None:
    assert [text for text in TEXTS if len(set(text.split(". "))) < len(text.split(". "))] == []


def test_no_text_has_unsupported_claims() -> None:
    wrong = [
        (text, [(finding.text, finding.reason) for finding in found])
        for (data, example, _), text in zip(ARTICLES, TEXTS, strict=True)
        if (found := ClaimChecker(Evidence(parse(data))).check(text, (example,) if example else ()).rejected)
    ]
    assert wrong == []


@pytest.mark.skipif(shutil.which("hunspell") is None, reason="hunspell and its German dictionary are not installed")
def test_words_unknown_to_a_dictionary_come_from_the_data() -> None:
    command = ["hunspell", "-i", "utf-8", "-d", "de_DE", "-l"]
    spelt = subprocess.run(command, input="\n".join(TEXTS), capture_output=True, text=True, check=True)
    data = "\n".join(data for data, _, _ in ARTICLES).casefold()
    known = (
        "mini-länge",
        "maxi-länge",
        "knöchelho",
        "pocket-stil",
        "maschinenwaschbar",
        "retro-stil",
        "tr-laufsohle",
    )  # Good German that the dictionary lacks.
    unknown = {word.strip(".-").casefold() for word in spelt.stdout.split()}
    strange = {
        word for word in unknown if not any(word[: len(word) - cut] in data for cut in (0, 1, 2) if len(word) > cut)
    }
    assert {word for word in strange if not word.startswith(known)} == set()
