"""How much a bundle may deviate from the model it was exported from."""

from __future__ import annotations

from typing import Final

from bildtext.bundle import Drift
from bildtext.errors import BundleError

# Minimum cosine to the fp32 reference, mean and worst. fp32 may only differ in rounding, fp16 may be computed as bf16
# (8 bits of mantissa). The demo model in int8 reaches 0.994 and 0.985 on photos it was not calibrated on; calibrated on
# noise it drops to 0.78 and 0.11. A bundle below these bounds gives other tags than its model.
LEAST_COSINE: Final = {"fp32": (0.9999, 0.999), "fp16": (0.998, 0.99), "int8": (0.95, 0.8)}
# Below this an int8 bundle gets a warning that recommends `bildtext evaluate`.
_CLOSE_INT8: Final = (0.98, 0.9)


def refuse_drift(drift: Drift, precision: str) -> None:
    """Raises BundleError if a bundle deviates too much from its reference."""
    mean, worst = LEAST_COSINE[precision]
    if not (drift.cosine_mean >= mean and drift.cosine_min >= worst):
        fix = "calibrate on more photos of your own products, or export fp16" if precision == "int8" else "export fp32"
        raise BundleError(
            f"{precision} is too far from the model: on {drift.images} photos the cosine to the fp32 reference is "
            f"{drift.cosine_mean:.3f} on average and {drift.cosine_min:.3f} at worst ({mean:g} and {worst:g} are "
            f"required); {fix}."
        )


def far_from_reference(drift: Drift | None) -> bool:
    """Return whether an accepted bundle still deserves a warning."""
    return drift is not None and (drift.cosine_mean < _CLOSE_INT8[0] or drift.cosine_min < _CLOSE_INT8[1])
