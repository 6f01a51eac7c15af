"""Care: what is allowed, forbidden or only spoken of, against what the data allows."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged

BLOUSE = "Artikel: Bluse\n"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Sie darf in den Trockner.", "Trockner: ja", "Trockner: nein"),
        ("Der Trockner ist verboten.", "Pflege: nicht in den Trockner", "Pflege: Trockner geeignet"),
        ("In den Trockner gehört sie nicht.", "Pflege: nicht trocknergeeignet", "Pflege: trocknergeeignet"),
        ("Gegen eine Runde im Trockner ist nichts einzuwenden.", "Trockner: ja, schonend", "Trockner: nein"),
        ("Lassen Sie das Bügeleisen kalt.", "Pflege: nicht bügeln", "Pflege: bügeln mittlere Stufe"),
        ("Bügeln ist erlaubt.", "Bügeln: niedrige Temperatur", "Bügeln: nein"),
        ("Sie lässt sich bügeln.", "Pflege: 30 °C, bügeln erlaubt", "Pflege: 30 °C, nicht bügeln"),
        ("Bitte nicht bleichen.", "Pflege: nicht bleichen", "Pflege: bleichen erlaubt"),
        ("Eine Wäsche bei 30 Grad übersteht sie.", "Waschen: 30 °C", "Pflege: nicht waschbar, feucht abwischen"),
        ("Waschen lässt sie sich zu Hause nicht.", "Pflege: nur chemische Reinigung", "Pflege: Maschinenwäsche 30 °C"),
        ("Sie gehört in die chemische Reinigung.", "Pflege: chemische Reinigung", "Pflege: nicht chemisch reinigen"),
        ("In die Waschmaschine darf sie nicht.", "Pflege: Handwäsche", "Pflege: Maschinenwäsche 30 °C"),
        ("Sie darf in die Maschine.", "Pflege: 30 °C", "Pflege: Handwäsche"),
        (
            "Nie mit Weichspüler waschen.",
            "Weichspüler: nicht verwenden\nWaschen: 30 °C",
            "Weichspüler: ja\nWaschen: 30 °C",
        ),
        ("Auf Weichspüler bitte verzichten.", "Pflege: kein Weichspüler", "Pflege: Weichspüler erlaubt"),
        (
            "Bei 30 °C ohne Weichspüler waschen.",
            "Pflege: 30 °C, kein Weichspüler",
            "Pflege: 30 °C, Weichspüler erlaubt",
        ),
        (
            "Waschen Sie sie von Hand und bleichen Sie sie nicht.",
            "Pflege: Handwäsche, nicht bleichen",
            "Pflege: nicht waschbar, nicht bleichen",
        ),
        (
            "Bügeln und Bleichen sind nicht erlaubt.",
            "Pflege: nicht bügeln, nicht bleichen",
            "Pflege: bügeln, nicht bleichen",
        ),
        ("Sie darf gewaschen, aber nicht gebügelt werden.", "Pflege: 30 °C, nicht bügeln", "Pflege: 30 °C, bügeln"),
        ("Den Trockner bitte meiden.", "Pflege: liegend trocknen", "Trockner: geeignet"),
        ("Sie ist trocknergeeignet.", "Pflege: Trockner niedrig", "Pflege: nicht trocknergeeignet"),
        ("Maschinenwaschbare Bluse.", "Pflege: Maschinenwäsche 40 °C", "Pflege: nicht maschinenwaschbar"),
    ],
)
def test_a_treatment_is_checked_with_its_polarity(text: str, true: str, false: str) -> None:
    assert flagged(f"{BLOUSE}{true}", text) == []
    assert flagged(f"{BLOUSE}{false}", text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Auch nach dem Waschen bleibt sie in Form.",
        "Vor der ersten Wäsche bitte umdrehen.",
        "Zum Bügeln fehlt Ihnen die Zeit?",
        "Das Bügeln kann man sich sparen.",
        "Wenn Sie sie waschen, freut sie sich.",
    ],
)
def test_care_that_is_only_spoken_of_claims_nothing(text: str) -> None:
    assert flagged(f"{BLOUSE}Material: Baumwolle", text) == []


def test_a_part_has_its_own_care() -> None:
    care = "Bezug: abnehmbar und waschbar bei 30 °C\nInnenkissen: nicht waschbar"
    assert flagged(f"{BLOUSE}{care}", "Der Bezug ist bei 30 Grad waschbar.") == []
    assert flagged(f"{BLOUSE}{care}", "Das Innenkissen kommt bei 30 Grad mit in die Maschine.") != []
