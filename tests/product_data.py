"""Product data in a form that is short to compare."""

from __future__ import annotations

from description.domain.statement import ProductData


def statements_of(data: ProductData) -> list[str]:
    """Each statement as `field: value + value`."""
    assert not any(" + " in value for statement in data.statements for value in statement.values), (
        "it would look like two"
    )
    return [f"{statement.field.value}: {' + '.join(statement.values)}" for statement in data.statements]
