"""Tells an editor what is wrong with a claim, in one German sentence."""

from __future__ import annotations

from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.model import Reason
from description.claims.roles import FIELD_SLOTS, MAIN
from description.product_data.model import Field

_KIND_FIELDS: dict[str, tuple[Field, ...]] = {
    "type": (Field.TYPE,),
    "colour": (Field.COLOUR,),
    "closure": (Field.CLOSURE,),
    "brand": (Field.BRAND,),
    "sole": (Field.OUTSOLE,),
    "heel": (Field.HEEL_FORM, Field.HEEL_HEIGHT),
    "toe": (Field.TOE,),
    "collar": (Field.COLLAR,),
    "sleeve": (Field.SLEEVE, Field.SLEEVE_FORM),
    "pocket": (Field.POCKETS,),
    "pattern": (Field.PATTERN,),
    "fit": (Field.FIT, Field.CUT),
    "length": (Field.LENGTH,),
    "care": (Field.CARE,),
    "certificate": (Field.CERTIFICATE,),
    "audience": (Field.AUDIENCE,),
    "occasion": (Field.OCCASION,),
    "season": (Field.SEASON,),
    "country": (Field.ORIGIN,),
    "origin": (Field.ORIGIN,),
    "style": (Field.STYLE,),
    "size": (Field.SIZE, Field.SHOE_WIDTH),
}


def says(mention: Mention, said: str, reason: Reason, against: str, index: Index) -> str:
    """The sentence for one finding; `against` is what the data or a photo says otherwise."""
    if reason == "conflict":
        return f"„{said}“ beruht auf widersprüchlichen Daten ({against}). Bitte die Daten klären oder den Satz ändern."
    if reason == "contradicts":
        return f"„{said}“ steht in den Daten, {against} zeigt aber etwas anderes. Bitte Foto und Daten vergleichen."
    there = _there(mention, index)
    instead = f"; dort steht {there}" if there else ""
    if reason == "leaked":
        return (
            f"„{said}“ stammt aus dem Beispieltext und steht nicht in den Daten{instead}. Bitte ändern oder streichen."
        )
    return f"„{said}“ steht nicht in den Daten{instead}. Bitte ändern oder die Daten ergänzen."


def _slot(slot: str) -> str:
    return MAIN if not slot or slot.startswith("type:") else slot


def _there(mention: Mention, index: Index) -> str:
    """What the data says of the same thing."""
    fields = _KIND_FIELDS.get(mention.kind, ())
    if mention.kind == "material":
        fields = tuple(field for field, slot in FIELD_SLOTS.items() if slot == _slot(mention.slot))
    return next((source.says for source in index.sources if source.field in fields and not source.disputed), "")
