"""How one text is written: what an example and a prompt ask for, as the realiser needs it."""

from __future__ import annotations

from dataclasses import dataclass

from description.realise.topics import Topic
from description.writers.rules.style import style_of


@dataclass(frozen=True, slots=True)
class Manner:
    """`tones`: the constructions that fit, the preferred ones first. `most_facts` per sentence; `words` 0: as many as
    it takes. `free`: no example sets the words, so that they may vary."""

    tones: tuple[str, ...] = ("full",)
    telegraphic: bool = False
    free: bool = True
    layout: str = "prose"
    bullet: str = ""
    labels: bool = False
    full_stop: bool = True
    most_facts: int = 4
    order: tuple[Topic, ...] = ()
    turn: str = ""
    benefits: bool = False
    about: str = ""
    words: int = 0
    most_words: int = 120
    most_sentences: int = 99


def manner_of(examples: tuple[str, ...], prompt: str, most_words: int) -> Manner:
    """The manner of the examples, within the limits that the caller and the prompt set."""
    style = style_of(examples, prompt, most_words)
    return Manner(
        telegraphic=style.manner == "nominal",
        free=not examples,
        order=tuple(Topic(topic) for topic in style.order),
        turn=style.turn or "",
        about="ca." if style.about else "",
        words=style.words,
        most_words=style.most_words,
        most_sentences=style.most_sentences,
    )
