"""The hold-out split of a data set: these photos are never trained on; `evaluate --held-out` uses only them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ONE_IN: Final = 8  # one photo in eight is held out


def is_held_out(ids: Sequence[str]) -> NDArray[np.bool_]:
    """Return which ids are held out. The split uses a hash of the name, so that it is always the same."""
    return np.array([int(hashlib.sha256(name.encode()).hexdigest(), 16) % _ONE_IN == 0 for name in ids])
