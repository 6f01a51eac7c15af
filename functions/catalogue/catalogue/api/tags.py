"""Changes tags: an editor's choices for the facets of photos, or of the article."""

from __future__ import annotations

from dataclasses import asdict, replace

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.decisions import Action, ScoredLabel, TagChoice, TagsDecided
from bildtext.edit_errors import VersionConflict
from bildtext.errors import InvalidRequest, NotFound
from bildtext.http_app import route
from bildtext.labels import LabelSet
from bildtext.storage.decision_table import CatalogueArticle, append_tags
from bildtext.storage.photo_items import PhotoItem
from catalogue import wiring
from catalogue.api.answers import ChangeAnswer, answered
from catalogue.api.reading import body, conflict, known, made_by, view_of
from catalogue.api.requests import Choice, TagsChange
from catalogue.http import app
from catalogue.photo_views import is_about


@route(app, "PATCH /articles/{number}/tags")
def patch_tags(caller: Caller, number: str) -> Response[str]:
    """Append choices, behind newer decisions unless one of those is about the same photo and facet."""
    change = body(TagsChange)
    article = known(number)
    if change.version > article.decided.version:
        raise InvalidRequest(f"version: the article is only at version {article.decided.version}.")
    if len({(choice.photo, choice.facet) for choice in change.choices}) < len(change.choices):
        raise InvalidRequest("choices: choose the labels of a photo's facet once.")
    choices = tuple(tag_choice(choice, article, wiring.labels()) for choice in change.choices)
    decision = TagsDecided(version=change.version + 1, choices=choices, **made_by(caller))
    try:
        append_tags(wiring.decisions(), number, decision)
    except VersionConflict as error:
        raise _both(error, number, choices) from error
    return answered(ChangeAnswer.of(view_of(number)))


def tag_choice(choice: Choice, article: CatalogueArticle, labels: LabelSet) -> TagChoice:
    """The choice together with the machine's answer, so that it can be used as ground truth.

    A group of the category tree may be chosen: the machine states groups too, where no label is clear.

    Raises:
        UnknownFacet, InvalidRequest: the label file has no such facet or label, or allows fewer labels.
        NotFound: the article has no such photo.
    """
    image = photo_of(choice.photo, article) if choice.photo else None
    if image is not None and choice.photo_version and not is_about(choice.photo_version, image):
        image = replace(image, version=choice.photo_version, tags=())  # the machine's answer about that one is gone
    version = image.version if image else ""
    if choice.labels is None:
        return TagChoice(choice.photo, choice.facet, (), action="dropped", photo_version=version)
    facet = labels.facet(choice.facet)
    known_labels = {label.id for label in facet.labels} | {group.id for group in facet.groups}
    unknown = [label for label in choice.labels if label not in known_labels]
    if unknown:
        raise InvalidRequest(f"choices: the facet {facet.id!r} has no label {unknown[0]!r}; see GET /labels.")
    if len(set(choice.labels)) < len(choice.labels):
        raise InvalidRequest("choices: name each label once.")
    if facet.choose is not None and len(choice.labels) > facet.choose:
        raise InvalidRequest(f"choices: at most {facet.choose} of the labels of {facet.id!r} can apply.")
    tags = image.tags if image else ()
    machine = tuple(ScoredLabel(tag["label"], tag["score"]) for tag in tags if tag["facet"] == facet.id)
    action = action_of(choice.labels, tuple(one.label for one in machine))
    return TagChoice(choice.photo, facet.id, choice.labels, machine, action, version)


def action_of(labels: tuple[str, ...], machine: tuple[str, ...]) -> Action:
    """What the editor did to the machine's answer."""
    if set(labels) == set(machine):
        return "accepted"
    if not labels:
        return "removed"
    return "corrected" if machine else "added"


def photo_of(key: str, article: CatalogueArticle) -> PhotoItem:
    """A photo of the article. Raises NotFound."""
    found = next((image for image in article.stored.photos if image.photo.key == key), None)
    if found is None:
        raise NotFound(f"The article has no photo {key!r} (any more); load it again.")
    return found


def _both(error: VersionConflict, number: str, choices: tuple[TagChoice, ...]) -> VersionConflict:
    decided = known(number).decided
    theirs = [decided.tags[choice.place] for choice in choices if choice.place in decided.tags]
    return conflict(
        str(error),
        decided.version,
        [asdict(choice) for choice in choices],
        [{**asdict(one.choice), "by_name": one.decision.by_name, "at": one.decision.at} for one in theirs],
    )
