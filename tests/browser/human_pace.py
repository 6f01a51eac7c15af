"""How long a person takes for what a script does with the keyboard: the keystroke-level model.

Card, Moran & Newell, "The keystroke-level model for user performance time with interactive systems", Communications of
the ACM 23 (1980): a key press K takes an average typist (40 words a minute) 0.28 s, a mental preparation M 1.35 s, and
the response of the system R as long as it makes its user wait. That is measured and reported by itself, because it
depends on the machine. A key with Ctrl or Shift is two key presses. The model has no operator for reading; an adult
reads 238 words a minute silently (Brysbaert, Journal of Memory and Language 109, 2019). As in the model, the editor is
practised: what is new is read, unchanged hints and the scores that only order the answers are not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

KEY_S: Final = 0.28
MENTAL_S: Final = 1.35
WORDS_PER_S: Final = 238 / 60


@dataclass
class Pace:
    """What was counted: key presses, mental preparations, words read, and seconds waited for the system."""

    keys: int = 0
    decisions: int = 0
    words: int = 0
    waited_s: float = 0.0

    @property
    def seconds(self) -> float:
        """The time that a person takes, without what the system makes them wait."""
        return self.keys * KEY_S + self.decisions * MENTAL_S + self.words / WORDS_PER_S

    def __str__(self) -> str:
        minutes, seconds = divmod(round(self.seconds), 60)
        return (
            f"{minutes}:{seconds:02} min = {self.keys} key presses × {KEY_S} s + {self.decisions} decisions × "
            f"{MENTAL_S} s + {self.words} words read at 238/min; {self.waited_s:.0f} s waited on this machine"
        )


class Editor:
    """Somebody at the keyboard. No method touches the page in another way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pace = Pace()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a practised gesture without thinking in between."""
        for key in keys:
            self.pace.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def decide(self, *keys: str) -> None:
        """Look, make up one's mind, press."""
        self.pace.decisions += 1
        self.press(*keys)

    def open(self, path: str) -> None:
        """Type an address: Ctrl+L, the path, Enter. The browser's own line cannot be reached from a script."""
        self.pace.decisions += 1
        self.pace.keys += 2 + len(path) + 1
        with self.waiting():
            self.page.goto(path)

    def read(self, text: str) -> None:
        """Read a text on the page."""
        self.pace.words += len(text.split())

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What happens in the block is waiting for the system."""
        started = time.monotonic()
        yield
        self.pace.waited_s += time.monotonic() - started
