"""What is true about a generated article, as statements that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bildtext_dev.quality.swaps.words import Words

_FACTORS = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "g": Decimal(1), "kg": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `target` is a part, an item, a measured key or an axis; "" is the whole article."""

    attribute: str
    target: str = ""
    value: str = ""
    polarity: bool = True
    quantifier: str = ""
    number: Decimal | None = None
    unit: str = ""

    @property
    def kind(self) -> str:
        """The key of its templates."""
        match self.attribute:
            case "feature" | "has" | "property" | "care":
                return f"{self.attribute}.{'yes' if self.polarity else 'no'}"
            case "colour" | "closure":
                return f"{self.attribute}.{'part' if self.target else 'whole'}"
            case "material" | "pattern":
                return f"{self.attribute}.part"
            case "range" | "mixed":
                return f"{self.attribute}.{self.quantifier}"
            case "share" if self.quantifier:
                return f"share.{self.quantifier}"
        return self.attribute

    @property
    def size(self) -> Decimal | None:
        """The number in the smallest unit of its kind, to compare values with."""
        return None if self.number is None else self.number * _FACTORS.get(self.unit, Decimal(1))


@dataclass(frozen=True, slots=True)
class Truth:
    """An article and all that is true about it."""

    id: str
    group: str
    type: str
    brand: str
    statements: tuple[Statement, ...]

    def follows(self, claim: Statement, words: Words) -> bool:
        """Return whether the claim follows from the statements (a claim about a value, also from a kind of it)."""
        return any(_same(claim, true, words) for true in self._known(words))

    def _known(self, words: Words) -> tuple[Statement, ...]:
        hypernym = words.nouns[self.type].hypernym
        types = (self.type, hypernym) if hypernym else (self.type,)
        return (*self.statements, *(Statement("type", value=name) for name in types))


def _same(claim: Statement, true: Statement, words: Words) -> bool:
    if (claim.attribute, claim.target) != (true.attribute, true.target):
        return False
    family = words.family(claim.attribute, claim.value) == words.family(claim.attribute, true.value)
    match claim.attribute:
        case "share" | "mixed" if claim.quantifier != true.quantifier:
            return False
        case "quantified" if claim.quantifier != true.quantifier:
            return False
        case "range":
            return claim.quantifier == true.quantifier and _implied_edge(claim, true)
    return family and claim.polarity == true.polarity and claim.size == true.size


def _implied_edge(claim: Statement, true: Statement) -> bool:
    """Return whether a bound follows: at least 50 from at least 52, at most 60 from at most 58."""
    if claim.size is None or true.size is None:
        return False
    return claim.size <= true.size if claim.quantifier == "min" else claim.size >= true.size
