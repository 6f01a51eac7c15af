"""Paths of the files that belong neither to the code nor to the layer: template.yaml, and the bundles in layers/models.

With an `--editable` install they are in the checkout; a wheel contains a copy with the same layout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"

IN_CHECKOUT: Final = not _SHIPPED.is_dir()
ROOT: Final = _PACKAGE.parents[2] if IN_CHECKOUT else _SHIPPED
LAYERS: Final = ROOT / "layers"
# Build output, in the current folder without a checkout.
BUILD: Final = ROOT / "build" if IN_CHECKOUT else Path("build")
SAMPLES: Final = _PACKAGE / "samples"
