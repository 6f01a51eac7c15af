"""Entry points of the catalogue function: HTTP, and the table's stream, from which the list of articles is kept; an
engineer invokes it directly to list articles that had no change since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bildtext.entrypoints import Entrypoints, dispatch
from bildtext.http_app import resolve
from bildtext.observability import observed
from catalogue import session_routes, wiring  # noqa: F401 (it adds its routes to the app, as do the next two)
from catalogue.api import routes as api_routes  # noqa: F401
from catalogue.http import app
from catalogue.pages import routes as page_routes  # noqa: F401
from catalogue.projection import project, reproject

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Lambda entry point; dispatches on the shape of the event."""
    entrypoints = Entrypoints(
        stream=lambda event: project(event, wiring.projection()),
        http=lambda event: resolve(app, event, context),
        direct=lambda event: reproject(event, wiring.projection()),
    )
    return dispatch(event, entrypoints)
