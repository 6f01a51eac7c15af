"""What a text relates to each other must be related so in the data: things and places, extents, values, the article's
other names. relations/seen.txt was read while the checker was made; relations/unseen.txt was written before and never
read, so that its figures tell how the checker fares with sentences that it was not made for."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged
from tests.unit.description.claims.traps import alarms, articles, missed

SEEN, UNSEEN = "relations/seen.txt", "relations/unseen.txt"


@pytest.mark.parametrize(("files", "misses", "false_alarms"), [(SEEN, 6, 1), (UNSEEN, 18, 5)])
def test_pairs_of_true_and_false_sentences(files: str, misses: int, false_alarms: int) -> None:
    pairs = [(len(article.true), len(article.traps)) for article in articles(files)]
    assert [sum(column) for column in zip(*pairs, strict=True)] == [60, 60]
    assert len(missed(files)) <= misses, "\n".join(missed(files))
    assert len(alarms(files)) <= false_alarms, "\n".join(alarms(files))


@pytest.mark.parametrize(
    ("data", "true", "false"),
    [
        # a thing at a place
        ("Emblem: gestickt auf dem Ärmel", "Ein Emblem sitzt auf dem Ärmel.", "Ein Emblem sitzt auf der Brust."),
        ("Saum: Spitzenborte", "Am Saum verläuft eine Spitzenborte.", "Am Ausschnitt verläuft eine Spitzenborte."),
        ("Reflektor: hinten", "Ein Reflektor leuchtet am Rücken.", "Ein Reflektor leuchtet auf der Brust."),
        ("Paspel: am Kragen und an den Ärmeln", "Eine Paspel fasst den Kragen ein.", "Eine Paspel fasst den Bund ein."),
        ("Knie: verstärkt mit Cordura", "Cordura verstärkt die Knie.", "Cordura verstärkt das Gesäß."),
        ("Ellbogen: Lederbesatz", "Der Lederbesatz am Ellbogen hält.", "Der Lederbesatz an der Schulter hält."),
        (
            "Reflektor: am linken Bein",
            "Am linken Bein leuchtet ein Reflektor.",
            "Am rechten Bein leuchtet ein Reflektor.",
        ),
        ("Futter: Fleece im Rumpf, Taft im Ärmel", "Im Ärmel liegt Taft.", "Im Ärmel liegt Fleece."),
        ("Saum: Lurexfaden", "Der Lurexfaden, der am Saum verläuft.", "Der Lurexfaden, der am Kragen verläuft."),
        ("Rückseite: Steckfach", "Das Steckfach an der hinteren Wand.", "Das Steckfach an der vorderen Wand."),
        # a part that is so
        ("Ferse: gepolstert", "Die Ferse ist gepolstert.", "Die Spitze ist gepolstert."),
        ("Muster: Ärmel gestreift, Rücken uni", "Gestreift sind die Ärmel.", "Gestreift ist der Rücken."),
        ("Oberseite: Samt / Unterseite: Popeline", "Die Oberseite glänzt in Samt.", "Die Unterseite glänzt in Samt."),
        # everywhere, and only there
        ("Bund: hinten elastisch", "Ein hinten elastischer Bund.", "Ein rundum elastischer Bund."),
        ("Fransen: vorn", "Vorn hängen Fransen.", "Rundum hängen Fransen."),
        ("Muster: Blätter auf der Oberseite", "Blätter zieren die Oberseite.", "Blätter zieren beide Seiten."),
        ("Reflektor: am Ärmel und am Saum", "Reflektoren am Ärmel und am Saum.", "Reflektoren sitzen nur am Ärmel."),
        # values in other words
        ("Revers: steigend", "Das Revers ist steigend.", "Das Revers ist fallend."),
        ("Herstellung: handgefertigt", "Sie wird von Hand gefertigt.", "Sie wird maschinell gefertigt."),
        ("Bundhöhe: hoch", "Die Hose sitzt in der Taille.", "Die Hose sitzt auf der Hüfte."),
        ("Ärmel: Dreiviertelärmel", "Die Ärmel enden unterm Ellbogen.", "Die Ärmel reichen bis zum Handgelenk."),
        ("Größenhinweis: fällt klein aus", "Das Modell fällt klein aus.", "Das Modell fällt groß aus."),
        ("Strickart: Feinstrick", "Fein gestrickt ist die Jacke.", "Grob gestrickt ist die Jacke."),
        # what is sought
        ("Farbe: rot", "Wer eine rote Jacke sucht, ist hier richtig.", "Wer eine blaue Jacke sucht, ist hier richtig."),
        ("Farbe: rot", "Wer eine Jacke sucht, ist hier richtig.", "Wer eine Bluse sucht, ist hier richtig."),
        # what is possible
        ("Kapuze: abnehmbar / Gürtel: fest", "Man kann die Kapuze abnehmen.", "Kapuze und Gürtel sind abnehmbar."),
    ],
)
def test_a_relation_of_the_text_is_one_of_the_data(data: str, true: str, false: str) -> None:
    article = f"Artikel: Jacke / {data}" if "Bundhöhe" not in data else f"Artikel: Hose / {data}"
    assert flagged(article, true) == []
    assert flagged(article, false) != []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikel: Steppmantel Damen", "Dieses Winterstück wärmt."),
        ("Artikel: Culotte", "Die Sommerhose fällt weich."),
        ("Artikel: Damen-Pyjama / Hose: kariert", "Die Schlafhose ist kariert."),
        ("Artikel: Hose / Größenhinweis: fällt groß aus", "Greifen Sie besser zur kleineren Größe."),
        ("Artikel: Jacke / Farbe: rot, Schultern schwarz", "Schwarz abgesetzte Schultern setzen Akzente."),
        ("Artikel: Hose / Geschlecht: Herren", "Auch kräftige Männer fühlen sich darin wohl."),
        ("Artikel: Tasche", "Mit einem feuchten Tuch abwischen."),
        ("Artikel: Stiefel / Futter: Lammfell (Schaft), Textil (Fuß)", "Lammfell wärmt den Schaft."),
        ("Artikel: Kleid / Gürtel: Bindegürtel", "Ein Bindegürtel betont die Taille."),
        ("Artikel: Stiefel / Riemen: verstellbar", "Die Riemen halten am Fuß."),
    ],
)
def test_names_idioms_and_the_wearer_claim_nothing(data: str, text: str) -> None:
    assert flagged(data, text) == []
