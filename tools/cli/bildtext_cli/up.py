"""`bildtext up`: run the complete system on this machine until Ctrl-C."""

from __future__ import annotations

import json
import logging
import sys
import time

import click

from bildtext_cli.local.signals import interrupted_by_signals
from bildtext_cli.local.stack import RunningStack, local_stack
from bildtext_cli.local.template import REGION


@click.command()
@click.option("--port", default=8080, show_default=True, help="Port of the API on 127.0.0.1; 0 picks a free one.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON.")
def up(port: int, as_json: bool) -> None:
    """Run the complete system on this machine until Ctrl-C."""
    _log_requests()
    with interrupted_by_signals():
        try:
            with local_stack(port=port) as stack:
                names = {"bucket": stack.names["PhotoBucket"], "table": stack.names["ArticleTable"]}
                addresses = {"api": stack.api_url, "aws": stack.aws_endpoint, **names}
                click.echo(json.dumps(addresses) if as_json else _how_to_try(stack))
                sys.stdout.flush()
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def _how_to_try(stack: RunningStack) -> str:
    bucket, table = stack.names["PhotoBucket"], stack.names["ArticleTable"]
    query = '\'{":a": {"S": "ARTICLE#10001"}}\''
    return f"""Bildtext is up. Press Ctrl-C to stop it.

  API     {stack.api_url}   (signatures are not checked here; on AWS every route requires one)
  AWS     {stack.aws_endpoint}   (moto: S3, EventBridge, SQS, DynamoDB)
  bucket  {bucket}
  table   {table}

Tag a photo
  curl -X POST {stack.api_url}/tags -H 'Content-Type: image/jpeg' --data-binary @photo.jpg

Describe an article
  curl -X POST {stack.api_url}/descriptions -H 'Content-Type: application/json' \\
      -d '{{"data_text": "Marke: Gemini\\nSchuhe: Slipper\\nFarbe: weiß\\nObermaterial: Glattleder"}}'

Upload a photo and read its tags with the AWS CLI
  export AWS_ENDPOINT_URL={stack.aws_endpoint} AWS_DEFAULT_REGION={REGION} \\
         AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws s3 cp photo.jpg s3://{bucket}/articles/10001/front.jpg
  aws dynamodb query --table-name {table} \\
      --key-condition-expression 'pk = :a' --expression-attribute-values {query}

The same with boto3 (with the variables above)
  boto3.client("s3").upload_file("photo.jpg", "{bucket}", "articles/10001/front.jpg")
  boto3.resource("dynamodb").Table("{table}").query(
      KeyConditionExpression=boto3.dynamodb.conditions.Key("pk").eq("ARTICLE#10001"))["Items"]
"""


def _log_requests() -> None:
    log = logging.getLogger("bildtext_cli.local")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler(sys.stderr))
