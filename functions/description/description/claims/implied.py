"""What a word of the data also says, without being a kind of it: laces lace, elastane stretches, wool warms."""

from __future__ import annotations

from description.claims.stems import folded, stem

# Word of the data → what a text may say because of it; a capital letter begins a noun.
_IMPLIED = """
    Schnürsenkel Schnürband Schnürbänder Senkel: Schnürung geschnürt
    wasserdicht wasserabweisend wasserfest regendicht regenabweisend Wassersäule: Nässe Regen
    winddicht windabweisend Softshell: Wind
    Elasthan Lycra Spandex Stretch: dehnbar elastisch
    Wolle Schurwolle Merinowolle Kaschmir Alpaka Daunen Fleece Sherpafleece Teddyfleece Plüsch Lammfell: warm Wärme
    Daunen Fleece Sherpafleece Teddyfleece Plüsch angeraut: weich kuschelig flauschig
    Samt Flanell Frottee Kaschmir Velours: weich kuschelig flauschig
    Baumwolle Viskose Modal Jersey Wolle Schurwolle Merinowolle Seide: weich
    Daunen: leicht
    Mesh Leinen Musselin: luftig luftdurchlässig
    Lackleder Satin Seide Lurex: glänzend
    Spaghettiträger Spaghetti-Träger: schmal dünn
    Schluppenkragen: gebunden Schluppe
    Bindegürtel Bindeband: Gürtel gebunden Schnürung
    Gürtel: gebunden
    Krempelärmel: krempelbar
    Knopfleiste Druckknopf Knopf Button-down Button-down-Kragen: Knopf geknöpft
    Button-down Button-down-Kragen: Kragenspitze
    Magnetverschluss Magnetknopf: magnetisch
    Elastikeinsatz Elasteinsatz Gummizug Gummizugbund: elastisch dehnbar
    Skinny Slim: schmal eng
    OEKO-TEX Öko-Tex: schadstoffgeprüft Schadstoff
    gestickt Stickerei bestickt: aufgestickt gestickt
    verstellbar längenverstellbar: längenverstellbar verstellbar einstellbar
    gepolstert Polsterung: dämpfend
    midi: Wade
    95: Kochwäsche
    Doubleface: zweiseitig
    ungefüttert: leicht
    teilgefüttert: leicht
    Fitness: Fitnessstudio
    Kängurutasche: Bauchtasche
    Vorhang: Schal
    Zip-off abzippbar: Shorts
    geringelt: Ringel
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


_ALSO = _read() | {f"~{stem('Unisex')}": frozenset({"damen", "herren", "~dam", "~herr"})}


def implied(answers: frozenset[str] | set[str]) -> set[str]:
    """What the words of these keys also say."""
    return {also for key in answers if key in _ALSO for also in _ALSO[key]}
