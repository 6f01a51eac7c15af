"""Prompts and the limits that they set to a text of at most 120 words."""

from __future__ import annotations

from tests.reference_request import PROMPT

MOST_WORDS = [
    (PROMPT, 120),
    ("Kannst du einen Text (max 120 Wörter) generieren?", 120),
    ("höchstens 60 Wörter bitte", 60),
    ("Nicht mehr als 40 Wörter.", 40),
    ("in 30-50 Wörtern", 50),
    ("mindestens 80, maximal 100 Wörter", 100),
    ("Schreib einen Text.", 120),
    ("mindestens 20 Wörter", 120),
    ("200 Wörter", 120),
    ("max. 2 Wörter in Großbuchstaben", 120),
    ("höchstens 240 Zeichen", 30),
]
MOST_SENTENCES = [("in zwei Sätzen", 2), ("Bitte 3 kurze Sätze", 3), ("ein Satz", 1), ("2 bis 3 Sätze", 3), ("", 120)]
