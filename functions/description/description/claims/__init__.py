"""Claims: every checkable thing in a text, what supports it, and what is wrong with it."""

from description.claims.check import check
from description.claims.model import Checked, Claim, Finding

__all__ = ["Checked", "Claim", "Finding", "check"]
