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
@click.option("--login", is_flag=True, help="Demand a login, as on AWS: one user for each role, at moto's Cognito.")
def up(port: int, as_json: bool, login: bool) -> None:
    """Run the complete system on this machine until Ctrl-C."""
    _log_requests()
    with interrupted_by_signals():
        try:
            with local_stack(port=port, login=login) as stack:
                names = {"bucket": stack.names["PhotoBucket"], "table": stack.names["ArticleTable"]}
                addresses = {"page": stack.api_url, "api": stack.api_url, "aws": stack.aws_endpoint, **names}
                click.echo(json.dumps(addresses) if as_json else _how_to_try(stack))
                sys.stdout.flush()
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def _how_to_try(stack: RunningStack) -> str:
    bucket, table = stack.names["PhotoBucket"], stack.names["ArticleTable"]
    query = '\'{":a": {"S": "ARTICLE#10001"}}\''
    token = ' -H "Authorization: Bearer $TOKEN"' if stack.users else ""
    return f"""Bildtext is up. Press Ctrl-C to stop it.

  page    {stack.api_url}
  API     {stack.api_url}   (described by {stack.api_url}/openapi.json)
  AWS     {stack.aws_endpoint}   (moto: S3, EventBridge, SQS, DynamoDB)
  bucket  {bucket}
  table   {table}
{_login(stack)}
Tag a photo
  curl -X POST {stack.api_url}/tags{token} -H 'Content-Type: image/jpeg' --data-binary @photo.jpg

Describe an article
  curl -X POST {stack.api_url}/descriptions{token} -H 'Content-Type: application/json' \\
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


def _login(stack: RunningStack) -> str:
    """Who can log in, or that nobody has to."""
    if stack.users is None:
        return (
            "\nThere is no login here: whoever reaches 127.0.0.1 may do everything. On AWS everything requires one;\n"
            "try it with `bildtext up --login`.\n"
        )
    users = ", ".join(f"{name} ({group})" for group, name in stack.users.users.items())
    client, secret = stack.users.clients["MachineClient"], stack.users.secret
    return f"""
Log in at the page as {users}.

A program's token
  TOKEN=$(curl -s -u {client}:{secret} {stack.login_url}/oauth2/token \\
      -d 'grant_type=client_credentials&scope=bildtext/tag bildtext/describe bildtext/read' \\
      | sed 's/.*"access_token": "\\([^"]*\\)".*/\\1/')

moto has users, groups, passwords and the keys of tokens, which are checked as on AWS. It has no login page, no token
endpoint and no scopes: a stand-in of this command has them. Not shown at all are invitations by e-mail, forgotten
passwords, MFA, and the limits and logs of API Gateway.
"""


def _log_requests() -> None:
    log = logging.getLogger("bildtext_cli.local")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler(sys.stderr))
