"""A supplier's prose and names become statements; what they do not say of the article becomes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.errors import InvalidInput
from bildtext_cli.places import of_input
from bildtext_cli.read import reading
from bildtext_dev.quality.prose import PROSE, ProseCase, cases, faults, measure_prose
from description.claims import ClaimChecker
from description.domain.statement import Field, Statement
from description.evidence import Evidence
from description.ingest import ProductData, from_json, parse
from description.language.chunks import chunks

CASES = tuple(case for file in PROSE for case in cases(file))
SOFTSHELL = CASES[0]


def derived(data: ProductData) -> list[str]:
    """What prose and names yield, as "field: text"."""
    return [f"{statement.field}: {statement.text}" for statement in data.statements if statement.prose]


def told(prose: str, kind: str = "Jacke", more: str = "") -> list[str]:
    """What is read from the prose of an article of this type."""
    return derived(parse(f"Artikel: {kind}\n{more}Beschreibung: {prose}"))


def test_a_jackets_prose_becomes_statements_in_base_form() -> None:
    assert derived(SOFTSHELL.reading) == [
        "type: Softshelljacke",
        "features: leicht",
        "features: abnehmbare Kapuze",
        "pockets: zwei Eingrifftaschen mit Reißverschluss",
        "features: reflektierende Streifen",
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_prose_yields_what_it_does_not_say(case: ProseCase) -> None:
    assert [what for kind, what in faults(case) if kind != "missed"] == []


def test_most_facts_of_the_sets_are_read_and_faults_are_counted() -> None:
    for file in PROSE:
        rows = {row.name: row for row in measure_prose(file).rows}
        assert rows["stated, but not said"].count == 0
        assert rows["facts that are read"].percent >= 90
    wrong = ProseCase("a", "Artikel: Jacke", "Mit Kapuze und Stehkragen.", (("Kapuze",), ("Gürtel",)), unused=("x",))
    assert {kind for kind, _ in faults(wrong)} == {"wrong", "missed", "not reported"}


@pytest.mark.parametrize(
    ("prose", "kind", "statements"),
    [
        ("Die Kapuze lässt sich abnehmen.", "Jacke", ["features: abnehmbare Kapuze"]),
        ("Der Stoffgürtel kann abgenommen werden.", "Mantel", ["features: abnehmbarer Stoffgürtel"]),
        ("Sie ist wind- und wasserabweisend.", "Jacke", ["features: windabweisend", "features: wasserabweisend"]),
        ("Die mit Webpelz besetzte Kapuze hält warm.", "Jacke", ["features: Kapuze mit Webpelz"]),
        ("Brustgurt und Hüftgurt sind abnehmbar.", "Rucksack",
         ["features: abnehmbarer Brustgurt", "features: abnehmbarer Hüftgurt"]),
        ("Eine Hose, deren Beine sich abzippen lassen.", "Hose", ["leg: abzippbare Beine"]),
        ("Der Griff ist höhenverstellbar, das Schloss integriert.", "Koffer",
         ["features: höhenverstellbarer Griff", "closure: integriertes Schloss"]),
        ("Innen ist der Schuh mit Textil gefüttert.", "Sneaker", ["lining: mit Textil gefüttert"]),
        ("Der 7 cm hohe Blockabsatz ist stabil.", "Pumps", ["heel-form: stabiler Blockabsatz", "heel-height: 7 cm"]),
        ("Bequemer BH ohne Bügel.", "BH", ["features: ohne Bügel"]),
        ("Ein Rucksack mit 25 Litern Volumen, nur 900 g leicht.", "Rucksack", ["volume: 25 Liter"]),
        ("Bei 30 °C waschbar, nicht bügeln.", "Hemd", ["care: bei 30 °C waschbar", "care: nicht bügeln"]),
        ("Zu 70 % aus Wolle und zu 30 % aus Seide.", "Schal",
         ["material: Zu 70 % aus Wolle und zu 30 % aus Seide"]),
        ("Mit lockerem Schnitt und hoher Leibhöhe.", "Jeans", ["cut: locker", "rise: hohe Leibhöhe"]),
        ("Für Yoga und Pilates.", "Leggings", ["occasion: Yoga", "occasion: Pilates"]),
        ("Wasserdicht bis 5 bar.", "Armbanduhr", ["features: wasserdicht bis 5 bar"]),
    ],
)  # fmt: skip
def test_a_sentence_is_read(prose: str, kind: str, statements: Sequence[str]) -> None:
    assert told(prose, kind) == list(statements)


@pytest.mark.parametrize(
    "prose",
    [
        "Die Jacke hat keine Kapuze.",
        "Kapuze und Gürtel sind nicht enthalten.",
        "Der abgebildete Gürtel gehört nicht zum Lieferumfang.",
        "Wenn die Kapuze abnehmbar ist, kann man sie waschen.",
        "Teilweise mit Reißverschluss.",
        "Mit Kapuze oder Stehkragen.",
        "Je nach Modell mit abnehmbarer Kapuze.",
        "Passt perfekt zu Jeans mit hohem Bund und Gürtel.",
        "Kombinieren Sie die Jacke mit einem weichen Rollkragen.",
        "Anders als das Vorgängermodell mit abnehmbarer Kapuze.",
        "Im Gegensatz zu vielen Jacken mit Druckknöpfen wärmt sie.",
        "Optional mit abnehmbarer Kapuze erhältlich.",
        "Sie ist fast wasserdicht.",
        "Sie sieht aus wie eine Lederjacke mit Nieten.",
        "Wir haben die Taschen mit wasserdichten Reißverschlüssen versehen.",
        "Sollte die Kapuze stören, lässt sie sich abnehmen.",
        "Ersetzt jede Jacke mit abnehmbarer Kapuze.",
        "Das Model trägt eine Jeans mit breitem Gürtel.",
        "Die Kapuze lässt sich nicht abnehmen.",
        "Sie können die Jacke mit einem abnehmbaren Futter nachrüsten.",
        "Leicht zu pflegen und leicht zu verstauen.",
        "Die Jacke mit künstlichem Pelzkragen.",
        "Perfekt für Mäntel mit abnehmbarer Kapuze.",
        "Gibt es auch mit abnehmbarer Kapuze.",
        "Jetzt mit abnehmbarer Kapuze für nur 39,99 €.",
        "Die beste Jacke mit abnehmbarer Kapuze.",
        "Nachhaltig produziert mit wasserdichten Nähten.",
        "Wer braucht schon eine abnehmbare Kapuze?",
        "Die Größen 42 bis 46 haben verlängerte Ärmel.",
        "Kapuze: nein.",
        "Sie ist nicht rutschfest und drückt nicht.",
        "Zu 55 Prozent besteht die Jacke aus Leinen.",
    ],
)
def test_what_is_not_said_of_the_article_yields_nothing(prose: str) -> None:
    assert told(prose) == []


def test_a_part_that_is_named_again_is_one_statement() -> None:
    assert told("Mit großer Kapuze. Die Kapuze ist abnehmbar.") == ["features: große, abnehmbare Kapuze"]
    assert told("Mit großer Tasche innen. Die kleine Tasche ist abschließbar.") == [
        "pockets: große Tasche innen",
        "pockets: kleine, abschließbare Tasche",
    ]


def test_a_pronoun_is_not_taken_for_the_article_where_it_may_be_a_part() -> None:
    assert told("Die Kapuze ist gefüttert. Sie ist abnehmbar.") == ["features: gefütterte Kapuze"]
    assert told("Das Fußbett ist gepolstert. Er ist leicht.", "Sneaker") == [
        "features: gepolstertes Fußbett",
        "features: leicht",
    ]


def test_a_field_holds_against_the_prose_and_the_editor_is_told() -> None:
    data = parse(
        "Artikel: Jacke\nKapuze: fest\nVerschluss: Knöpfe\nObermaterial: Leder\nFutter: ungefüttert\n"
        "Beschreibung: Jacke aus Textil mit abnehmbarer Kapuze. Reißverschluss vorn. Innen mit Mesh gefüttert."
    )
    assert derived(data) == []
    assert [(one.key, one.text) for one in data.not_used] == [
        ("Beschreibung", "mit Mesh gefüttert"),
        ("Beschreibung", "abnehmbare Kapuze"),
        ("Beschreibung", "aus Textil"),
        ("Beschreibung", "Reißverschluss vorn"),
    ]
    assert all("sagt etwas anderes" in one.reason for one in data.not_used)
    checker = ClaimChecker(Evidence(data))
    assert checker.check("Die Jacke ist ungefüttert.").findings == ()
    assert checker.check("Die Jacke ist gefüttert.").findings != ()


def test_what_a_field_says_already_is_not_said_again() -> None:
    more = "Kapuze: abnehmbar\nBesonderheiten: zwei Eingrifftaschen, wasserdicht\nMaterial: 100 % Polyester\n"
    prose = "Wasserdichte Jacke aus Polyester mit abnehmbarer Kapuze, zwei Eingrifftaschen und Tunnelzug."
    assert told(prose, more=more) == ["closure: Tunnelzug"]


def test_prose_that_says_nothing_is_reported_with_the_reason() -> None:
    data = parse("Artikel: Shirt\nBeschreibung: Unser Must-have! Jetzt zugreifen und sparen.")
    assert derived(data) == []
    assert [(one.key, one.reason) for one in data.not_used] == [
        ("Beschreibung", "Aus diesem Text ließ sich keine Aussage über den Artikel lesen.")
    ]


@pytest.mark.parametrize(
    ("data", "types"),
    [
        ("Artikel: Jogginghose\nProduktname: Leggings Move", ["Leggings", "Jogginghose"]),
        ("Artikel: Decke\nArtikelname: Kopfkissenbezug Lisa", ["Kopfkissenbezug", "Decke"]),
        ("Artikel: Jacke\nName: Softshelljacke Nord", ["Softshelljacke", "Jacke"]),
        ("Artikel: Jacke\nName: Jacke mit Weste", ["Jacke"]),
        ("Artikel: Kleid\nName: Gürtel-Set", ["Kleid"]),
        ("Artikel: Jacke\nBeschreibung: Dieser Parka ist wasserdicht.", ["Parka", "Jacke"]),
        ("Artikel: Hose\nBeschreibung: So wird aus der langen Hose eine Shorts.", ["Hose"]),
    ],
)
def test_the_type_is_the_narrower_one_of_name_and_prose(data: str, types: list[str]) -> None:
    assert [statement.text for statement in parse(data).stated(Field.TYPE)] == types


def test_whole_sentences_among_the_features_are_read_too() -> None:
    data = from_json(
        {"type": "Rucksack", "features": ["wasserabweisend", "Die gepolsterten Gurte lassen sich stufenlos verstellen"]}
    )
    assert derived(data) == ["features: gepolsterte, stufenlos verstellbare Gurte"]


def test_a_statement_has_its_place_in_the_prose_and_a_claim_names_it() -> None:
    text = f"{SOFTSHELL.data}\nBeschreibung: {SOFTSHELL.prose}"
    data = parse(text)
    read = reading(data, of_input(text))
    hood = next(statement for statement in read["entries"] if statement["text"] == "abnehmbare Kapuze")
    assert (hood["key"], hood["said"]) == ("Beschreibung", "mit abnehmbarer Kapuze")
    assert hood["place"] == f"line 5, column {text.splitlines()[4].index('mit abnehmbarer') + 1}"
    checked = ClaimChecker(Evidence(data)).check("Mit abnehmbarer Kapuze.")
    assert {claim.source for claim in checked.claims} == {"Beschreibung: abnehmbare Kapuze"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_checker_accepts_every_statement_that_is_read(case: ProseCase) -> None:
    data = case.reading
    checker = ClaimChecker(Evidence(data))
    for statement in filter(_is_derived, data.statements):
        assert checker.check(f"{statement.text[0].upper()}{statement.text[1:]}.").findings == (), statement.text


def _is_derived(statement: Statement) -> bool:
    return bool(statement.prose)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_read_can_be_read_and_declined_again(case: ProseCase) -> None:
    for statement in filter(_is_derived, case.reading.statements):
        first = chunks(statement.text)[0]
        if first.noun is not None and not first.preposition and statement.field in (Field.FEATURES, Field.POCKETS):
            assert statement.text.startswith(first.noun.base()), statement.text


WORDS = st.sampled_from(
    [*sorted({word for case in CASES for word in case.prose.split()}), "(", ")", "–", ":", ",", "-", "\u202e", "ß" * 50]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_text_crashes_the_reader(words: list[str]) -> None:
    prose = " ".join(words).replace("\n", " ").encode("utf-8", "ignore").decode()
    try:
        data = parse(f"Artikel: Jacke\nFarbe: rot\nBeschreibung: {prose}.")
    except InvalidInput:
        return
    assert all(statement.text and statement.said for statement in data.statements if statement.prose)
