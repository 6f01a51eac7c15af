"""moto's server as a process of its own: `python -m bildtext_cli.local.moto_process HOST` writes its port to stdout and
serves until its stdin closes, so it never outlives the process that started it, however that one ends.

Mends what moto does not do and our flow lives on: S3's events have growing sequencers and ids of their own (moto's are
all the same) and name their fields as S3 does, each removal in a versioned bucket is announced (a delete marker that is
made, and a version or a marker that goes), and tags only where there are some. How its queues and the rest are made
fast is in modules of their own.
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

from moto.events.models import Rule
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeKey, S3Backend
from moto.s3.notifications import S3NotificationEvent, send_event
from werkzeug.serving import make_server

from bildtext_cli.local.moto_queue import sort_queues
from bildtext_cli.local.moto_server import OpenConnection
from bildtext_cli.local.moto_speed import spare_work


def main() -> None:
    """Serve on a free port of the host named by the first argument until stdin closes."""
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    _tell_events_apart()
    _announce_removals()
    _announce_only_tags_that_are_there()
    sort_queues()
    spare_work()
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server(sys.argv[1], 0, app, threaded=True, request_handler=OpenConnection)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


def _exit_with_parent() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


def _tell_events_apart() -> None:
    """S3's sequencer is a hexadecimal number that grows with each event of a key; here with each event at all.

    An event is mended for the first rule that sees it, and the same for the next ones.
    """
    ticks = itertools.count(time.time_ns())
    send = Rule.send_to_targets

    def send_as_s3(rule: Rule, event: Any, transform_input: bool = True) -> None:
        if event["source"] == "aws.s3" and "eTag" in event["detail"]["object"]:  # not told to another rule before
            stored, detail = event["detail"]["object"], event["detail"]
            stored |= {"sequencer": f"{next(ticks):016X}", "etag": stored.pop("eTag")}
            detail["reason"] = "PutObject"
            if event["detail-type"] == "Object Deleted":
                detail["reason"] = "DeleteObject"
                detail["deletion-type"] = "Permanently Deleted" if stored["etag"] else "Delete Marker Created"
            event["id"] = str(uuid.uuid4())
        send(rule, event, transform_input)

    setattr(Rule, "send_to_targets", send_as_s3)  # noqa: B010 (mypy lets no method be replaced)


def _announce_removals() -> None:
    """moto itself tells only of the last version that goes, and only if it is no marker."""
    delete = S3Backend.delete_object

    def delete_and_announce(
        backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> Any:
        bucket = backend.get_bucket(bucket_name)
        current = bucket.keys.get(key_name)
        deleted, answer = delete(backend, bucket_name, key_name, version_id, bypass)
        told = key_name not in bucket.keys and isinstance(current, FakeKey)
        if deleted and bucket.is_versioned and not told:
            kind = S3NotificationEvent
            event, etag = kind.OBJECT_REMOVED_DELETE_EVENT, _ETAG_OF_A_REMOVAL
            if version_id is None:
                event, etag, version_id = kind.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT, "", answer["version-id"]
            gone = SimpleNamespace(name=key_name, size=0, etag=etag, version_id=version_id)
            send_event(backend.account_id, event, bucket, gone)
        return deleted, answer

    setattr(S3Backend, "delete_object", delete_and_announce)  # noqa: B010


def _announce_only_tags_that_are_there() -> None:
    """moto tells of the tags of every object that is put, also of one that has none."""
    put = S3Backend.put_object_tagging

    def put_tagging(backend: S3Backend, key: FakeKey, tags: dict[str, str] | None) -> FakeKey:
        if tags:
            return put(backend, key, tags)
        backend.tagger.delete_all_tags_for_resource(key.arn)
        return key

    setattr(S3Backend, "put_object_tagging", put_tagging)  # noqa: B010


_ETAG_OF_A_REMOVAL = "d41d8cd98f00b204e9800998ecf8427e"  # of no bytes, as S3 sends it


if __name__ == "__main__":
    main()
