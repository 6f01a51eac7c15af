"""A release of a text, for tests of its provenance record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from joserfc.jwk import ECKey

from bildtext.provenance import MachineText, Person, Release, signed_record
from catalogue.signing import FileSigner

MACHINE = MachineText("Der Slipper ist weiß.", "rules", "", "2026-11-27T09:00:00Z", inputs="5d41402a")
RELEASE = Release(
    article="536.514.002",
    text="Der Slipper ist weiß und bequem. 👟",
    text_version=3,
    written_at="2026-11-27T10:00:00Z",
    machine=MACHINE,
    editor=Person("8f1c", "Eva"),
    released_by=Person("77aa", "Max"),
    released_at="2026-11-27T11:00:00Z",
    data="Farbe: weiß",
    tags={"category": ("slipper",), "colour": ("white",)},
    photos=("articles/536.514.002/front.jpg",),
)


def release(**changes: Any) -> Release:
    """RELEASE with other fields."""
    return replace(RELEASE, **changes)


def record(signer: FileSigner, **changes: Any) -> dict[str, Any]:
    """A signed record of RELEASE with other fields."""
    return signed_record(release(**changes), signer)


def public_pem(signer: FileSigner) -> bytes:
    """The signer's public key."""
    return ECKey.import_key(dict(signer.public_key)).as_pem(private=False)
