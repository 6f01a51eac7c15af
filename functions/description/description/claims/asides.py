"""Words that a text does not say of the article: weather and places, what it is worn with, how something is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from description.claims.belongings import is_content, is_of_the_reader
from description.claims.binding import noun_after
from description.claims.fragments import is_fragment
from description.claims.frames import governor, is_thing_of_that_colour
from description.claims.line import NONE, STOP, Unit, opens_before_adjective, unit_before, unit_behind
from description.claims.manners import is_caring, is_manner, is_no_comparison
from description.claims.senses import is_adjectival
from description.claims.stems import folded, stem
from description.claims.suppositions import clause_around, is_conditional, seeks, supposes
from description.claims.targets import subject_of
from description.claims.unsaid import is_unsaid_noun
from description.claims.world import is_of_the_world
from description.language.function_words import alternatives, function_words
from description.language.vocabulary import Word

_REACH = 6
_FOR = function_words("for")
_FOR_OCCASIONS = _FOR | function_words("leading-to")
_FOR_SEASONS = _FOR | function_words("season-preposition")
_STYLED_WITH = function_words("styling-preposition")
_AMONG = function_words("worn-among")
_DEMONSTRATIVE = "dies"
_SCENES = function_words("scene-preposition")
_WEATHERS = frozenset(map(stem, function_words("weather")))
_ORDINAL = re.compile(rf"(?:{alternatives('ordinal-stem')})e[mnrs]?$")
_COMBINING = re.compile(r"kombinier")
_SHIELDING = re.compile(rf"{alternatives('shielding-stem')}|gegen$")
_SEASONS = frozenset(map(folded, function_words("season")))
_MANNERS = function_words("manner")
_POSSIBLE = "bar"
_DAYTIMES = tuple(map(stem, function_words("daytime")))
_KNOWN_PARTS = frozenset(map(stem, function_words("known-part")))  # of which "the" speaks as of known ones
_POINTING = function_words("pointing")
_PLACED = function_words("placed")
_EVERYDAY = function_words("everyday-occasion")
_TINTING = frozenset(map(stem, function_words("tinting")))
_SEEMING = function_words("seeming")
_BOUGHT = function_words("bought-apart") - function_words("included-particle")
_SERVING = function_words("serving")
_DOING_NOUNS = function_words("before-verbal-noun")  # "zum Verlieben"
_ACCUSATIVE = function_words("accusative-article")
_OWN = function_words("possessive-idiom")  # "wartet auf ihren Einsatz"


def is_aside(units: Sequence[Unit], at: int) -> bool:
    """Whether a word that could claim something claims nothing where it stands."""
    unit = units[at]
    sense = unit.sense
    if _opens_a_participle(units, at):
        return False
    if sense.noun and is_of_the_world(units, at):
        return True
    if sense.attributive and sense.stem in _TINTING and _is_of_colour(units, at):
        return True
    if not sense.options:
        return is_unsaid_noun(units, at) if sense.noun else _is_unsaid_adjective(units, at)
    if sense.noun and sense.kind in ("season", "occasion") and sense.stem.endswith(_DAYTIMES):
        return True
    if unit.text in _PLACED or is_caring(unit):
        return True
    if not sense.noun and not sense.attributive and (is_conditional(units, at) or _is_reflexive(units, at)):
        return True
    if sense.kind in _OF_KIND:
        aside = _OF_KIND[sense.kind](units, at)
        if aside is not None:
            return aside
    if at and unit.gap != STOP and sense.noun and all(_is_inflected(unit, option.head) for option in sense.options):
        return units[at - 1].sense.role == "function" and not unit.gap  # "auf der Matte" is not "matt"
    return _is_word_aside(units, at)


def _opens_a_participle(units: Sequence[Unit], at: int) -> bool:
    """ "Klimaneutral produziert.", "Nachhaltig gefertigt": the capital letter makes it no noun."""
    behind = unit_behind(units, at)
    if units[at].gap != STOP or behind is None or unit_behind(units, at + 1) is not None:
        return False
    return behind.text[0].islower() and is_adjectival(behind.text)


def _is_of_colour(units: Sequence[Unit], at: int) -> bool:
    """ "ein sattes Moosgrün": how a colour looks."""
    noun = noun_after(units, at)
    return noun is not None and units[noun].sense.colour is not None


def _is_reflexive(units: Sequence[Unit], at: int) -> bool:
    """ "im Bund versteckt sich ein Fach": a verb, no participle."""
    behind = unit_behind(units, at)
    return units[at].text[-1] == "t" and behind is not None and behind.text == "sich"


def _is_word_aside(units: Sequence[Unit], at: int) -> bool:
    """The same of single words: weather, manners, parts that are spoken of as known."""
    unit = units[at]
    sense = unit.sense
    if (sense.noun and sense.stem in _WEATHERS) or sense.options[0].head.lemma == "Regen":
        return not any(_SHIELDING.match(other.text.lower()) for other in clause_around(units, at))
    if unit.text.lower() in _MANNERS:
        return is_manner(units, at)
    if sense.noun and sense.stem in _KNOWN_PARTS:
        return _after(units, at, _POINTING)
    return unit.text == "Einsatz" and _after(units, at, _DOING_NOUNS | _OWN)


def _is_other_type(units: Sequence[Unit], at: int) -> bool:
    pointed = at > 0 and units[at - 1].text.lower().startswith(_DEMONSTRATIVE)
    if supposes(units, at) and not pointed and not seeks(units, at):
        return True  # "wer den Gürtel nicht missen möchte"
    if any(other.text in _BOUGHT for other in clause_around(units, at)):
        return True  # "bestellt das passende Shirt dazu"
    if governor(units, at) == "als" and any(other.text in _SERVING for other in clause_around(units, at)):
        return True  # "dient als Kopfkissen"
    return _is_worn_with(units, at) or is_content(units, at) or is_of_the_reader(units, at)


def _is_colour_aside(units: Sequence[Unit], at: int) -> bool | None:
    if units[at].sense.noun and governor(units, at) == "mit" and _combines(units, at):
        return True
    return True if is_thing_of_that_colour(units, at) else None


def _is_person_aside(units: Sequence[Unit], at: int) -> bool:
    """ "Allergikerinnen freut", "das erzählt man mit Großmutter": people whom the article is not said to be for."""
    sense = units[at].sense
    if not sense.noun or sense.options[0].head.noun is None:
        return False
    beside = any(unit is not None and unit.sense.noun for unit in (unit_before(units, at), unit_behind(units, at)))
    return not (beside or governor(units, at) in _FOR or is_fragment(units, at))


def _is_comparison_aside(units: Sequence[Unit], at: int) -> bool:
    return is_no_comparison(units, at) or supposes(units, at)


def _is_season_aside(units: Sequence[Unit], at: int) -> bool:
    if not units[at].sense.options[0].openers and units[at].sense.noun:
        saison = at > 0 and units[at - 1].sense.noun
        if not saison and governor(units, at) not in _FOR_SEASONS and not is_fragment(units, at):
            return True
    if not units[at].sense.noun and not _SEEMING.isdisjoint(other.text for other in clause_around(units, at)):
        return True  # "wirkt sommerlich"
    return _is_scene(units, at) if _SEASONS.isdisjoint(units[at].sense.names) else supposes(units, at)


def _is_unsaid_adjective(units: Sequence[Unit], at: int) -> bool:
    noun = noun_after(units, at) if units[at].sense.attributive else None
    if noun is None and units[at].sense.stem.endswith(_POSSIBLE):
        noun = subject_of(units, at)  # "drehbar ist die Fassung"
    before = unit_before(units, at)
    if _ORDINAL.match(units[at].text) or (before is not None and before.sense.colour is not None):
        return True  # "einen zweiten Griff", "schwarz abgesetzte Schultern"
    if noun is not None and units[noun].sense.kind == "audience":
        return True
    if noun is None or not units[noun].sense.kind:
        return True
    return is_aside(units, noun) or supposes(units, at)


def _is_worn_with(units: Sequence[Unit], at: int) -> bool:
    """ "passt zu Jeans und Röcken": what the article is worn with or lies on, not what it is."""
    sense = units[at].sense
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if units[place + 1].gap == STOP:
            return False
        unit = units[place]
        text = unit.text.lower()
        if text.startswith(_DEMONSTRATIVE):
            return False
        carried = sense.type is not None and sense.type.head.group == "accessories"
        if text == "in" and not carried and place + 1 < at and units[place + 1].text in _ACCUSATIVE:
            return True  # "in die Hose stecken"
        if text == "für" and carried and place + 1 < at and units[place + 1].text.startswith("ein"):
            return True  # "Schlaufen für einen Gürtel"
        if text in _STYLED_WITH or (text in _AMONG and units[place + 1].gap == NONE):
            return True
        if unit.sense.role == "with":
            return _combines(units, at)
        if not (unit.sense.role in ("and", "function") or unit.sense.attributive or unit.sense.type):
            return False
    return False


def _combines(units: Sequence[Unit], at: int) -> bool:
    return any(_COMBINING.match(other.text) for other in clause_around(units, at))


def _is_inflected(unit: Unit, word: Word) -> bool:
    written = unit.text.lower()
    return word.noun is None and written.startswith(word.lemma.lower()) and len(written) <= len(word.lemma) + 2


def _is_scene(units: Sequence[Unit], at: int) -> bool:
    if units[at].text in _EVERYDAY or supposes(units, at):
        return True
    if opens_before_adjective(units, at):
        return False  # "Fest vernähte Einlegesohle"
    if units[at].sense.noun and governor(units, at) not in _FOR_OCCASIONS and not is_fragment(units, at):
        return True
    return _after(units, at, _SCENES) and not is_fragment(units, at)


def _after(units: Sequence[Unit], at: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands before a noun, over its articles and adjectives."""
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if units[place + 1].gap != NONE:
            return False
        unit = units[place]
        if unit.text.lower() in words:
            return True
        if not (unit.sense.attributive or unit.sense.role in ("function", "and") or unit.sense.noun):
            return False
    return False


# What is asked of a word of each kind; None: it says nothing, and the word itself is asked.
_OF_KIND: Mapping[str, Callable[[Sequence[Unit], int], bool | None]] = {
    "type": _is_other_type,
    "comparison": _is_comparison_aside,
    "season": _is_season_aside,
    "occasion": _is_scene,
    "audience": _is_person_aside,
    "colour": _is_colour_aside,
}
