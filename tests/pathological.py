"""Texts of 50,000 characters whose repetitions make careless code quadratic. `python -m tests.pathological` describes
each under a CPU limit that only superlinear code exceeds.
"""

from __future__ import annotations

import resource
import sys
import time

from bildtext.errors import InvalidProductData
from description.describe import Describer, describe
from description.description_request import RequestFields
from description.evidence import Evidence
from description.realise import RulesWriter
from description.result import Description
from description.style_guide import StyleGuide

LENGTH = 50_000
CPU_SECONDS = 20  # per text; the slowest takes 2, quadratic code takes minutes
_LONGEST_VALUE = 9_900

# Key → pieces repeated within its value. A value may have 10,000 characters, so a text has five of them.
_IN_VALUES = {
    "Merkmale": [
        "a",
        "Ab-",
        "1 ",
        "(",
        "a(1%",
        "100% Baumwolle ",
        "nicht wasserdicht, ",
        '"',
        "und ",
        "&#1",
        "Wort1 ",
        "Ünter ",
    ],
    "Material": [
        "baumwolle",
        "Leder (100% Wolle) ",
        "50% Baumwolle, 50% Polyester, ",
        "Baumwolle, ",
        "Futter: ",
        "1%",
        "GmbH ",
    ],
    "Farbe": ["rot/", "rot, ", "Ab-1-", "a:", "-"],
    "Maße": ["1", "1.", "5 x ", "ca. ", "1/1x", "äß"],
    "Beschreibung": ["Das ist weich. ", "...", "100% Baumwolle ", "A: ", ". ", "„"],
    "Artikeltyp": ["kleid", "Damen > ", "Kleid (rot) ", "(a"],
    "Absatzform": ["1 ", "6 cm "],
    "Pflege": ["30° ", "1%"],
    "Größe": ["36, ", "X"],
    "Unbekanntes": ["_", "a=", "http://a.de/", "*"],
}
# Name → start of the text, and the piece repeated after it.
_WHOLE = {
    "spaces": ("Farbe: rot", " "),
    "spaces before the colon": ("Farbe", " \u00a0"),
    "tabs": ("Farbe: rot", "\t"),
    "spaces of markup": ("Farbe: rot", "&nbsp;"),
    "empty lines": ("Farbe: rot", " \n"),
    "lines of an example": ("Stil:\n", "sehr lässig und weich\n"),
    "a quote that is never closed": ("Beispiel: „\n", "Sehr weich.\n"),
    "one key": ("", "Farbe: rot\n"),
    "one line of keys": ("", "Farbe: rot; "),
    "headings": ("", "Details\n"),
    "bullets": ("", "• weich\n"),
    "tags": ("", "<b"),
    "cells": ("", "</td> "),
    "a wide table": ("Farbe;Material\n", "rot;"),
    "a long table": ("Artikeltyp;Farbe\n", "Kleid;rot\n"),
    "a key without end": ("", "Artikel"),
    "units of a key": ("Farbe", " (cm)"),
    "digits of an entity": ("Farbe: rot &#", "1"),
    "nothing but commas": ("", ","),
    "JSON in brackets": ('{"Farbe": ', "["),
}


def texts() -> dict[str, str]:
    """Name → text."""
    found = {}
    for key, pieces in _IN_VALUES.items():
        for piece in pieces:
            value = piece * (_LONGEST_VALUE // len(piece))
            lines = "\n".join(f"{key}: {value[: _LONGEST_VALUE - 20]}!{number}" for number in range(5))
            found[f"{key}: {piece}"] = f"Artikeltyp: Kleid\n{lines}"[:LENGTH]
    for name, (begin, piece) in _WHOLE.items():
        text = f"Artikeltyp: Kleid\n{begin}" if "\n" not in begin or ":" in begin else begin
        found[name] = (text + piece * LENGTH)[: LENGTH - 1] + "b"
    found["different keys"] = "\n".join(f"Merkmal{number:05}: rot" for number in range(LENGTH))[:LENGTH]
    found["different values"] = "\n".join(f"Farbe: rot{number}" for number in range(LENGTH))[:LENGTH]
    return found


def described(text: str, examples: tuple[str, ...] = (), prompt: str = "") -> Description | InvalidProductData:
    """The result of `POST /descriptions` for a text, or its refusal."""
    try:
        order = RequestFields(data_text=text, examples=examples, prompt=prompt).request()
        describer = Describer(lambda _: RulesWriter(), StyleGuide())
        return describe(order, Evidence(order.data, ()), describer, deadline=time.monotonic() + 60)
    except InvalidProductData as refusal:
        return refusal


def main() -> None:
    for name, text in texts().items():
        sys.stdout.write(f"{name!r}\n")
        sys.stdout.flush()
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + CPU_SECONDS, resource.RLIM_INFINITY))
        described(text)
    short = "Artikeltyp: Kleid\nMaterial: Baumwolle"
    for piece in [" ", "a", "1 ", "1 - ", ". ", "„", "a-", "unter ", "Sehr weich. ", "\n"]:
        sys.stdout.write(f"examples and prompt of {piece!r}\n")
        sys.stdout.flush()
        long = "a" + (piece * 4000)[:3998] + "b"
        described(short, (long,) * 5, long)


if __name__ == "__main__":
    main()
