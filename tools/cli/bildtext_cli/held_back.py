"""Which photos of a data set are kept for figures: no training sees them; `evaluate --held-back` takes only them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

HELD_BACK: Final = 8  # one photo in so many is kept for figures


def held_back(ids: Sequence[str]) -> NDArray[np.bool_]:
    """The split: by a hash of the photo's name, so that it is the same everywhere and for ever."""
    return np.array([int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD_BACK == 0 for name in ids])
