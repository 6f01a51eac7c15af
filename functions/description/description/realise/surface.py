"""The surface of a text: the article's noun and what stands for it later, capitals, full stops, written measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from description.language.grammar import Adjective, Case, Determiner, Noun, Number, contracted, determiner
from description.style.profile import StyleProfile

MODEL = Noun("Modell", "n", "Modelle")
SUBJECT = "\x01"  # Stands for the article in a later sentence, until it is known what stands before it.
_PRONOUNS = {"m": "er", "f": "sie", "n": "es", "p": "sie"}
_THIS = {"nom": "r e s e", "acc": "n e s e", "dat": "m r m n", "gen": "s r s r"}
_EXCLAIMING = 0.3
_GENDERS = "mfnp"


@dataclass(frozen=True, slots=True)
class Named:
    """The article's noun and its number."""

    noun: Noun
    number: Number
    group: str = ""
    name: str = ""  # of the model, with its quotes
    before: str = ""  # the brand, where it stands before the noun

    @property
    def plural(self) -> bool:
        """Whether the article is spoken of in the plural."""
        return self.number == "pl" or self.noun.gender == "p"

    def phrase(self, article: str, case: Case, fronts: Sequence[Adjective]) -> str:
        """ "dieser weiße Slipper", "einem Slipper „Anna“", "weiße Socken"."""
        gender = "p" if self.plural else self.noun.gender
        kind: Determiner = "none"
        before = ""
        if article == "this":
            kind, before = "definite", "diese" + _THIS[case].split()[_GENDERS.index(gender)].removeprefix("e")
        elif article == "the":
            kind, before = "definite", determiner("definite", self.noun.gender, case, self.number)
        elif article == "a" and not self.plural:
            kind, before = "indefinite", determiner("indefinite", self.noun.gender, case, self.number)
        declined = [each.form(self.noun.gender, case, self.number, kind) for each in fronts]
        noun = self.noun.form(case, self.number)
        return " ".join(word for word in (before, *declined, self.before, noun, self.name) if word)

    @property
    def pronoun(self) -> str:
        """er, sie, es."""
        return _PRONOUNS["p" if self.plural else self.noun.gender]

    @property
    def object(self) -> str:
        """ihn, sie, es."""
        return "ihn" if self.pronoun == "er" else self.pronoun

    def the(self) -> str:
        """ "der Slipper"."""
        return f"{determiner('definite', self.noun.gender, 'nom', self.number)} {self.noun.form('nom', self.number)}"


def settled(texts: Sequence[str], named: Named, *, introduced: bool) -> list[str]:
    """The sentences with a subject each: a pronoun where the sentence before is about the article, else its noun, and
    no pronoun at the start of two sentences in a row."""
    done: list[str] = []
    about_it, started = introduced, False
    for at, text in enumerate(texts):
        if SUBJECT in text:
            starts = text.startswith(SUBJECT)
            again = about_it and not (starts and started)
            first, *rest = text.split(SUBJECT)
            text = first + (named.pronoun if again else named.the()) + named.pronoun.join(rest)
            about_it, started = True, again and starts
        else:
            about_it, started = at == 0 and introduced, False
        done.append(sentence(text))
    return done


def exclaimed(texts: Sequence[str], share: float) -> list[str]:
    """The sentences, as many of the first ones with an exclamation mark as the example has."""
    left = round(share * len(texts)) if share >= _EXCLAIMING else 0
    done = []
    for text in texts:
        loud = left > 0 and text.endswith(".")
        done.append(f"{text[:-1]}!" if loud else text)
        left -= loud
    return done


def sentence(text: str) -> str:
    """The words as a sentence: a capital first, a full stop last."""
    text = contracted(text.strip())
    end = "" if text.endswith((".", "!", "?", ":")) else "."
    first, asked, rest = text.partition("? ")  # "Lust auf Petrol? Dieser Pumps hat …"
    rest = f"{rest[:1].upper()}{rest[1:]}"
    return f"{first[:1].upper()}{first[1:]}{asked}{rest}{end}"


_NBSP = "\u00a0"
_LENGTH = re.compile(rf"(?<![\d,.x] )(?<![\d,.])(ca\. )?(\d+(?:,\d+)?){_NBSP}(mm|cm)(?![\w/])")
_HEEL = re.compile(rf"(?:ca\. )?(?<!\d)(\d++(?:,\d++)?){_NBSP}(mm|cm) hohe[rnms]? (\w*[Aa]bsatz)")
_UNIT = re.compile(rf"(?<=\d){_NBSP}(?=mm|cm|m\b|g\b|kg|l\b|ml)")
_PERCENT = re.compile(rf"(?<=\d){_NBSP}%")
_TIMES = re.compile(r"(?<=\d) x (?=\d)")
_LEAST_CM = Decimal(10)  # mm


def notated(text: str, profile: StyleProfile) -> str:
    """The text with its measures in the example's notation; as it is where there is no example."""
    if not profile.examples:
        return text
    if profile.compound_measures:
        text = _HEEL.sub(lambda found: f"{found[1]}-{found[2]}-{found[3][:1].upper()}{found[3][1:]}", text)
    text = _LENGTH.sub(lambda found: _length(found, profile), text)
    if profile.times:
        text = _TIMES.sub(f" {profile.times} " if profile.times_spaced else profile.times, text)
    if not profile.unit_spaced:
        text = _UNIT.sub("", text)
    return _PERCENT.sub("%", text) if profile.percent == "100%" else text


def _length(found: re.Match[str], profile: StyleProfile) -> str:
    number, unit = Decimal(found[2].replace(",", ".")), found[3]
    if profile.unit == "cm" and unit == "mm" and number >= _LEAST_CM:
        number, unit = number / 10, "cm"
    elif profile.unit == "mm" and unit == "cm" and number < _LEAST_CM:
        number, unit = number * 10, "mm"
    said = format(number.normalize(), "f").replace(".", ",")
    heel = profile.about and found.string[found.end() :].lstrip().startswith(("hoh", "Absatz"))
    about = f"{profile.about} " if heel else found[1] or ""
    return f"{about}{said}{_NBSP}{unit}"
