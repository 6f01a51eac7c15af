"""Words that steer how their neighbours are read: "ohne", "aus", "und"; and the slots that name the parts of an article."""

from __future__ import annotations

from description.claims.measures import NUMBER_WORDS
from description.claims.stems import stem
from description.product_data.model import Field

MAIN, LINING, INSOLE, OUTSOLE, FILLING = "main", "lining", "insole", "outsole", "filling"

FIELD_SLOTS = {
    Field.MATERIAL: MAIN,
    Field.LINING: LINING,
    Field.INSOLE: INSOLE,
    Field.OUTSOLE: OUTSOLE,
    Field.FILLING: FILLING,
}

_NAMED_SLOTS = {
    MAIN: "Obermaterial Oberstoff Außenmaterial Material Stoff Gewebe Außenseite Qualität Materialmix Oberfläche Ware "
    "Materialzusammensetzung Hauptmaterial Mischung Mix Oberware",
    LINING: "Futter Innenfutter Innenmaterial Innenausstattung Fütterung Innenseite Auskleidung Futterstoff Abfütterung "
    "Innenleben Futtermaterial",
    INSOLE: "Innensohle Decksohle Brandsohle Einlegesohle Fußbett Deckbrandsohle Wechselfußbett Einlage",
    OUTSOLE: "Sohle Laufsohle Außensohle Profilsohle Unterboden Plateausohle Antirutschsohle",
    FILLING: "Füllung Wattierung Füllmaterial Isolierung",
}
_SLOTS = {stem(word): slot for slot, words in _NAMED_SLOTS.items() for word in words.split()}

# Parts that every article of its kind has; to name one says nothing.
INHERENT = frozenset(
    stem(word)
    for word in [
        "Obermaterial",
        "Oberstoff",
        "Material",
        "Stoff",
        "Innenseite",
        "Außenseite",
        "Vorderseite",
        "Rückseite",
        "Sohle",
        "Laufsohle",
        "Saum",
        "Naht",
        "Nähte",
        "Seite",
        "Front",
        "Rand",
        "Kante",
        "Teil",
        "Oberfläche",
        "Gewebe",
        "Vorderteil",
        "Rückenteil",
        "Rücken",
        "Schulter",
        "Taille",
        "Hüfte",
        "Bein",
        "Arm",
        "Fuß",
        "Ferse",
        "Zehen",
        "Knöchel",
        "Wade",
        "Brust",
        "Bund",
        "Leib",
        "Hals",
        "Form",
        "Verschluss",
        "Fußspitze",
        "Inneres",
        "Innere",
        "Oberteil",
    ]
)
# Unknown to the vocabulary or too general to be checked.
NOTHING = frozenset(
    stem(word)
    for word in [
        "Farbe",
        "Farbton",
        "Ton",
        "Optik",
        "Look",
        "Design",
        "Style",
        "Stil",
        "Modell",
        "Muster",
        "Details",
        "Detail",
    ]
)

ROLES: dict[str, str] = {
    "ohne": "not",
    "weder": "not",
    "noch": "nor",
    "nicht": "not",
    **dict.fromkeys(("kein", "keine", "keinen", "keinem", "keiner", "keines"), "not"),
    "aus": "from",
    "und": "and",
    "sowie": "and",
    "oder": "and",
    "bzw": "and",
    "&": "and",
    "mit": "with",
    "ca": "about",
    "circa": "about",
    "etwa": "about",
    "rund": "about",
    "von": "of",
    "by": "of",
    "bis": "to",
    "x": "by",
    "×": "by",
    **dict.fromkeys(
        [
            "ist",
            "sind",
            "besteht",
            "bestehen",
            "gefertigt",
            "gearbeitet",
            "hergestellt",
            "wurde",
            "wurden",
            "sowohl",
            "auch",
            "zu",
            "als",
        ],
        "link",
    ),
    **dict.fromkeys(
        [
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einen",
            "einem",
            "einer",
            "eines",
            "im",
            "am",
            "in",
            "an",
            "auf",
            "für",
            "bei",
            "zum",
            "zur",
            "vom",
            "beim",
            "durch",
            "über",
            "unter",
            "dank",
            "pro",
            "je",
            "so",
            "wie",
            "sich",
            "es",
            "er",
            "sie",
            "ihr",
            "ihre",
            "ihren",
            "ihrem",
            "sein",
            "seine",
            "seinen",
            "seinem",
            "dieser",
            "diese",
            "dieses",
            "diesen",
            "diesem",
            "hier",
            "dazu",
            "dabei",
            "damit",
            "dadurch",
        ],
        "function",
    ),
    **dict.fromkeys(NUMBER_WORDS, "number"),
    "innen": "inside",
    "außen": "inside",
}


def named_slot(whole: str) -> str:
    """The slot that a part has by its stem ("Decksohle" → insole); "" for other words."""
    return _SLOTS.get(whole, "")


def slot_of(head: str) -> str:
    """The slot of a part by the stem of its head; any other part is its own slot."""
    return _SLOTS.get(head) or f"part:{head}"
