"""How a house writes, as one to three example texts show it. A profile holds form only, never a fact of an example."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from description.style.topics import Topic


class Address(StrEnum):
    """How the reader is spoken to."""

    NONE = "none"
    DU = "du"
    SIE = "sie"


class Layout(StrEnum):
    """How the text is laid out."""

    PROSE = "prose"
    LIST = "list"  # nothing but items
    MIXED = "mixed"  # prose, then items


class Opening(StrEnum):
    """What the first words are."""

    TYPE = "type"  # "Weißer Slipper von Gemini", "Slipper in Weiß"
    BRAND = "brand"  # "Gemini Slipper", "Von Gemini:"
    NAME = "name"  # the name of the model: "„Nele“ ist …", "NELE – die Pumps …"
    THIS = "this"  # "Dieser Slipper"
    THE = "the"  # "Der weiße Slipper"
    A = "a"  # "Ein Slipper für jeden Tag"
    WITH = "with"  # "Mit diesem Slipper", "Mit Wechselfußbett"
    MADE_OF = "made-of"  # "Aus weichem Leder"
    FOR = "for"  # "Für kalte Tage:"
    CALL = "call"  # an imperative: "Entdecke …", "Freuen Sie sich auf …"
    QUESTION = "question"  # "Lust auf Farbe?"
    QUALITY = "quality"  # "Bequem, leicht und wasserdicht: …", "So leicht wie nie"
    READER = "reader"  # "Du liebst …", "Ihr neuer Begleiter"
    LABEL = "label"  # "Artikel: Slipper"
    OTHER = "other"


class Closing(StrEnum):
    """What the last sentence is, where it is none of the topics."""

    CALL = "call"  # an imperative or a question to the reader
    READER = "reader"  # a statement to the reader: "So kommst du trocken nach Hause."
    PRAISE = "praise"  # a statement without a fact: "Ein Klassiker."


class Turn(StrEnum):
    """How features are told."""

    SPECIAL = "special"  # "Das Besondere: das Wechselfußbett"
    EQUIPPED = "equipped"  # "Ausgestattet mit …"
    HAVING = "having"  # "… hat / besitzt / verfügt über …"
    OFFERING = "offering"  # "… bietet / punktet mit / überzeugt durch …"
    WITH = "with"  # "Mit Wechselfußbett und …", without a verb of having
    THANKS = "thanks"  # "Dank Wechselfußbett …"
    LIST = "list"  # "Extras: …", items, or fragments
    SUBJECT = "subject"  # the feature is the subject: "Zwei Taschen vervollständigen das Bild."


class Naming(StrEnum):
    """Where the brand stands beside the type."""

    NONE = "none"  # not named
    OF = "of"  # "Slipper von Gemini", "aus dem Hause Gemini"
    BEFORE = "before"  # "Gemini Slipper", "der Gemini-Slipper"
    ALONE = "alone"  # "Gemini steht für …", "Marke: Gemini"


@dataclass(frozen=True, slots=True)
class StyleProfile:
    """A style. The default is that of no example: nothing is shown, and a writer is free.

    Shares are 0…1. `examples` is the number of texts that it was read from; 0: every other field is a default.
    """

    examples: int = 0

    # -- form ---------------------------------------------------------------------------------------
    address: Address = Address.NONE
    layout: Layout = Layout.PROSE
    bullet: str = ""  # the mark of items, without white space: "-", "•", "✓"; "" where items have none
    heading: str = ""  # a line over the items that says nothing of the article: "Highlights:", "Auf einen Blick:"
    fragments: float = 0.0  # share of sentences and items without a finite verb
    labels: float = 0.0  # share of sentences and items like "Material: Leder"
    full_stop: bool = True  # whether items, or sentences where there are no items, end with a full stop

    # -- length -------------------------------------------------------------------------------------
    words: int = 0  # per text; 0: as many as it takes
    sentences: float = 0.0  # sentences and items per text
    sentence_words: float = 0.0  # words per sentence or item
    longest: int = 0  # words of the longest sentence

    # -- manner -------------------------------------------------------------------------------------
    adjectives: float = 0.0  # share of adjectives and participles among the words
    benefits: float = 0.0  # share of sentences that say what a feature is good for ("…, die jeden Schritt abfedert")
    clauses: float = 0.0  # subordinate clauses per sentence
    connectors: tuple[str, ...] = ()  # words that join sentences, as written: "Zudem", "Dazu", "Außerdem"
    connected: float = 0.0  # share of sentences that begin with a connector

    # -- structure ----------------------------------------------------------------------------------
    opening: Opening | None = None
    closing: Closing | Topic | None = None  # what the last sentence is; None: a text of one sentence
    order: tuple[Topic, ...] = ()  # the topics of the examples in their order, each once
    turn: Turn | None = None  # how features are told; None: no example has them

    # -- names --------------------------------------------------------------------------------------
    brand: Naming = Naming.NONE
    brand_words: str = ""  # for Naming.OF, with {} for the brand: "von {}", "aus dem Hause {}"
    quotes: str = ""  # around the model's name: "„“", "»«", "\"\""
    capitals: bool = False  # brand or model in capitals

    # -- punctuation: marks per sentence --------------------------------------------------------------
    exclamations: float = 0.0
    dashes: float = 0.0
    dash: str = ""  # the one used between words: "–", "-", "—"

    # -- measurements, widths, shares -----------------------------------------------------------------
    unit: str = ""  # of lengths below a metre: "mm" or "cm"; "" where no example has one
    unit_spaced: bool = True  # "45 mm", not "45mm"
    about: str = ""  # "ca.", "etwa", "rund" before measurements; "" for none
    times: str = ""  # the sign between the numbers of a size: "×", "x"; "" where no example has one
    times_spaced: bool = True  # "20 × 30", not "20×30"
    compound_measures: bool = False  # "45-mm-Absatz"
    width: str = ""  # with {} for the width: "Weite {}", "Weite: {}", "{}-Weite", "{}-Schuhweite"
    percent: str = ""  # "100 %" or "100%"; "" where no example has a share

    @property
    def telegraphic(self) -> bool:
        """Whether most sentences go without a finite verb."""
        return self.fragments > 0.5

    def as_json(self) -> dict[str, Any]:
        """The fields as they are printed and returned."""
        return asdict(self)
