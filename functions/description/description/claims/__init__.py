"""Claims: every checkable thing in a text, what supports it, and what is wrong with it."""

from description.claims.check import ClaimChecker
from description.claims.model import Checked, Claim, Finding

__all__ = ["Checked", "Claim", "ClaimChecker", "Finding"]
