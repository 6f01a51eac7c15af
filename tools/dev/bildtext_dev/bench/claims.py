"""`bildtext bench claims`: texts written and checked per second on one core, and the time from start to first text.

No other tool checks claims against product data, so there is no baseline, only goals.
"""

from __future__ import annotations

from bildtext_cli.new_process import first_line
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.repetitions import Repetitions, per_second
from bildtext_dev.quality.combine import combined
from bildtext_dev.quality.sets import articles as read_articles
from description.claims import ClaimChecker
from description.domain.statement import ProductData
from description.evidence import Evidence
from description.realise import RulesWriter
from description.writers import WritingTask

_ARTICLES = 2000
_RULES, _CHECK, _START = "rules writer", "claims checker", "start to first text"


def bench_claims(repetitions: Repetitions) -> Report:
    """Write and check combined articles (bildtext_dev.quality), each once per repetition, in one thread."""
    given = list(combined(read_articles(), _ARTICLES))
    articles = [(article.id, article.read()) for article in given]
    texts = [(data, _written(name, data)) for name, data in articles]
    words = sum(len(text.split()) for _, text in texts) / len(texts)

    found = repetitions.interleaved(
        {
            "read": per_second(_ARTICLES, lambda: [article.read() for article in given]),
            "write": per_second(_ARTICLES, lambda: [_written(name, data) for name, data in articles]),
            "check": per_second(_ARTICLES, lambda: [ClaimChecker(Evidence(data)).check(text) for data, text in texts]),
            "start": lambda: first_line("-c", _FIRST_TEXT)[0],
            "handler": lambda: first_line("-c", _FIRST_ANSWER)[0],
            "python": lambda: first_line("-c", "print()")[0],
        }
    )
    rows = (
        Row("one core", "product data read", "part", found["read"], "texts/s"),
        Row("one core", _RULES, "ours", found["write"], "texts/s"),
        Row("one core", _CHECK, "ours", found["check"], "texts/s"),
        Row(_START, "rules with the complete handler", "ours", found["handler"], "s"),
        Row(_START, "rules alone", "part", found["start"], "s"),
        Row(_START, "Python itself", "limit", found["python"], "s"),
    )
    goals = (
        Goal("rules writer, texts per second on one core", found["write"], 2000),
        Goal("claims checker, texts per second on one core", found["check"], 2000),
        Goal("container start to the first rules answer, seconds", found["handler"], 0.6, at_most=True),
    )
    notes = (
        f"{_ARTICLES} combined articles, their texts have {words:.0f} words on average; one thread.",
        (
            "The start is a new process that imports the function's handler and answers one request; the files are in "
            "the operating system's cache, and Python's bytecode is compiled."
        ),
    )
    return Report("claims", "claims: texts written and checked", rows, goals, notes)


def _written(article: str, data: ProductData) -> str:
    return RulesWriter().write(WritingTask(Evidence(data), article), deadline=float("inf")).text


_ORDER = "Marke: Gemini\\nSchuhe: Slipper\\nFarbe: weiß\\nObermaterial: Glattleder\\nVerschluss: Schlupf"
_FIRST_TEXT = f"""
from description.ingest import parse
from description.evidence import Evidence
from description.writers import WritingTask
from description.realise import RulesWriter
print(RulesWriter().write(WritingTask(Evidence(parse("{_ORDER}"))), deadline=1e9).text, flush=True)
"""
_FIRST_ANSWER = f"""
import os
os.environ |= dict(PHOTO_BUCKET="b", ARTICLE_TABLE="t", EVENT_BUS="e", AWS_DEFAULT_REGION="eu-central-1",
                   AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="s", POWERTOOLS_TRACE_DISABLED="1",
                   POWERTOOLS_SERVICE_NAME="description", POWERTOOLS_METRICS_NAMESPACE="Bildtext",
                   LAMBDA_TASK_ROOT="/")
from types import SimpleNamespace
from description.app import handler
context = SimpleNamespace(function_name="d", memory_limit_in_mb=1769, invoked_function_arn="arn", aws_request_id="1",
                          get_remaining_time_in_millis=lambda: 60000)
answer = handler({{"data_text": "{_ORDER}"}}, context)
assert not {{"torch", "transformers", "openvino", "openvino_genai"}} & __import__("sys").modules.keys()
print(answer["text"], flush=True)
"""
