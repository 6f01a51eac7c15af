"""Short histories of operations on one key of a bucket, and every order in which their events may be delivered.

The operations run on moto's bucket; S3's event about each is an EventBridge event in an SQS message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Literal

Operation = Literal["put", "delete", "undelete", "drop current", "drop oldest", "copy oldest"]
Message = dict[str, Any]

UNVERSIONED: Final[frozenset[Operation]] = frozenset({"put", "delete"})  # possible without versioning
_SEQUENCE = count(0x617F08299329D189)


def histories(length: int, done: tuple[Operation, ...] = ("put",)) -> Iterator[tuple[Operation, ...]]:
    """All sequences of `length` operations on a key of a versioned bucket, starting with an upload."""
    if len(done) == length:
        yield done
        return
    for operation in sorted(_possible(done)):
        yield from histories(length, (*done, operation))


def _possible(done: Sequence[Operation]) -> set[Operation]:
    """The operations possible next. `stack` holds the versions (`v`) and delete markers (`x`), the current one last."""
    stack = ""
    for operation in done:
        if operation in ("put", "copy oldest"):
            stack += "v"
        elif operation == "delete":
            stack += "x"
        elif operation in ("undelete", "drop current"):
            stack = stack[:-1]
        else:
            stack = stack.replace("v", "", 1)
    possible: set[Operation] = {"put"}
    if stack.endswith("v"):
        possible |= {"delete", "drop current"}
    if stack.endswith("x"):
        possible.add("undelete")
    if "v" in stack[:-1]:
        possible |= {"drop oldest", "copy oldest"}
    return possible


def deliveries(length: int) -> Iterator[tuple[tuple[Literal["do", "deliver"], int], ...]]:
    """Every interleaving of operations, in order, and of their events, each at any time after its operation."""

    def rest(done: int, waiting: tuple[int, ...]) -> Iterator[tuple[tuple[Literal["do", "deliver"], int], ...]]:
        if done == length and not waiting:
            yield ()
        if done < length:
            for after in rest(done + 1, (*waiting, done)):
                yield (("do", done), *after)
        for event in waiting:
            for after in rest(done, tuple(other for other in waiting if other != event)):
                yield (("deliver", event), *after)

    return rest(0, ())


@dataclass
class KeyInBucket:
    """One key of a bucket. `do` performs an operation and returns the message S3 sends about it.

    Sequencers increase as in S3, unless `sequencers` replaces them with missing or misleading ones. `versions` are the
    version ids, oldest first, with None for a delete marker; `markers` are the ids of the markers.
    """

    s3: Any
    bucket: str
    key: str
    contents: Sequence[bytes]
    sequencers: Iterator[str] | None = None
    puts: Iterator[int] = field(default_factory=count)
    versions: list[str | None] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)

    def do(self, operation: Operation) -> Message:
        where: Any = {"Bucket": self.bucket, "Key": self.key}
        if operation == "put":
            stored = self.s3.put_object(**where, Body=self.contents[next(self.puts) % len(self.contents)])
            return self._created(stored, stored["ETag"])
        if operation == "copy oldest":
            stored = self.s3.copy_object(**where, CopySource={**where, "VersionId": self._oldest()})
            return self._created(stored, stored["CopyObjectResult"]["ETag"])
        if operation == "delete":
            marker = self.s3.delete_object(**where).get("VersionId")
            self.versions.append(None)
            self.markers.append(marker)
            return self._message("Object Deleted", marker, deletion="Delete Marker Created" if marker else None)
        if operation == "drop oldest":
            deleted = self._oldest()
            self.versions.remove(deleted)
        else:
            deleted = self.versions.pop() or self.markers.pop()
        self.s3.delete_object(**where, VersionId=deleted)
        return self._message("Object Deleted", deleted, deletion="Permanently Deleted")

    def current(self) -> tuple[str, bytes] | None:
        """The current version (or ETag) and content; None without an object."""
        try:
            stored = self.s3.get_object(Bucket=self.bucket, Key=self.key)
        except self.s3.exceptions.NoSuchKey:
            return None
        return stored.get("VersionId") or stored["ETag"].strip('"'), stored["Body"].read()

    def _oldest(self) -> str:
        return next(version for version in self.versions if version is not None)

    def _created(self, stored: Any, etag: str) -> Message:
        self.versions.append(stored.get("VersionId"))
        return self._message("Object Created", stored.get("VersionId"), etag=etag.strip('"'))

    def _message(self, kind: str, version: str | None, **fields: str | None) -> Message:
        number = next(_SEQUENCE)
        sequencer = f"{number:018X}" if self.sequencers is None else next(self.sequencers)
        stored = {"key": self.key, "sequencer": sequencer, "version-id": version, "etag": fields.get("etag")}
        detail = {"bucket": {"name": self.bucket}, "object": stored, "deletion-type": fields.get("deletion")}
        event = {"source": "aws.s3", "detail-type": kind, "id": f"event-{number}", "detail": detail}
        return {"messageId": f"m-{number}", "body": json.dumps(event)}
