"""Checks that article, adjective and verb agree with a noun in gender and number.

The small noun table is deliberately separate from the function's vocabulary, whose mistakes it is meant to find. Only
certain errors are reported; nouns that are not in the table are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Singular nouns by gender. A compound has the gender of its last part, so the longest known ending decides.
_NOUNS: Final = {
    "m": """
        Schuh Slipper Stiefel Sneaker Loafer Mokassin Clog Pantoffel Absatz Verschluss Reißverschluss Kragen
        Ärmel Ausschnitt Gürtel Mantel Parka Blazer Pullover Rock Bund Saum Schal Hut Rucksack Knopf Riemen
        Gummizug Kordelzug Schlupf Cardigan Pyjama Slip Handschuh Stoff Oberstoff Schlitz Schaft Rand
        Zehenschutz Besatz Anhänger Stein Ring Vorhang Teppich Bezug Overall Jumpsuit Body Strampler Poncho
        Badeanzug Bikini Trenchcoat Bademantel Morgenmantel Schnitt Druck Print Rücken Träger Henkel Griff Bügel
        Schirm Shopper Trolley Helm Druckknopf Ohrstecker Klettverschluss Schutz Rollkragen Schalkragen""",
    "f": """
        Sohle Sandale Sandalette Stiefelette Ballerina Pantolette Jacke Weste Bluse Hose Jeans Chino Kapuze
        Tasche Farbe Passform Weite Polsterung Dämpfung Schnürung Schnalle Schließe Spitze Naht Ferse Länge
        Breite Höhe Füllung Manschette Knopfleiste Decke Bettwäsche Hülle Mütze Krawatte Kette Uhr Brille
        Strickjacke Tunika Leibhöhe Membran Wolle Baumwolle Schurwolle Seide Viskose Schleife Stickerei Leggings
        Strumpfhose Unterhose Matte Fliege Clutch Börse Taille Schürze Pflege Waschung Verzierung Applikation
        Optik Struktur Form Herkunft Korsage Culotte Bermuda""",
    "n": """
        Leder Fußbett Futter Material Obermaterial Kleid Hemd Shirt Top Sakko Dirndl Muster Profil Gewicht
        Volumen Band Bündchen Leinen Polyester Polyamid Elasthan Handtuch Tuch Kissen Laken Armband Gehäuse Cape
        Fell Lammfell Logo Riemchen Oberteil Unterteil Nachthemd Unterhemd Bein Detail Plateau Design Fach
        Innenfach Set Etui Gestell Textil Mesh Poloshirt Sweatshirt Longsleeve Kostüm Stirnband Plaid
        Zifferblatt""",
    "p": """
        Schuhe Sohlen Stiefel Stiefeletten Sandalen Sandaletten Ballerinas Slipper Sneaker Shorts Hosen Taschen
        Knöpfe Ärmel Träger Fransen Socken Strümpfe Handschuhe Ohrstecker Pailletten Perlen Nieten Schnallen
        Riemen Details Bündchen Boxershorts Badeshorts Eingrifftaschen Schulterklappen Druckknöpfe Haken Ösen
        Nähte Streifen Punkte Cups Henkel Handtücher Strapse Reflektoren Innenfächer Loafer Clogs Espadrilles
        Muster Stiche Farben Volants Jeans Leggings Bündel Falten Bänder Jacken Röcke Kleider Kissen Griffe
        Bügel Fächer Kragen Slips Tights Pumps Boots""",
}
_GENDERS: Final = {
    noun.casefold(): frozenset(gender for gender, nouns in _NOUNS.items() if noun in nouns.split())
    for nouns in _NOUNS.values()
    for noun in nouns.split()
}
# "Pumps", "Band", "Set" etc. have more forms than listed, or two genders.
_UNSURE: Final = frozenset(
    {"pumps", "band", "boots", "bündel", "spitze", "bein", "druck", "print", "bund", "jeans", "chino", "ballerina"}
)

_DETERMINERS: Final = {
    "der": "mfp", "die": "fp", "das": "n", "dem": "mn", "des": "mn", "den": "mp", "ein": "mn", "eine": "f",
    "einen": "m", "einem": "mn", "einer": "f", "eines": "mn", "vom": "mn", "zum": "mn", "beim": "mn", "zur": "f",
    "ins": "n", "ans": "n", "kein": "mn", "keine": "fp", "keinen": "mp", "seine": "fp", "ihre": "fp",
}  # fmt: skip
_DATIVE: Final = {"em": "mn", "er": "f", "en": "p"}  # aus weichem Leder, mit weicher Sohle, mit weichen Sohlen
_OPENING: Final = {"er": "m", "e": "fp", "es": "n"}  # Weißer Slipper, Weiße Hose, Weißes Hemd
_COLOURS: Final = "weiß|schwarz|blau|rot|grün|gelb|grau|braun|golden|silbern|farben|bunt"

_VERBS: Final = "ist|sind|hat|haben|besteht|bestehen|sorgt|sorgen|wird|werden|macht|machen"
_NOUN: Final = r"([A-ZÄÖÜ][\w-]+)"

_WITH_DETERMINER = re.compile(
    rf"(?<!, )\b((?i:{'|'.join(_DETERMINERS)})) ((?:[a-zäöüß-]+(?:e|en|em|er|es) ){{0,2}}){_NOUN}"
)
_AFTER_PREPOSITION = re.compile(
    rf"\b(?i:aus|mit|bei|von) ([a-zäöüß-]*(?:{_COLOURS}|weich|verstellbar|abnehmbar))(em|er|en) {_NOUN}"
)
_AT_START = re.compile(rf"(?:^|[.!?] )([A-ZÄÖÜ][\w-]*?(?:{_COLOURS})|(?:{_COLOURS.title()}))(er|es|e) {_NOUN}")
_SUBJECT = re.compile(rf"(?:^|[.!?] )(Der|Die|Das) ((?:[\w-]+ ){{1,8}}?)({_VERBS}) ")
_BESONDERE = re.compile(r"Das Besondere (ist|sind) ([^.]*)\.")


def disagreements(text: str) -> Iterator[str]:
    """Yield each place where an article, adjective or verb does not agree with its noun."""
    for found in _WITH_DETERMINER.finditer(text):
        yield from _unfit(found[0], found[3], _DETERMINERS[found[1].lower()])
    for found in _AFTER_PREPOSITION.finditer(text):
        yield from _unfit(found[0], found[3], _DATIVE[found[2]])
    for found in _AT_START.finditer(text):
        yield from _unfit(found[0], found[3], _OPENING[found[2]])
    for found in _SUBJECT.finditer(text):
        yield from _unfit_verb(found[0], found[2].split(), found[3])
    for found in _BESONDERE.finditer(text):
        noun = re.match(r"die (?:[a-zäöüß-]+ )*([A-ZÄÖÜ][\w-]*)$", found[2])
        many = " und " in found[2] or (noun is not None and genders_of(noun[1]) == {"p"})
        if many and found[1] == "ist" and ", d" not in found[2]:
            yield f"'{found[0][:70]}': ist instead of sind"


def _unfit(place: str, noun: str, allowed: str) -> Iterator[str]:
    genders = genders_of(noun)
    if genders and not genders & set(allowed):
        yield f"'{place.strip()}': {noun} is {'/'.join(sorted(genders))}"


def _unfit_verb(place: str, words: list[str], verb: str) -> Iterator[str]:
    one = verb in ("ist", "hat", "besteht", "sorgt", "wird", "macht")
    if "und" in words:
        if one and words[-1][:1].isupper():
            yield f"'{place.strip()}': the verb must be plural"
    elif len(words) == 1 and (genders := genders_of(words[0])):
        plural_only, singular_only = genders == {"p"}, "p" not in genders
        if (plural_only and one) or (singular_only and not one):
            yield f"'{place.strip()}': verb and noun differ in number"


def genders_of(noun: str) -> frozenset[str]:
    """Return the possible m, f, n, p (plural) by the longest known ending of the noun; empty if none is known."""
    word = noun.rpartition("-")[2].casefold()
    for start in range(len(word) - 2):
        tail = word[start:]
        if tail in _UNSURE:
            return frozenset()
        if tail in _GENDERS:
            return _GENDERS[tail]
    return frozenset()
