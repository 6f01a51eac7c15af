"""What `models export` and `models verify` do with a captioner's bundle, and what they say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bildtext.captioners.manifest import CaptionFacts
from bildtext.sealed import check_files, read_facts
from bildtext_cli.models.comparison import compare_captions
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.orders import Order, calibrated, megabytes, notes, photos_of, shown
from bildtext_cli.models.sources import Source, source_of

_LITTLE_AGREEMENT: Final = 0.5


def export_captioner(order: Order) -> str:
    """Write and compare a bundle; it takes its place only when both went well."""
    from bildtext_cli.models.caption_export import export_caption

    photos, elsewhere = photos_of(order)
    with replacing(order.target) as folder:
        facts = export_caption(order.preset, order.source, folder, photos, elsewhere=elsewhere, revision=order.revision)
        compared = compare_captions(folder, facts, Source(order.source))
    said = [*calibrated(facts.calibrated_on, order.calibration), *notes(facts, order.source), *compared]
    return "\n".join([_described(order.target, facts), *said, *_warnings(facts)])


def verify_captioner(folder: Path, given: Path | None) -> str:
    """Check every file, then load the bundle in a fresh process and compare it with transformers where that can be."""
    facts = read_facts(folder, CaptionFacts)
    check_files(folder, facts)
    compared = compare_captions(folder, facts, source_of(folder, facts, given))
    said = [*calibrated(facts.calibrated_on, folder), *notes(facts), "every file has its checksum", *compared]
    return "\n".join([_described(folder, facts), *said, *_warnings(facts)])


def _described(folder: Path, facts: CaptionFacts) -> str:
    agreement = facts.agreement
    measured = (
        f"{agreement.equal:.0%} of {agreement.images} photos have the captions of the fp32 reference, token for token"
        if agreement
        else "it is the reference itself"
        if facts.runtime == "torch"
        else "agreement not measured: no photos"
    )
    return (
        f"{shown(folder)}: {facts.name}, {facts.architecture} ({facts.runtime}), "
        f"{facts.preparation.size} px ({facts.preparation.fit}), {facts.licence}, {megabytes(folder):.1f} MB\n"
        f"{measured}"
    )


def _warnings(facts: CaptionFacts) -> list[str]:
    if facts.agreement is None or facts.agreement.equal >= _LITTLE_AGREEMENT:
        return []
    return ["WARNING: most captions are not those of the model itself; read some of them, or export fp16"]
