"""Style: example texts → StyleProfile, a prompt → Instructions, and the distance between two profiles."""

from description.style.asked import Style, style_of
from description.style.asking import instructions_of
from description.style.distance import StyleDistance, distance
from description.style.in_words import in_words
from description.style.instructions import Instructions
from description.style.kept import not_kept
from description.style.profile import StyleProfile
from description.style.reading import profile_of
from description.style.topics import Topic

__all__ = [
    "Instructions",
    "Style",
    "StyleDistance",
    "StyleProfile",
    "Topic",
    "distance",
    "in_words",
    "instructions_of",
    "not_kept",
    "profile_of",
    "style_of",
]
