"""samconfig.toml and docs/deploying.md say what template.yaml knows, parameter by parameter."""

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
TEMPLATE = yaml_parse((REPOSITORY / "template.yaml").read_text("utf-8"))
PAGE = (REPOSITORY / "docs" / "deploying.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \|(.*?)\|(.*?)\|(.*?)\|.*\|$", re.M)


def overrides(environment: str, command: str) -> dict[str, str]:
    """What an environment of samconfig.toml gives the template's parameters: a list, or the string that SAM saves."""
    section: dict[str, Any] = CONFIG[environment].get(command, {}).get("parameters", {})
    given = section.get("parameter_overrides", [])
    return dict(one.split("=", 1) for one in (shlex.split(given) if isinstance(given, str) else given))


def answered(environment: str) -> bool:
    """SAM has asked for this environment: its values are the shop's then, no longer what we propose."""
    return "image_repositories" in CONFIG[environment]["deploy"]["parameters"]


def cell(value: str) -> str:
    return f"`{value}`" if value else "empty"


@pytest.mark.parametrize("command", ["build", "deploy"])
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_parameter_given_is_one_of_the_template(environment: str, command: str) -> None:
    for name, value in overrides(environment, command).items():
        known = TEMPLATE["Parameters"][name]
        assert value in known.get("AllowedValues", [value]) or int(value) in known["AllowedValues"]
        if known["Type"] == "Number":
            assert known.get("MinValue", 0) <= int(value) <= known.get("MaxValue", int(value))


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_model_built_by_hand_is_the_one_deployed(environment: str) -> None:
    assert overrides(environment, "build")["Model"] == overrides(environment, "deploy")["Model"]


def test_the_page_names_every_parameter_with_its_default() -> None:
    said = {name: default.strip() for name, default, *_ in ROW.findall(PAGE)}
    assert said == {name: cell(str(one["Default"])) for name, one in TEMPLATE["Parameters"].items()}


@pytest.mark.parametrize(("environment", "column"), [("dev", 2), ("prod", 3)])
def test_the_page_says_what_is_proposed_for(environment: str, column: int) -> None:
    if not answered(environment):
        said = {row[0]: row[column].strip() for row in ROW.findall(PAGE)}
        proposed = overrides(environment, "deploy")
        assert {name: value for name, value in said.items() if value} == {
            name: cell(value) for name, value in proposed.items()
        }


def test_the_page_says_what_a_stack_costs_at_rest() -> None:
    resources = TEMPLATE["Resources"].values()
    conditions = [one.get("Condition") for one in resources if one["Type"] == "AWS::CloudWatch::Alarm"]
    alarms, clocks = conditions.count(None), conditions.count("HasEncoder")
    asleep = f"{clocks} alarms, and two of the autoscaling, which look every ten seconds | $0.10 and $0.30 each"
    assert f"{asleep} | ${clocks * 0.10 + 2 * 0.30:.2f} |" in PAGE
    assert f"| {alarms} alarms | $0.10 each; the account's first ten are free | ${alarms * 0.10:.2f} or $0 |" in PAGE
    prices = yaml.safe_load((REPOSITORY / "layers" / "bildtext" / "prices.yaml").read_text("utf-8"))
    request = prices["regions"]["us-east-1"]["sqs_request"]
    functions = [one["Properties"] for one in resources if one["Type"] == "AWS::Serverless::Function"]
    queues = sum(event["Type"] == "SQS" for one in functions for event in one["Events"].values())
    asked = queues * 5 * 3 * 60 * 24 * 365.25 / 12  # five pollers, three times a minute
    assert f"{asked / 1e6:.2f} million requests" in PAGE
    assert f"| ${asked * request:.2f} or ${(asked - 1e6) * request:.2f} |" in PAGE
    images = re.findall(r"^\| images in ECR.*\| \$([\d.]+) \|$", PAGE, re.M)
    assert f"**${alarms * 0.10 + asked * request + float(images[0]):.2f} at most**" in PAGE
