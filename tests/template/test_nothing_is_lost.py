"""Undeliverable events are kept, and every request without TLS is denied; a change of either is detected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import template_rules
from tests.template.changes import changed, set_property


def _undelivered(template: SystemTemplate) -> Iterator[str]:
    """Yield the rules with a target without dead-letter queue."""
    queues = template.resources("AWS::SQS::Queue")
    for name, rule in template.resources("AWS::Events::Rule").items():
        for target in rule["Properties"]["Targets"]:
            if template.value(target.get("DeadLetterConfig", {}).get("Arn")) not in queues:
                yield name


def test_every_rule_keeps_undeliverable_events() -> None:
    template = load_template()
    assert len(template.resources("AWS::Events::Rule")) == 3
    assert list(_undelivered(template)) == []


@pytest.mark.parametrize("rule", ["PhotoRule", "ArticleDataRule", "ArticleTaggedRule"])
def test_a_target_without_a_dead_letter_queue_is_detected(rule: str) -> None:
    template = changed(load_template(), set_property(rule, "Targets", 0, "DeadLetterConfig"))
    assert list(_undelivered(template)) == [rule]


@pytest.mark.parametrize(
    ("name", "at", "action", "rule"),
    [
        ("PhotoBucket", 0, "s3:GetObject", template_rules.buckets_are_guarded),
        ("TaggingQueue", 1, "sqs:SendMessage", template_rules.queues_are_guarded),
        ("TaggingDeadLetters", 1, "sqs:SendMessage", template_rules.queues_are_guarded),
        ("DescriptionQueue", 1, "sqs:SendMessage", template_rules.queues_are_guarded),
        ("DescriptionDeadLetters", 1, "sqs:SendMessage", template_rules.queues_are_guarded),
        ("CatalogueDeadLetters", 0, "sqs:SendMessage", template_rules.queues_are_guarded),
    ],
)
def test_a_denial_of_only_one_action_is_detected(name: str, at: int, action: str, rule: template_rules.Rule) -> None:
    change = set_property(f"{name}Policy", "PolicyDocument", "Statement", at, "Action", to=action)
    assert f"{name} accepts requests without TLS" in list(rule(changed(load_template(), change)))


_BUCKET = {"Fn::GetAtt": ["PhotoBucket", "Arn"]}
_OBJECTS = {"Fn::Sub": "${PhotoBucket.Arn}/*"}


@pytest.mark.parametrize(
    ("name", "at", "resource", "rule"),
    [
        ("PhotoBucket", 0, [_BUCKET], template_rules.buckets_are_guarded),
        ("PhotoBucket", 0, _OBJECTS, template_rules.buckets_are_guarded),
        ("PhotoBucket", 0, [_BUCKET, {"Fn::Sub": "${PhotoBucket.Arn}/articles/*"}], template_rules.buckets_are_guarded),
        ("TaggingQueue", 1, {"Fn::GetAtt": ["TaggingDeadLetters", "Arn"]}, template_rules.queues_are_guarded),
    ],
)
def test_a_denial_for_a_part_of_a_resource_is_detected(
    name: str, at: int, resource: object, rule: template_rules.Rule
) -> None:
    change = set_property(f"{name}Policy", "PolicyDocument", "Statement", at, "Resource", to=resource)
    assert f"{name} accepts requests without TLS" in list(rule(changed(load_template(), change)))
