"""Style: example texts → StyleProfile, a prompt → Instructions, and the distance between two profiles."""

from description.style.instructions import Instructions
from description.style.profile import StyleProfile
from description.style.topics import Topic

__all__ = ["Instructions", "StyleProfile", "Topic"]
