"""samconfig.toml and docs/deploying.md match the parameters of the two templates."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

REPOSITORY = Path(__file__).parents[2]
CONFIG = tomllib.loads((REPOSITORY / "samconfig.toml").read_text("utf-8"))
ENVIRONMENTS = [name for name in CONFIG if name != "version"]
TEMPLATES = {name: yaml_parse((REPOSITORY / name).read_text("utf-8")) for name in ("template.yaml", "encoder.yaml")}
PAGE = (REPOSITORY / "docs" / "deploying.md").read_text("utf-8")
# The section of the page with a template's table, and the environments with a column in it.
TABLES = {"template.yaml": ("Parameters", ["dev", "prod"]), "encoder.yaml": ("A GPU", ["prod-encoder"])}


def rows(template: str) -> dict[str, list[str]]:
    """Return a template's table on the page: parameter → default, proposed value per environment, and the rest."""
    section = PAGE.split(f"\n## {TABLES[template][0]}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(\w+)` \|(.*)\|$", section, re.M)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in found}


def template_of(environment: str) -> str:
    return str(CONFIG[environment].get("global", {}).get("parameters", {}).get("template_file", "template.yaml"))


def overrides(environment: str, command: str) -> dict[str, str]:
    """Return an environment's parameter overrides in samconfig.toml, a list or the string that SAM saves."""
    section: dict[str, Any] = CONFIG[environment].get(command, {}).get("parameters", {})
    given = section.get("parameter_overrides", [])
    return dict(one.split("=", 1) for one in (shlex.split(given) if isinstance(given, str) else given))


def answered(environment: str) -> bool:
    """Return whether SAM has asked for this environment, whose values then differ from the proposed ones."""
    return "image_repositories" in CONFIG[environment]["deploy"]["parameters"]


def cell(value: object) -> str:
    return "required" if value is None else f"`{value}`" if value != "" else "empty"


@pytest.mark.parametrize("command", ["build", "deploy"])
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_given_parameter_is_valid_for_the_template(environment: str, command: str) -> None:
    for name, value in overrides(environment, command).items():
        known = TEMPLATES[template_of(environment)]["Parameters"][name]
        assert value in known.get("AllowedValues", [value]) or int(value) in known["AllowedValues"]
        assert re.fullmatch(known.get("AllowedPattern", ".*"), value)
        if known["Type"] == "Number":
            assert known.get("MinValue", 0) <= int(value) <= known.get("MaxValue", int(value))


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_build_and_deploy_use_the_same_model(environment: str) -> None:
    assert overrides(environment, "build")["Model"] == overrides(environment, "deploy")["Model"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_page_lists_every_parameter_with_its_default(template: str) -> None:
    parameters = TEMPLATES[template]["Parameters"].items()
    listed = {name: default for name, (default, *_) in rows(template).items()}
    assert listed == {name: cell(one.get("Default")) for name, one in parameters}


@pytest.mark.parametrize(
    ("template", "column", "environment"),
    [(template, *each) for template, (_, names) in TABLES.items() for each in enumerate(names, 1)],
)
def test_the_page_lists_the_proposed_values(template: str, column: int, environment: str) -> None:
    if not answered(environment):
        listed = {name: cells[column] for name, cells in rows(template).items() if cells[column]}
        assert listed == {name: cell(value) for name, value in overrides(environment, "deploy").items()}


def test_every_deployed_environment_is_on_the_page() -> None:
    deployed = {name: template_of(name) for name in ENVIRONMENTS if "deploy" in CONFIG[name]}
    assert deployed == {name: template for template, (_, names) in TABLES.items() for name in names}


def test_the_page_states_the_cost_of_an_idle_stack() -> None:
    resources = TEMPLATES["template.yaml"]["Resources"].values()
    alarms, wake_alarms = (
        sum(one["Type"] == "AWS::CloudWatch::Alarm" for one in template["Resources"].values())
        for template in TEMPLATES.values()
    )
    asleep = f"{wake_alarms} alarms, and two of the autoscaling, which look every ten seconds | $0.10 and $0.30 each"
    assert f"{asleep} | ${wake_alarms * 0.10 + 2 * 0.30:.2f} |" in PAGE
    free = max(0, alarms - 10) * 0.10
    assert (
        f"| {alarms} alarms | $0.10 each; the account's first ten are free | ${alarms * 0.10:.2f} or ${free:.2f} |"
        in PAGE
    )
    keys = sum(one["Type"] == "AWS::KMS::Key" for one in resources) * 1.00
    assert f"| the keys that sign records and seal checks | $1.00 each | ${keys:.2f} |" in PAGE
    machines = sum(one.get("Condition") == "HasMachineClient" for one in resources) * 6.00
    assert f"| the client of programs, unless MachineLogin is false | $6.00 | ${machines:.2f} |" in PAGE
    prices = yaml.safe_load((REPOSITORY / "layers" / "bildtext" / "prices.yaml").read_text("utf-8"))
    request = prices["regions"]["us-east-1"]["sqs_request"]
    functions = [one["Properties"] for one in resources if one["Type"] == "AWS::Serverless::Function"]
    queues = sum(event["Type"] == "SQS" for one in functions for event in one["Events"].values())
    asked = queues * 5 * 3 * 60 * 24 * 365.25 / 12  # five pollers, three times a minute
    assert f"{asked / 1e6:.2f} million requests" in PAGE
    assert f"| ${asked * request:.2f} or ${(asked - 1e6) * request:.2f} |" in PAGE
    images = re.findall(r"^\| images in ECR.*\| \$([\d.]+) \|$", PAGE, re.M)
    total = alarms * 0.10 + asked * request + float(images[0]) + keys + machines
    assert f"**${total:.2f} at most**" in PAGE
