"""How far a bundle may be from the model it was made of."""

from __future__ import annotations

from typing import Final

from bildtext.bundle import Drift
from bildtext.errors import BundleError

# The least cosine to the fp32 reference, on average and at worst. fp32 may only round differently, fp16 may be computed
# as bf16 (8 bits of mantissa). For int8 the demo model keeps 0.994 and 0.985 on photos that did not calibrate it, and
# one that was calibrated on noise fell to 0.78 and 0.11: what is below these bounds tags other things than its model.
LEAST_COSINE: Final = {"fp32": (0.9999, 0.999), "fp16": (0.998, 0.99), "int8": (0.95, 0.8)}
# From here on int8 is worth a warning, and a look at `bildtext evaluate`.
_CLOSE_INT8: Final = (0.98, 0.9)


def refuse_drift(drift: Drift, precision: str) -> None:
    """Raises BundleError when a bundle is too far from its reference to stand for it."""
    mean, worst = LEAST_COSINE[precision]
    if not (drift.cosine_mean >= mean and drift.cosine_min >= worst):
        fix = "calibrate on more photos of your own products, or export fp16" if precision == "int8" else "export fp32"
        raise BundleError(
            f"{precision} is too far from the model: on {drift.images} photos the cosine to the fp32 reference is "
            f"{drift.cosine_mean:.3f} on average and {drift.cosine_min:.3f} at worst ({mean:g} and {worst:g} are "
            f"wanted); {fix}."
        )


def far_from_reference(drift: Drift | None) -> bool:
    """Whether a bundle that is accepted deserves a warning all the same."""
    return drift is not None and (drift.cosine_mean < _CLOSE_INT8[0] or drift.cosine_min < _CLOSE_INT8[1])
