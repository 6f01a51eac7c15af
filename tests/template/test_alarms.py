"""Each alarm of template.yaml watches what its name states, although the file merges them from each other."""

from __future__ import annotations

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


_NAMESPACES = {"QueueName": "AWS/SQS", "FunctionName": "AWS/Lambda", "ApiId": "AWS/ApiGateway"}
_MESSAGES, _AGE = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
ALARMS = [  # resource and metric; statistic, period in seconds, evaluation periods and threshold
    ("DeadLettersAlarm", "TaggingDeadLetters", _MESSAGES, ("Maximum", 60, 1, 0)),
    ("DescriptionDeadLettersAlarm", "DescriptionDeadLetters", _MESSAGES, ("Maximum", 60, 1, 0)),
    ("CatalogueDeadLettersAlarm", "CatalogueDeadLetters", _MESSAGES, ("Maximum", 60, 1, 0)),
    ("OldestPhotoAlarm", "TaggingQueue", _AGE, ("Maximum", 60, 5, 900)),
    ("OldestArticleAlarm", "DescriptionQueue", _AGE, ("Maximum", 60, 5, 900)),
    ("OldestChangeAlarm", "Catalogue", "IteratorAge", ("Maximum", 60, 5, 900_000)),
    ("TaggingErrorsAlarm", "Tagging", "Errors", ("Sum", 300, 1, 0)),
    ("DescriptionErrorsAlarm", "Description", "Errors", ("Sum", 300, 1, 0)),
    ("CatalogueErrorsAlarm", "Catalogue", "Errors", ("Sum", 300, 1, 0)),
    ("TaggingThrottlesAlarm", "Tagging", "Throttles", ("Sum", 300, 2, 0)),
    ("DescriptionThrottlesAlarm", "Description", "Throttles", ("Sum", 300, 2, 0)),
    ("CatalogueThrottlesAlarm", "Catalogue", "Throttles", ("Sum", 300, 2, 0)),
    ("ApiErrorsAlarm", "Api", "5xx", ("Sum", 300, 1, 0)),
]


@pytest.mark.parametrize(("alarm", "watched", "metric", "rings_after"), ALARMS)
def test_an_alarm_watches_what_it_is_named_after(
    template: SystemTemplate, alarm: str, watched: str, metric: str, rings_after: tuple[str, int, int, int]
) -> None:
    found = template.resources("AWS::CloudWatch::Alarm")[alarm]["Properties"]
    (dimension,) = found["Dimensions"]
    assert (template.value(dimension["Value"]), found["MetricName"]) == (watched, metric)
    assert _NAMESPACES[dimension["Name"]] == found["Namespace"]
    condition = tuple(found[name] for name in ("Statistic", "Period", "EvaluationPeriods", "Threshold"))
    assert condition == rings_after


def test_every_alarm_is_in_the_table_above(template: SystemTemplate) -> None:
    assert template.resources("AWS::CloudWatch::Alarm").keys() == {alarm for alarm, *_ in ALARMS}
