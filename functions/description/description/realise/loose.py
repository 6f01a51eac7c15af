"""Values that say by themselves what they are, under whatever key: a size, a weight, what comes with the article."""

from __future__ import annotations

import re
from functools import cache

from description.domain.statement import Field
from description.realise.facts import Fact
from description.realise.naming import GENERAL
from description.realise.parts import GENERIC_KEY
from description.realise.phrases import phrase
from description.realise.tables import FieldWording, rows, whole
from description.style.topics import Topic

_INCLUDED = re.compile(r"^\s*(?:inkl\.?|inklusive|incl\.?)\s", re.I)


@cache
def _amounts() -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    return [(whole(row["pattern"], re.NOFLAG), (row["singular"], row["plural"])) for row in rows("loose")]


def loose_fact(wording: FieldWording, key: str, value: str, text: str) -> Fact | None:
    """ "50 x 50 cm" → "misst 50 x 50 cm", "2,7 kg" → "wiegt 2,7 kg" and "inkl. Tragebeutel"; None for another value.
    `text`: the value as it is fit to say."""
    if wording.field not in GENERAL or (key and not GENERIC_KEY.search(key)):
        return None
    if _INCLUDED.match(value) and text.startswith("mit "):
        found = phrase(text[4:])
        np = found if found.kind == "noun" else None
        return Fact(Field.COUNT, Topic.CONTENTS, np=np, label="Lieferumfang", listed=text[4:])
    plain = text.replace("\u00a0", " ")
    verb = next((verb for expression, verb in _amounts() if expression.fullmatch(plain)), None)
    return Fact(wording.field, Topic.MEASURES, does=(*verb, text)) if verb is not None else None
