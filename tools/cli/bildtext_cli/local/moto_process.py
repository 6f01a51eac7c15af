"""moto's server in a separate process: `python -m bildtext_cli.local.moto_process HOST` writes its port to stdout and
serves until its stdin closes, so it never outlives the process that started it.

Adds behaviour of S3 that our flow depends on and moto lacks: events have increasing sequencers, unique ids and S3's
field names; each deletion in a versioned bucket is published (a new delete marker, or a deleted version or marker); and
tagging events are sent only if there are tags. A used iterator of a stream is forgotten: moto keeps them all, and a
poller makes several a second. moto_cors.py lets pages upload; moto_queue.py and moto_patches.py make moto faster.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
import time
import uuid
import warnings
from types import SimpleNamespace
from typing import Any

from moto.dynamodbstreams.models import DynamoDBStreamsBackend
from moto.events.models import Rule
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeKey, S3Backend
from moto.s3.notifications import S3NotificationEvent, send_event
from werkzeug.serving import make_server

from bildtext_cli.local.moto_cors import allow_uploads
from bildtext_cli.local.moto_patches import apply_patches
from bildtext_cli.local.moto_queue import index_queues
from bildtext_cli.local.moto_server import KeepAliveHandler


def main() -> None:
    """Serve on a free port of the host named by the first argument until stdin closes."""
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    _complete_events()
    _publish_deletions()
    _publish_existing_tags_only()
    _forget_used_iterators()
    allow_uploads()
    index_queues()
    apply_patches()
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server(sys.argv[1], 0, app, threaded=True, request_handler=KeepAliveHandler)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


def _exit_with_parent() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


def _complete_events() -> None:
    """Set S3's sequencer, a hexadecimal number that increases with each event of a key (here with every event).

    An event is changed once, for the first rule that receives it.
    """
    ticks = itertools.count(time.time_ns())
    send = Rule.send_to_targets

    def send_as_s3(rule: Rule, event: Any, transform_input: bool = True) -> None:
        if event["source"] == "aws.s3" and "eTag" in event["detail"]["object"]:  # not sent to another rule before
            stored, detail = event["detail"]["object"], event["detail"]
            stored |= {"sequencer": f"{next(ticks):016X}", "etag": stored.pop("eTag")}
            detail["reason"] = "PutObject"
            if event["detail-type"] == "Object Deleted":
                detail["reason"] = "DeleteObject"
                detail["deletion-type"] = "Permanently Deleted" if stored["etag"] else "Delete Marker Created"
            event["id"] = str(uuid.uuid4())
        send(rule, event, transform_input)

    setattr(Rule, "send_to_targets", send_as_s3)  # noqa: B010 (mypy rejects replacing a method)


def _publish_deletions() -> None:
    """moto itself only publishes the deletion of the last version, and only if that is not a marker."""
    delete = S3Backend.delete_object

    def delete_and_publish(
        backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> Any:
        bucket = backend.get_bucket(bucket_name)
        current = bucket.keys.get(key_name)
        deleted, answer = delete(backend, bucket_name, key_name, version_id, bypass)
        published = key_name not in bucket.keys and isinstance(current, FakeKey)
        if deleted and bucket.is_versioned and not published:
            kind = S3NotificationEvent
            event, etag = kind.OBJECT_REMOVED_DELETE_EVENT, _ETAG_OF_A_DELETION
            if version_id is None:
                event, etag, version_id = kind.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT, "", answer["version-id"]
            removed = SimpleNamespace(name=key_name, size=0, etag=etag, version_id=version_id)
            send_event(backend.account_id, event, bucket, removed)
        return deleted, answer

    setattr(S3Backend, "delete_object", delete_and_publish)  # noqa: B010


def _publish_existing_tags_only() -> None:
    """moto publishes a tagging event for every object that is put, even if it has no tags."""
    put = S3Backend.put_object_tagging

    def put_tagging(backend: S3Backend, key: FakeKey, tags: dict[str, str] | None) -> FakeKey:
        if tags:
            return put(backend, key, tags)
        backend.tagger.delete_all_tags_for_resource(key.arn)
        return key

    setattr(S3Backend, "put_object_tagging", put_tagging)  # noqa: B010


def _forget_used_iterators() -> None:
    read = DynamoDBStreamsBackend.get_records

    def read_once(backend: DynamoDBStreamsBackend, iterator_arn: str, limit: int) -> dict[str, Any]:
        records = read(backend, iterator_arn, limit)
        del backend.shard_iterators[iterator_arn]
        return records

    setattr(DynamoDBStreamsBackend, "get_records", read_once)  # noqa: B010


_ETAG_OF_A_DELETION = "d41d8cd98f00b204e9800998ecf8427e"  # of no bytes, as S3 sends it


if __name__ == "__main__":
    main()
