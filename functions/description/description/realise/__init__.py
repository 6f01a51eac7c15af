"""Realisation: what the data says of an article as a German text."""

from __future__ import annotations

from description.realise.writer import RulesWriter

__all__ = ["RulesWriter"]
