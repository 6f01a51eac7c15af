"""Claims by kinds of words: what each rule finds, and what looks like it and is harmless."""

from __future__ import annotations

import pytest

from tests.unit.description.legal.cases import found, rules

CLAIMS = {
    "green-claim": (
        "Der Natur zuliebe gefärbt.",
        "CO₂-arm produziert.",
        "Gut für dich und unseren Planeten.",
        "Mit ruhigem Gewissen tragen.",
        "Das schont Klima und Meere.",
        "Die umweltbewusste Wahl.",
        "Nicht nur nachhaltig, sondern schön.",
    ),
    "biodegradable": ("Verrottet von allein.", "Die Knöpfe lösen sich im Boden auf.", "Darf in die Biotonne."),
    "climate-claim": (
        "Klimaneutral durch Kompensation.",
        "Wir gleichen alle Emissionen aus.",
        "Für jedes Shirt pflanzen wir einen Baum.",
        "Reist ohne CO₂ zu dir.",
    ),
    "green-comparison": (
        "30 % weniger CO₂ bei der Herstellung.",
        "Braucht nur halb so viel Wasser.",
        "Spart bei der Herstellung bis zu 70 % Wasser.",
        "Als Shirt mit 40 % kleinerem Fußabdruck.",
    ),
    "own-seal": (
        "Trägt unser Siegel „Better Choice“.",
        "Ausgezeichnet mit unserem Green-Label.",
        "Geprüft nach unseren eigenen Umweltstandards.",
    ),
    "fair-claim": ("Fair genäht.", "Ohne Kinderarbeit gefertigt.", "Die Näherinnen werden anständig bezahlt."),
    "animal-welfare": ("Kein Tier musste dafür leiden.", "Artgerecht gewonnen."),
    "health-claim": (
        "Regt die Durchblutung an.",
        "Schont die Gelenke.",
        "Für Diabetiker geeignet.",
        "Ideal bei Neurodermitis.",
        "Ein Segen für müde Beine.",
    ),
    "medical-word": ("Von Ärzten empfohlen.", "Hebammen empfehlen es.", "Klinisch getestet."),
    "biocide": ("Mit Silberionen.", "Silberfäden hemmen Gerüche.", "Hält Mücken fern.", "Bakterien ade."),
    "vegan-leather": ("Aus veganem Leder.", "Patch aus Apfelleder.", "Der Bund ist aus PU-Leder."),
    "top-claim": (
        "Wie kein anderes.",
        "Weicher als jedes andere.",
        "Es gibt kein besseres Shirt.",
        "Das Nonplusultra.",
    ),
    "test-winner": ("Im Vergleichstest vorn.", "Mehrfach ausgezeichnet.", "97 % unserer Kunden sind begeistert."),
    "price": ("Zum Sensationspreis.", "Jetzt 20 % sparen.", "Für unter zwanzig Euro.", "Gratis dazu ein Beutel."),
    "bundle-price": ("3 für 2.", "Kauf eins, nimm zwei.", "Im Doppelpack günstiger."),
    "guarantee-terms": ("Nicht zufrieden? Geld zurück.", "Mit Zufriedenheitsgarantie."),
}
HARMLESS = (
    "Ein Auftritt, der nachhaltig beeindruckt.",
    "Polyester ist nicht biologisch abbaubar.",
    "Auf dem Weg zum Kompost.",
    "Für Ausflüge in die Natur.",
    "Baumwolle aus ökologischem Anbau.",
    "30 % weniger CO₂ als das Vorgängermodell von 2023.",
    "Weniger Falten, mehr Freude.",
    "Spart Platz im Koffer.",
    "Unser Label steht für Mode.",
    "Ein Siegelring passt dazu.",
    "GOTS-Siegel im Saum.",
    "Sauber genäht.",
    "Für alle, die allergisch auf Bügelbretter reagieren.",
    "Kein Medizinprodukt.",
    "Die Hose für Ärztinnen und Pfleger.",
    "Behandelte Ware mit dem bioziden Wirkstoff Permethrin gegen Stechmücken.",
    "Pflanzlich gegerbtes Leder.",
    "Jedes Stück ist durch die Batik einzigartig.",
    "Länger als andere Modelle der Serie.",
    "Nirgends zwickt der Bund.",
    "Passt ausgezeichnet zu Jeans.",
    "Testsieger bei Stiftung Warentest 5/2026.",
    "Sonnenschein gibt es gratis dazu.",
    "Der Preis für das schönste Lächeln.",
    "Drei Knöpfe für zwei Varianten.",
    "Garantiert bequem.",
)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in CLAIMS.items() for text in texts])
def test_a_claim_is_found_in_other_words_too(rule: str, text: str) -> None:
    assert rules(text)[:1] == [rule]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_sounds_like_a_claim_is_not_flagged(text: str) -> None:
    assert rules(text) == []


def test_a_seal_that_somebody_else_checks_is_no_own_one() -> None:
    assert rules("Mit dem Siegel Grüner Knopf.") == []
    assert rules("Mit dem Siegel Kluges Herz.") == ["own-seal"]


def test_a_medical_word_of_the_data_is_not_flagged_in_another_form() -> None:
    data = "Artikel: Shirt\nPrüfung: dermatologisch getestet, Bericht 2026-0317"
    assert rules("Dermatologisch getestet.", data) == []
    assert rules("Von Dermatologen empfohlen.", data) == ["medical-word"]


def test_the_words_between_the_two_kinds_belong_to_the_finding() -> None:
    assert found("Die Rippe regt sanft die Durchblutung an.") == [("health-claim", "Durchblutung")]
    assert found("Das schützt unsere Meere.") == [("green-claim", "schützt unsere Meere")]
