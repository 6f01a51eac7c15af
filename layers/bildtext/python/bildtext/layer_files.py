"""Locates the layer's files: labels.yaml, models.yaml, prices.yaml and style_guide.yaml.

In the repository (layers/bildtext) and on Lambda (/opt) they are next to the folder `python`; in a wheel, inside the
package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def layer_file(name: str) -> Path:
    """The path of a file, whether it exists or not."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_file() else _PACKAGE.parents[1] / name
