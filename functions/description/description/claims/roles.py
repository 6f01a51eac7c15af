"""Words that steer how their neighbours are read ("ohne", "aus", "und"), and the slots of an article's parts."""

from __future__ import annotations

from description.claims.stems import folded, stem
from description.german.function_words import function_words
from description.product_data.model import Field

MAIN, LINING, INSOLE, OUTSOLE, MIDSOLE, FILLING = "main", "lining", "insole", "outsole", "midsole", "filling"

FIELD_SLOTS = {
    Field.MATERIAL: MAIN,
    Field.LINING: LINING,
    Field.INSOLE: INSOLE,
    Field.OUTSOLE: OUTSOLE,
    Field.FILLING: FILLING,
}

_NAMED_SLOTS = {
    MAIN: "Obermaterial Oberstoff Außenmaterial Außenstoff Hauptstoff Material Stoff Gewebe Außenseite "
    "Qualität Materialmix Oberfläche Ware "
    "Materialzusammensetzung Hauptmaterial Mischung Mix Oberware Zusammensetzung Materialangabe Anteil Hälfte "
    "Fünftel Viertel Drittel Zehntel Großteil Garn",
    LINING: "Futter Innenfutter Innenmaterial Innenausstattung Fütterung Innenseite Auskleidung Futterstoff "
    "Abfütterung Inneres Innere Innenleben Futtermaterial",
    INSOLE: "Innensohle Decksohle Brandsohle Einlegesohle Fußbett Deckbrandsohle Wechselfußbett Einlage",
    OUTSOLE: "Sohle Laufsohle Außensohle Profilsohle Unterboden Plateausohle Antirutschsohle",
    MIDSOLE: "Zwischensohle Mittelsohle",
    FILLING: "Füllung Wattierung Füllmaterial Isolierung",
}
_SLOTS = {stem(word): slot for slot, words in _NAMED_SLOTS.items() for word in words.split()}

# Parts that every article of its kind has; to name one says nothing.
_INHERENT_NOUNS = """
    Obermaterial Oberstoff Außenstoff Hauptstoff Material Stoff Innenleben Innenseite Außenseite
    Vorderseite Rückseite Sohle Laufsohle Saum Naht
    Nähte Seite Front Rand Kante Teil Oberfläche Gewebe Vorderteil Rückenteil Rücken Schulter Taille Hüfte Bein Fuß
    Ferse Zehen Hosenbein Schulterpartie Ärmelabschluss Beinabschluss Beinende Knöchel Wade Brust Bund
    Leib Hals Form Verschluss Fußspitze Inneres Innere Oberteil Unterteil
"""
INHERENT = frozenset(map(stem, _INHERENT_NOUNS.split()))
# Too general to be checked.
_GENERAL_NOUNS = """
    Anteil Hälfte Garn Weite Größe Länge Breite Höhe Farbe Farbton Ton Optik Look Design Style Stil Modell Muster
    Details Detail Fünftel Viertel Drittel Zehntel Großteil Teil
"""
_DIMENSION_NOUNS = "Höhe Länge Breite Tiefe Weite Dicke Stärke Umfang Durchmesser Gewicht"
DIMENSIONS = frozenset(key for word in _DIMENSION_NOUNS.split() for key in (f"~{stem(word)}", folded(word)))
_PACK_NOUNS = "Stück Teil Paar Pack Set Lieferumfang"
PACKED = frozenset(f"~{stem(word)}" for word in _PACK_NOUNS.split())
NOTHING = frozenset(map(stem, _GENERAL_NOUNS.split()))

_ABOUT_FIELD = {
    Field.HEEL_HEIGHT: "Absatz Absatzhöhe Höhe",
    Field.HEEL_FORM: "Absatz Absatzform",
    Field.PLATFORM: "Plateau Plateauhöhe Plateausohle Sohle Höhe Sohlenhöhe",
    Field.SHAFT_HEIGHT: "Schaft Schafthöhe Höhe",
    Field.SHAFT_WIDTH: "Schaft Schaftweite Weite Umfang Schaftumfang",
    Field.LENGTH: "Länge Gesamtlänge",
    Field.SLEEVE: "Ärmel Ärmellänge Arm",
    Field.SLEEVE_FORM: "Ärmel",
    Field.COLLAR: "Ausschnitt Kragen",
    Field.RISE: "Leibhöhe Bund Leib Bundhöhe",
    Field.LEG: "Bein Beine Beinform",
    Field.POCKETS: "Tasche",
    Field.TOE: "Spitze Schuhspitze Zehenform",
    Field.WEIGHT: "Gewicht",
    Field.VOLUME: "Volumen Fassungsvermögen",
    Field.COUNT: "Stück Paar Teil Pack Set Lieferumfang",
    Field.CERTIFICATE: "Zertifikat zertifiziert geprüft Siegel",
    Field.SIZE: "Größe",
    Field.FIT: "Passform Schnitt Sitz",
    Field.CUT: "Schnitt Passform Form",
    Field.SHOE_WIDTH: "Weite Schuhweite Komfortweite",
}
ABOUT = {field: frozenset(f"~{stem(word)}" for word in words.split()) for field, words in _ABOUT_FIELD.items()}

# Adjectives that mean nothing without the noun they belong to: a long sleeve is no long dress.
_DIMENSIONAL_ADJECTIVES = "lang kurz hoch niedrig breit schmal weit eng flach rund spitz tief dick dünn groß klein"
DIMENSIONAL = frozenset(map(stem, _DIMENSIONAL_ADJECTIVES.split()))

_NEGATIONS = "ohne weder nicht kein keine keinen keinem keiner keines"
_LINKING = "ist sind besteht bestehen gefertigt gearbeitet hergestellt wurde wurden sowohl auch zu als"
_FUNCTION_WORDS = """
    weitere weiteren weiterer weiteres weiterem
    der die das den dem des ein eine einen einem einer eines im am in an auf für bei zum zur vom beim durch über
    unter dank pro je so wie sich es er sie ihr ihre ihren ihrem sein seine seinen seinem dieser diese dieses
    diesen diesem hier dazu dabei damit dadurch
"""
_ROLE_WORDS = {
    "not": " ".join((_NEGATIONS, *sorted(function_words("instead")))),
    "nor": "noch",
    "from": "aus",
    "and": "und sowie oder bzw &",
    "with": "mit",
    "about": "ca circa etwa zirka ungefähr",
    "of": "von by",
    "to": "bis",
    "by": "x × mal",
    "link": _LINKING,
    "function": _FUNCTION_WORDS,
    "inside": "innen außen",
}
ROLES: dict[str, str] = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}


def named_slot(whole: str) -> str:
    """The slot that a part has by its stem or by the end of it ("Lederdecksohle" → insole); "" for other words."""
    known = _SLOTS.get(whole)
    if known is not None:
        return known
    ends = [head for head, slot in _SLOTS.items() if slot != MAIN and whole.endswith(head)]
    return _SLOTS[max(ends, key=len)] if ends else ""


def slot_of(head: str) -> str:
    """The slot of a part by the stem of its head; any other part is its own slot."""
    return _SLOTS.get(head) or f"part:{head}"
