"""What a rule cannot deliver is kept, and every request without TLS is denied; a change of either is noticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import house_rules
from tests.template.changes import Change, set_at


def _undelivered(template: SystemTemplate) -> Iterator[str]:
    """The rules with a target that has no queue for what cannot be delivered."""
    queues = template.resources("AWS::SQS::Queue")
    for name, rule in template.resources("AWS::Events::Rule").items():
        for target in rule["Properties"]["Targets"]:
            if template.value(target.get("DeadLetterConfig", {}).get("Arn")) not in queues:
                yield name


def test_every_rule_keeps_what_it_cannot_deliver() -> None:
    template = load_template()
    assert len(template.resources("AWS::Events::Rule")) == 3
    assert list(_undelivered(template)) == []


@pytest.mark.parametrize("rule", ["PhotoRule", "ArticleDataRule", "ArticleTaggedRule"])
def test_a_target_without_a_dead_letter_queue_is_noticed(rule: str) -> None:
    template = load_template()
    set_at(rule, "Properties", "Targets", 0, "DeadLetterConfig")(template.body["Resources"])
    assert list(_undelivered(template)) == [rule]


@pytest.mark.parametrize(
    ("change", "rule", "breach"),
    [
        (
            set_at(f"{name}Policy", "Properties", "PolicyDocument", "Statement", at, "Action", to=action),
            rule,
            f"{name} takes requests without TLS",
        )
        for name, at, action, rule in [
            ("PhotoBucket", 0, "s3:GetObject", house_rules.buckets_are_guarded),
            ("TaggingQueue", 1, "sqs:SendMessage", house_rules.queues_are_guarded),
            ("TaggingDeadLetters", 1, "sqs:SendMessage", house_rules.queues_are_guarded),
            ("DescriptionQueue", 1, "sqs:SendMessage", house_rules.queues_are_guarded),
            ("DescriptionDeadLetters", 1, "sqs:SendMessage", house_rules.queues_are_guarded),
        ]
    ],
)
def test_a_denial_of_one_action_only_is_noticed(change: Change, rule: house_rules.Rule, breach: str) -> None:
    template = load_template()
    change(template.body["Resources"])
    assert breach in list(rule(template))


_BUCKET = {"Fn::GetAtt": ["PhotoBucket", "Arn"]}
_OBJECTS = {"Fn::Sub": "${PhotoBucket.Arn}/*"}


@pytest.mark.parametrize(
    ("name", "at", "resource", "rule"),
    [
        ("PhotoBucket", 0, [_BUCKET], house_rules.buckets_are_guarded),
        ("PhotoBucket", 0, _OBJECTS, house_rules.buckets_are_guarded),
        ("PhotoBucket", 0, [_BUCKET, {"Fn::Sub": "${PhotoBucket.Arn}/articles/*"}], house_rules.buckets_are_guarded),
        ("TaggingQueue", 1, {"Fn::GetAtt": ["TaggingDeadLetters", "Arn"]}, house_rules.queues_are_guarded),
    ],
)
def test_a_denial_for_a_part_of_what_a_resource_holds_is_noticed(
    name: str, at: int, resource: object, rule: house_rules.Rule
) -> None:
    template = load_template()
    change = set_at(f"{name}Policy", "Properties", "PolicyDocument", "Statement", at, "Resource", to=resource)
    change(template.body["Resources"])
    assert f"{name} takes requests without TLS" in list(rule(template))
