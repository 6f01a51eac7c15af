"""How values stand on the page: German numbers, dates and sizes, and scores as a word and a number."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

BERLIN = ZoneInfo("Europe/Berlin")
LONGEST_VALUE = 2_000  # characters of one value on the page; the API gives the whole value
# The lowest score for each word. A calibrated score is how often such a tag is right; any other only ranks the answers.
CALIBRATED = ((0.95, "sehr sicher"), (0.85, "sicher"), (0.6, "wahrscheinlich"), (0.0, "unsicher"))
UNCALIBRATED = ((0.8, "deutlich"), (0.5, "eher"), (0.0, "knapp"))


def number(value: float, digits: int = 0) -> str:
    """1234.5 → „1.234,5“ with one digit."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def score_word(score: float, calibrated: bool) -> str:
    """The word for a score in [0, 1]."""
    words = CALIBRATED if calibrated else UNCALIBRATED
    return next(word for least, word in words if score >= least)


def score_number(score: float, calibrated: bool) -> str:
    """A calibrated score as a percentage, any other as a plain number: it is no share of anything."""
    return f"{number(score * 100)}\u202f%" if calibrated else number(score, 2)


def moment(iso: str) -> str:
    """An ISO 8601 time in Berlin, „27.11.2026, 18:05“; what is no time stays as it is."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return f"{at.astimezone(BERLIN):%d.%m.%Y, %H:%M}"


def day(iso: str) -> str:
    """An ISO 8601 date, „27.09.2026“; what is no date stays as it is."""
    try:
        return f"{date.fromisoformat(iso):%d.%m.%Y}"
    except ValueError:
        return iso


def moment_tag(iso: str) -> Markup:
    """`moment` as a <time> element."""
    return Markup('<time datetime="{}">{}</time>').format(iso, moment(iso)) if iso else Markup("–")


def shortened(value: str, longest: int = LONGEST_VALUE) -> str:
    """At most `longest` characters, and how many there are."""
    return value if len(value) <= longest else f"{value[:longest]}… ({number(len(value))} Zeichen)"


def counted(count: int, one: str, many: str) -> str:
    """„1 Foto“, „1.200 Fotos“."""
    return f"{number(count)} {one if count == 1 else many}"


FILTERS = {
    "number": number,
    "moment": moment_tag,
    "shortened": shortened,
    "counted": counted,
    "score_word": score_word,
    "score_number": score_number,
}
