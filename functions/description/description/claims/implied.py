"""What a word of the data also says, without being a kind of it: laces lace, elastane stretches.

Only what is true by definition stands here; no material is soft, warm or light because of its name.
"""

from __future__ import annotations

from description.claims.stems import folded, stem

# Word of the data → what a text may say because of it; a capital letter begins a noun.
_IMPLIED = """
    Schnürsenkel Schnürband Schnürbänder Senkel: Schnürung geschnürt
    wasserdicht wasserabweisend wasserfest regendicht regenabweisend Wassersäule: Nässe Regen
    winddicht windabweisend: Wind
    Elasthan Lycra Spandex Stretch: dehnbar elastisch
    Lackleder Satin Lurex: glänzend
    Spaghettiträger Spaghetti-Träger: schmal dünn
    Schluppenkragen: gebunden Schluppe
    Bindegürtel: Gürtel gebunden
    Bindeband: gebunden Schnürung
    Krempelärmel: krempelbar
    Knopfleiste Druckknopf Knopf Button-down Button-down-Kragen: Knopf geknöpft
    Button-down Button-down-Kragen: Kragenspitze
    Magnetverschluss Magnetknopf: magnetisch
    Elastikeinsatz Elasteinsatz Gummizug Gummizugbund: elastisch dehnbar
    Skinny Slim: schmal eng
    OEKO-TEX Öko-Tex: schadstoffgeprüft Schadstoff
    gestickt Stickerei bestickt: aufgestickt gestickt
    verstellbar längenverstellbar: längenverstellbar verstellbar einstellbar
    midi: Wade
    95: Kochwäsche
    Doubleface: zweiseitig
    Fitness: Fitnessstudio
    Kängurutasche: Bauchtasche
    Vorhang: Schal
    Zip-off abzippbar: Shorts
    geringelt: Ringel
    Straight: gerade
    bezogen: Bezug
    Rundhals Rundhalsausschnitt: Rundausschnitt
"""


def _keys(word: str) -> frozenset[str]:
    return frozenset({f"~{stem(word)}", folded(word), f"type:{folded(word)}"})


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _IMPLIED.strip().splitlines():
        words, _, also = line.partition(":")
        keys = frozenset().union(*map(_keys, also.split()))
        for word in words.split():
            for key in (f"~{stem(word)}", f"material:{folded(word)}"):
                found[key] = found.get(key, frozenset()) | keys
    return found


_COUNTRIES = """
    Amerika Australien Belgien Brasilien Bulgarien China Dänemark Deutschland England Finnland Frankreich Griechenland
    Großbritannien Indien Irland Italien Japan Marokko Niederlande Norwegen Österreich Peru Polen Portugal Rumänien
    Schottland Schweden Schweiz Spanien Tschechien Tunesien Türkei Ungarn
"""
_OF_COUNTRIES = """
    amerikanisch australisch belgisch brasilianisch bulgarisch chinesisch dänisch deutsch englisch finnisch französisch
    griechisch britisch indisch irisch italienisch japanisch marokkanisch niederländisch norwegisch österreichisch
    peruanisch polnisch portugiesisch rumänisch schottisch schwedisch schweizerisch spanisch tschechisch tunesisch
    türkisch ungarisch
"""
_MADE_IN = {"Deutschland": "made in germany", "Italien": "made in italy", "Portugal": "made in portugal"}


def _origins() -> dict[str, frozenset[str]]:
    """What is made in a country is of it: türkisch ← Türkei."""
    found = {}
    for country, adjective in zip(_COUNTRIES.split(), _OF_COUNTRIES.split(), strict=True):
        made = {_MADE_IN[country]} if country in _MADE_IN else set()
        found[folded(country)] = frozenset({folded(adjective)} | made)
    return found


_ALSO = _read() | _origins() | {f"~{stem('Unisex')}": frozenset({"damen", "herren", "~dam", "~herr"})}


def implied(answers: frozenset[str] | set[str]) -> set[str]:
    """What the words of these keys also say."""
    return {also for key in answers if key in _ALSO for also in _ALSO[key]}
