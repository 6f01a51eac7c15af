"""The label file: facets and labels, in German and English."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.http_app import route
from bildtext.labels import Facet
from catalogue import wiring
from catalogue.api.answers import FacetAnswer, GroupAnswer, LabelAnswer, LabelsAnswer, answered
from catalogue.http import app


@route(app, "GET /labels")
def get_labels(_caller: Caller) -> Response[str]:
    """All facets and labels, in the order of the file."""
    labels = wiring.labels()
    answer = LabelsAnswer(labels.fingerprint, tuple(map(_facet, labels.facets)))
    return answered(answer, headers={"Cache-Control": "private, max-age=300"})


def _facet(facet: Facet) -> FacetAnswer:
    return FacetAnswer(
        facet.id,
        facet.name,
        facet.choose,
        None if facet.applies_to is None else tuple(sorted(facet.applies_to)),
        tuple(GroupAnswer(group.id, group.name) for group in facet.groups),
        tuple(LabelAnswer(label.id, label.name, label.group) for label in facet.labels),
    )
