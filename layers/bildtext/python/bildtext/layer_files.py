"""Where the layer's files lie: labels.yaml, models.yaml, prices.yaml and house.yaml.

In the repository (layers/bildtext) and on Lambda (/opt) they lie beside the folder `python`; a wheel has them in the
package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def layer_file(name: str) -> Path:
    """The path of the file of that name, whether it is there or not."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_file() else _PACKAGE.parents[1] / name
