"""What the rules write of an article."""

from __future__ import annotations

from description.claims import ClaimChecker
from description.evidence import Evidence, PhotoTag
from description.ingest import parse
from description.realise import RulesWriter
from description.writers import WritingTask

NOMINAL = "Schwarze Tasche von Anton. Obermaterial aus Nylon. Mit Reißverschluss. Breite 30 cm."


def checked_text(data: str, example: str = "", *, article: str, tags: tuple[PhotoTag, ...] = ()) -> str:
    """The text, of which the checker rejects nothing, with plain spaces for those that do not break."""
    facts = Evidence(parse(data), tags)
    examples = (example,) if example else ()
    text = RulesWriter().write(WritingTask(facts, article, examples), deadline=0.0).text.replace("\u00a0", " ")
    assert ClaimChecker(facts).check(text, examples).rejected == ()
    return text
