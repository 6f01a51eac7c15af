"""Product data in a form that is short to compare."""

from __future__ import annotations

from description.product_data.model import ProductData


def entries_of(data: ProductData) -> list[str]:
    """Each entry as `field: value + value`."""
    assert not any(" + " in value for entry in data.entries for value in entry.values), "it would look like two"
    return [f"{entry.field.value}: {' + '.join(entry.values)}" for entry in data.entries]
