"""The project's rules for routes, logins, streams and archives; each yields a sentence per breach."""

from __future__ import annotations

from collections.abc import Iterator

from bildtext.access import ACCESS, RESOURCE_SERVER, WITHOUT_TOKEN
from bildtext_cli.local.template import SystemTemplate


def routes_want_a_token(template: SystemTemplate) -> Iterator[str]:
    """The routes are those whose access the functions know, and demand the same scope."""
    routes = {f"{route.method} {route.path}": route for route in template.routes()}
    if not template.resources("AWS::ApiGatewayV2::Api"):
        return
    for key in sorted((ACCESS.keys() | WITHOUT_TOKEN) - routes.keys()):
        yield f"{key} is not in the API"
    for key, route in routes.items():
        if key in WITHOUT_TOKEN:
            continue
        if not route.authorizer:
            yield f"{key} takes requests without token"
        elif key not in ACCESS or route.scopes != (f"{RESOURCE_SERVER}/{ACCESS[key].scope}",):
            yield f"{key} demands {' '.join(route.scopes) or 'no scope'}"


def logins_are_guarded(template: SystemTemplate) -> Iterator[str]:
    """Nobody signs up; the page uses codes without secret, machines a secret without users; users are kept."""
    for name, pool in template.resources("AWS::Cognito::UserPool").items():
        properties = pool["Properties"]
        if not properties.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly"):
            yield f"{name} lets everybody sign up"
        if properties.get("Policies", {}).get("PasswordPolicy", {}).get("MinimumLength", 8) < 12:
            yield f"{name} takes short passwords"
        if pool.get("DeletionPolicy") != "Retain" or "DeletionProtection" not in properties:
            yield f"{name} goes with the stack"
    for name, client in template.resources("AWS::Cognito::UserPoolClient").items():
        properties = client["Properties"]
        if (flows := properties["AllowedOAuthFlows"]) not in (["code"], ["client_credentials"]):
            yield f"{name} allows {' '.join(flows)}"
        if properties["GenerateSecret"] is not (flows == ["client_credentials"]):
            yield f"{name} has {'a' if properties['GenerateSecret'] else 'no'} secret"
        if (ways := properties.get("ExplicitAuthFlows", [])) not in ([], ["ALLOW_REFRESH_TOKEN_AUTH"]):
            yield f"{name} also takes {' '.join(ways)}"


def streams_lose_nothing(template: SystemTemplate) -> Iterator[str]:
    queues = template.resources("AWS::SQS::Queue")
    for mapping in template.stream_mappings():
        if mapping.lost not in queues:
            yield f"{mapping.function} drops changes of {mapping.table}"
        if not 2 <= mapping.attempts <= 10:
            yield f"{mapping.function} tries a change of {mapping.table} {mapping.attempts or 'infinitely many'} times"
        if not (mapping.bisects and mapping.reports_failures):
            yield f"{mapping.function} stops at one bad change of {mapping.table}"


def archives_have_the_layer(template: SystemTemplate) -> Iterator[str]:
    """Functions that are archives have the layer attached; to images AWS cannot attach one."""
    layers = template.resources("AWS::Lambda::LayerVersion")
    for name, function in template.resources("AWS::Lambda::Function").items():
        attached = {template.value(layer) for layer in function["Properties"].get("Layers", [])}
        is_archive = function["Properties"].get("PackageType") == "Zip"
        if attached != (layers.keys() if is_archive else set()):
            yield f"{name} has the layers {', '.join(sorted(attached)) or 'none'}"
