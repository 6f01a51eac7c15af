"""One checkable thing that a text or a value of the data says."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from description.claims.care import Care
from description.claims.extents import Extent
from description.claims.numbers import Figure
from description.claims.senses import Sense


class Holder(NamedTuple):
    """Who has a thing: a noun, None for the article itself. `closes`: the thing is how it is closed."""

    noun: Sense | None
    closes: bool = False


class Otherwise(NamedTuple):
    """What units `first` to `last` say of a thing (None for the article), and the source at a place says otherwise.

    `said` is the word that says it; `kind` is "place", "feature" or "value".
    """

    first: int
    last: int
    thing: Sense | None
    said: Sense
    source: int
    kind: str


class Mention(NamedTuple):
    """One checkable thing of a text at `start:end`.

    `slot` is the part of a material or colour; "" means the article itself. `about` is the noun that an adjective
    belongs to. `figure` is there when a number is said.
    """

    start: int
    end: int
    kind: str
    sense: Sense
    slot: str = ""
    denied: bool = False
    percent: Decimal | None = None
    figure: Figure | None = None
    about: Sense | None = None
    part_at: int = -1  # where the word begins that names a material's part, when it is a word of its own
    pure: bool = False  # "reine Wolle"
    had: bool = False  # "mit Leder": any part may be of it
    mainly: bool = False  # "hauptsächlich aus Wolle"
    care: Care | None = None  # "darf in den Trockner"
    side: str = ""  # of a position: "front"
    partly: bool = False  # "teilweise aus Leder"
    against: bool = False  # affirms what the data denies
    with_part: bool = False  # "Hemd mit Stehkragen aus Leinen": the material may be the article's
    extent: Extent | None = None  # "komplett gefüttert"
    holder: Holder | None = None  # who has the thing: "die Hose hat Knöpfe"
    passing: bool = False  # a colour in passing: "die sich schwarz abhebt"
    elsewhere: int = -1  # the place of the source that has the thing (`about`) elsewhere than this says
