"""What a figure of a text says: a count, a measure, or the share of a fibre."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import Unit
from description.claims.materials_said import of_parts
from description.claims.mention import Mention
from description.claims.numbers import FRACTION, Figure, is_countable
from description.claims.shares import fibre_of, is_described, is_difference, whole_of
from description.claims.targets import subject_of

_OCLOCK = "Uhr"


def numbered(units: Sequence[Unit], at: int, figure: Figure) -> tuple[list[Mention], int]:
    """The mentions of a figure, and the place of its last unit. A percentage takes its fibre along."""
    first, last = units[figure.first], figure.last
    about = figure.about
    if figure.kind == "both" and (about is None or not about.noun):
        return [], last
    if figure.kind == "count" and about is not None and not about.kind and not is_countable(about):
        figure = figure._replace(kind="both") if first.text.isalpha() else figure  # "Platz für zwei Personen"
    place = fibre_of(units, figure.first, last) if figure.kind == "percent" and figure.amounts else None
    described = place is None and figure.kind == "percent" and is_described(units, last)
    if described and (of := subject_of(units, last + 1)) is not None:  # "Polyester, das zur Hälfte recycelt ist"
        figure = figure._replace(about=units[of].sense)
        start, end = min(first.start, units[of].start), max(units[last].end, units[of].end)
        return [Mention(start, end, figure.kind, units[at].sense, figure=figure)], last
    if place is None and figure.code == FRACTION and not is_difference(units, figure.first):
        return [], last
    if place is None and about is not None and about.text == _OCLOCK:
        return [], last
    if place is None:
        return [Mention(first.start, units[figure.end].end, figure.kind, units[at].sense, figure=figure)], last
    start, end = min(first.start, units[place].start), max(units[last].end, units[place].end)
    mention = Mention(start, end, "material", units[place].sense, percent=figure.amounts[0].low, figure=figure)
    whole = whole_of(units, last)  # "neun Zehntel der Füllung sind Daunen"
    if whole is not None and units[whole].sense.part:
        return [mention._replace(slot=units[whole].sense.part)], max(last, place)
    return list(of_parts(units, place, mention)), max(last, place)
