"""axe-core on a page, in the light and in the dark colours."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

from bildtext_cli.assets import ASSETS, fetch

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN: Final = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def audit(page: Page) -> None:
    """Assert that axe-core finds nothing, in light and dark.

    The script is evaluated by the debugger, to which the page's Content-Security-Policy does not apply.
    """
    found: list[str] = []
    page.evaluate(fetch(ASSETS["axe"]).read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result: dict[str, Any] = page.evaluate(_RUN, _RULES)
        assert result["testEngine"]["name"] == "axe-core"
        found += [f"{scheme}: {line}" for violation in result["violations"] for line in _lines(violation)]
    assert not found, "\n".join(found)


def _lines(violation: dict[str, Any]) -> list[str]:
    places = [f"{node['target']} {node['failureSummary']}" for node in violation["nodes"][:5]]
    return [f"{violation['id']} ({violation['help']}): {place}" for place in places]
