"""What a qualified number ("knapp ein Meter", "bis zu 65 Liter") says of the true value."""

from __future__ import annotations

from decimal import Decimal

# Of a value up to this → how far the true one may be from it. The smaller a number, the coarser it is said.
_SLACKS = (
    (Decimal(2), Decimal("0.25")),
    (Decimal(10), Decimal("0.15")),
    (Decimal("inf"), Decimal("0.1")),
)
_BEYOND = Decimal("0.25")
_NARROW = Decimal("0.3")  # of the slack: who says "höchstens 1 kg" of 0.97 kg is exact
_LIMITS = frozenset({"least", "most", "less", "more"})


def fits(said: str, value: Decimal, low: Decimal, high: Decimal, stated: str) -> bool:
    """Whether data of `low` to `high`, itself qualified by `stated`, allows `value` qualified by `said`."""
    slack = abs(value) * next(slack for most, slack in _SLACKS if abs(value) < most)
    if said in ("least", "most"):
        return _is_end(said, value, slack, low, high, stated)
    lowest, highest = {
        "about": (value - slack / 2, value + slack / 2),
        "above": (value, value + slack),
        "below": (value - slack, value),
        "more": (value, value + abs(value) * _BEYOND),
        "less": (value - abs(value) * _BEYOND, value),
    }[said]
    strict = (said == "more" and low == value) or (said == "less" and high == value)
    return lowest <= low and high <= highest and not strict


def _is_end(said: str, value: Decimal, slack: Decimal, low: Decimal, high: Decimal, stated: str) -> bool:
    if stated in _LIMITS and stated != said:
        return False
    if low < high or stated in _LIMITS:
        return value == (low if said == "least" else high)
    return low <= value <= low + slack * _NARROW if said == "most" else value <= low <= value + slack * _NARROW
