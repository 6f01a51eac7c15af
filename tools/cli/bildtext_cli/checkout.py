"""Where the command finds what is neither code nor the layer's: template.yaml, and layers/models with the bundles.

That is the checkout it is installed from as `--editable`; a wheel has a copy in the package, laid out alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"

IN_CHECKOUT: Final = not _SHIPPED.is_dir()
ROOT: Final = _PACKAGE.parents[2] if IN_CHECKOUT else _SHIPPED
LAYERS: Final = ROOT / "layers"
BUILD: Final = ROOT / "build" if IN_CHECKOUT else Path("build")  # what is made; without a checkout, where one stands
SAMPLES: Final = _PACKAGE / "samples"
