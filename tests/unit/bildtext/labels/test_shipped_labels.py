"""The shipped label file is complete, has correct German names and thresholds above chance."""

from __future__ import annotations

import pytest

from bildtext.labels import LabelSet


def test_the_shipped_file_has_every_facet_a_fashion_shop_needs(shipped: LabelSet) -> None:
    german = [facet.name.de for facet in shipped.facets]
    for name in (
        *(
            "Kategorie",
            "Farbe",
            "Muster",
            "Material-Anmutung",
            "Ärmellänge",
            "Ausschnitt",
            "Kragen",
            "Verschluss",
            "Länge",
        ),
        *("Passform", "Absatzform", "Absatzhöhe", "Schuhspitze", "Anlass", "Zielgruppe", "Ansicht"),
    ):
        assert name in german
    assert len(shipped.facets) >= 14
    assert sum(len(facet.labels) for facet in shipped.facets) >= 170


@pytest.mark.parametrize(
    ("facet", "label", "german"),
    [
        ("category", "slingback-pumps", "Slingpumps"),
        ("category", "slip-on-shoe", "Slipper"),
        ("category", "lace-up-shoe", "Schnürschuh"),
        ("category", "undershirt", "Unterhemd"),
        ("category", "bodysuit", "Body"),
        ("colour", "white", "Weiß"),
        ("neckline", "crew-neck", "Rundhalsausschnitt"),
        ("collar", "stand-up-collar", "Stehkragen"),
        ("sleeve-length", "sleeveless", "Ärmellos"),
        ("sleeve-length", "three-quarter-sleeves", "Dreiviertelarm"),
        ("closure", "zipper", "Reißverschluss"),
        ("closure", "hook-and-loop", "Klettverschluss"),
        ("heel-shape", "block-heel", "Blockabsatz"),
        ("heel-shape", "wedge-heel", "Keilabsatz"),
        ("toe-shape", "almond", "Mandelform"),
        ("view", "front", "Vorderseite"),
        ("view", "cut-out", "Freisteller"),
    ],
)
def test_the_german_names_are_those_of_a_shop(shipped: LabelSet, facet: str, label: str, german: str) -> None:
    names = {each.id: each.name.de for each in shipped.facet(facet).labels}
    assert names[label] == german


def test_every_shipped_label_has_several_complete_prompts(shipped: LabelSet) -> None:
    for facet in shipped.facets:
        for label in facet.labels:
            assert len(label.prompts) >= 2
            for prompt in label.prompts:
                assert label.term in prompt
                assert "{" not in prompt


def test_every_shipped_threshold_is_above_chance(shipped: LabelSet) -> None:
    for facet in shipped.facets:
        for label in facet.labels:
            assert label.threshold > 1 / (len(facet.labels) + len(facet.none))


def test_no_shipped_facet_about_shoes_applies_to_a_shirt(shipped: LabelSet) -> None:
    for facet_id in ("heel-shape", "heel-height", "toe-shape", "shaft-height"):
        applies_to = shipped.facet(facet_id).applies_to
        assert applies_to is not None
        assert "shirt" not in applies_to
        assert "boots" in applies_to
