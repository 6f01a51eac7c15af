"""moto's server as a process of its own: `python -m tools.local.moto_process HOST` writes its port to stdout and serves
until its stdin closes, so it never outlives the process that started it, however that one ends.

Mends what moto does not do and our flow lives on: S3's events have growing sequencers and ids of their own (moto's are
all the same) and name their fields as S3 does, and a deletion in a versioned bucket is announced. How its queues and
the rest are made fast is in modules of their own.
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
from moto.s3.models import S3Backend
from moto.s3.notifications import S3NotificationEvent, send_event
from werkzeug.serving import make_server

from tools.local.moto_queue import sort_queues
from tools.local.moto_server import OpenConnection
from tools.local.moto_speed import spare_work


def main() -> None:
    """Serve on a free port of the host named by the first argument until stdin closes."""
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    _tell_events_apart()
    _announce_delete_markers()
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
    """S3's sequencer is a hexadecimal number that grows with each event of a key; here with each event at all."""
    ticks = itertools.count(time.time_ns())
    send = Rule.send_to_targets

    def send_as_s3(rule: Rule, event: Any, transform_input: bool = True) -> None:
        if event["source"] == "aws.s3":
            stored = {**event["detail"]["object"], "sequencer": f"{next(ticks):016X}"}
            stored["etag"] = stored.pop("eTag", "")
            detail = {**event["detail"], "object": stored, "reason": "PutObject"}
            if event["detail-type"] == "Object Deleted":
                detail["reason"] = "DeleteObject"
                detail["deletion-type"] = "Permanently Deleted" if stored["etag"] else "Delete Marker Created"
            event = {**event, "id": str(uuid.uuid4()), "detail": detail}
        send(rule, event, transform_input)

    setattr(Rule, "send_to_targets", send_as_s3)  # noqa: B010 (mypy lets no method be replaced)


def _announce_delete_markers() -> None:
    delete = S3Backend.delete_object

    def delete_and_announce(
        backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> Any:
        deleted, answer = delete(backend, bucket_name, key_name, version_id, bypass)
        if deleted and answer.get("delete-marker") == "true" and version_id is None:
            marker = SimpleNamespace(name=key_name, size=0, etag="", version_id=answer["version-id"])
            event = S3NotificationEvent.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT
            send_event(backend.account_id, event, backend.get_bucket(bucket_name), marker)
        return deleted, answer

    setattr(S3Backend, "delete_object", delete_and_announce)  # noqa: B010


if __name__ == "__main__":
    main()
