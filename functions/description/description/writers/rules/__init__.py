"""The rule-based writer: the default, and the safety net under the others."""

from __future__ import annotations

from description.writers.rules.writer import RulesWriter

__all__ = ["RulesWriter"]
