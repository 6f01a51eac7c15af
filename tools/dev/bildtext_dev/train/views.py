"""Random augmentation of stored pictures: one resampling step crops, rotates and mirrors, then light and colour vary.

Hue hardly varies, because the captions name colours.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from bildtext_dev.train.network import MEAN, STD

_MEAN: Final = torch.tensor(MEAN).view(1, 3, 1, 1)
_STD: Final = torch.tensor(STD).view(1, 3, 1, 1)


def random_views(pixels: Tensor, proportions: Tensor, size: int, rng: torch.Generator) -> Tensor:
    """Squeezed pixels uint8 `[n, 3, e, e]` and width / height `[n]` → normalised float32 `[n, 3, size, size]`.

    The views range from a close crop to the complete photo padded with its background colour, as both occur in use.
    """
    count = len(pixels)
    wide, high = proportions.clamp(min=1.0), (1.0 / proportions).clamp(min=1.0)  # in units of the shorter side
    longest = torch.maximum(wide, high)
    edge = _uniform(count, 0.6, 1.0, rng) * (1.0 + (longest - 1.0) * _uniform(count, 0.0, 1.0, rng)) * 1.12
    stretch = torch.exp(_uniform(count, -0.16, 0.16, rng))
    across, down = edge * stretch, edge / stretch
    angle = torch.randn(count, generator=rng) * 0.14
    mirror = (torch.rand(count, generator=rng) < 0.5).float() * 2 - 1
    x = (torch.rand(count, generator=rng) - 0.5) * ((wide - across).abs() + 0.08)
    y = (torch.rand(count, generator=rng) - 0.5) * ((high - down).abs() + 0.08)
    cosine, sine = angle.cos(), angle.sin()
    turn = torch.zeros(count, 2, 3)
    turn[:, 0, 0], turn[:, 0, 1], turn[:, 0, 2] = cosine * across * mirror / wide, -sine * down / wide, 2 * x / wide
    turn[:, 1, 0], turn[:, 1, 1], turn[:, 1, 2] = sine * across * mirror / high, cosine * down / high, 2 * y / high
    grid = functional.affine_grid(turn, [count, 3, size, size], align_corners=False)
    picture = pixels.float() / 255.0
    border = torch.cat([picture[:, :, 0], picture[:, :, -1], picture[:, :, :, 0], picture[:, :, :, -1]], dim=2)
    ground = border.median(dim=2).values[:, :, None, None]
    view = functional.grid_sample(picture - ground, grid, align_corners=False, padding_mode="zeros") + ground
    view = (
        view
        * _uniform(count, 0.72, 1.28, rng).view(-1, 1, 1, 1)
        * _uniform(count * 3, 0.95, 1.05, rng).view(-1, 3, 1, 1)
    )
    middle = view.mean(dim=(1, 2, 3), keepdim=True)
    view = ((view - middle) * _uniform(count, 0.75, 1.25, rng).view(-1, 1, 1, 1) + middle).clamp(0.0, 1.0)
    _erase(view, rng)
    return ((view - _MEAN) / _STD).contiguous(memory_format=torch.channels_last)


def normalised(pixels: Tensor) -> Tensor:
    """The product's pixels uint8 `[n, s, s, 3]` → normalised float32 `[n, 3, s, s]`."""
    return ((pixels.permute(0, 3, 1, 2).float() / 255.0 - _MEAN) / _STD).contiguous(memory_format=torch.channels_last)


def _erase(view: Tensor, rng: torch.Generator) -> None:
    """Cover a part of one picture in four with a box of random colour, so that the model does not rely on one part."""
    size = view.shape[-1]
    for index in torch.nonzero(torch.rand(len(view), generator=rng) < 0.25).flatten().tolist():
        high, wide = (torch.randint(size // 8, size // 3, (2,), generator=rng)).tolist()
        top, left = (torch.randint(0, size - max(high, wide), (2,), generator=rng)).tolist()
        view[index, :, top : top + high, left : left + wide] = torch.rand(3, 1, 1, generator=rng)


def _uniform(count: int, low: float, high: float, rng: torch.Generator) -> Tensor:
    return torch.rand(count, generator=rng) * (high - low) + low
