"""Short histories of one key of a bucket, and every order in which their events may come.

What happens is done to a real bucket (moto's); what S3 would tell of it is an EventBridge event in an SQS message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Literal

Deed = Literal["put", "delete", "undelete", "drop current", "drop oldest", "copy oldest"]
Message = dict[str, Any]

UNVERSIONED: Final[frozenset[Deed]] = frozenset({"put", "delete"})  # what can happen where no versions are kept
_SEQUENCE = count(0x617F08299329D189)


def histories(length: int, done: tuple[Deed, ...] = ("put",)) -> Iterator[tuple[Deed, ...]]:
    """All that can happen to a key of a versioned bucket in so many deeds, beginning with an upload."""
    if len(done) == length:
        yield done
        return
    for deed in sorted(_possible(done)):
        yield from histories(length, (*done, deed))


def _possible(done: Sequence[Deed]) -> set[Deed]:
    """What can be done after that. The versions are counted as they stand, the current one last; `x` is a marker."""
    stack = ""
    for deed in done:
        if deed in ("put", "copy oldest"):
            stack += "v"
        elif deed == "delete":
            stack += "x"
        elif deed in ("undelete", "drop current"):
            stack = stack[:-1]
        else:
            stack = stack.replace("v", "", 1)
    possible: set[Deed] = {"put"}
    if stack.endswith("v"):
        possible |= {"delete", "drop current"}
    if stack.endswith("x"):
        possible.add("undelete")
    if "v" in stack[:-1]:
        possible |= {"drop oldest", "copy oldest"}
    return possible


def deliveries(length: int) -> Iterator[tuple[tuple[Literal["do", "tell"], int], ...]]:
    """Every order of deeds and of the events about them: deeds as they were done, each event any time after."""

    def rest(done: int, waiting: tuple[int, ...]) -> Iterator[tuple[tuple[Literal["do", "tell"], int], ...]]:
        if done == length and not waiting:
            yield ()
        if done < length:
            for after in rest(done + 1, (*waiting, done)):
                yield (("do", done), *after)
        for event in waiting:
            for after in rest(done, tuple(other for other in waiting if other != event)):
                yield (("tell", event), *after)

    return rest(0, ())


@dataclass
class KeyInBucket:
    """One key of a bucket. Each deed gives the message that S3 sends about it.

    S3's sequencers grow; `sequencers` are others, for events whose order cannot be told, or is told wrongly.
    """

    s3: Any
    bucket: str
    key: str
    contents: Sequence[bytes]
    puts: Iterator[int] = field(default_factory=count)
    age: dict[str, int] = field(default_factory=dict)
    sequencers: Iterator[str] | None = None

    def do(self, deed: Deed) -> Message:
        where: Any = {"Bucket": self.bucket, "Key": self.key}
        if deed == "put":
            done = self.s3.put_object(**where, Body=self.contents[next(self.puts) % len(self.contents)])
            return self._message("Object Created", version=done.get("VersionId"), etag=done["ETag"])
        if deed == "copy oldest":
            source = {**where, "VersionId": self._versions()[-1]["VersionId"]}
            done = self.s3.copy_object(**where, CopySource=source)
            return self._message("Object Created", version=done["VersionId"], etag=done["CopyObjectResult"]["ETag"])
        if deed == "delete":
            done = self.s3.delete_object(**where)
            kind = "Delete Marker Created" if "VersionId" in done else "Permanently Deleted"
            return self._message("Object Deleted", kind, version=done.get("VersionId"))
        goes = self._goes(deed)
        self.s3.delete_object(**where, VersionId=goes)
        return self._message("Object Deleted", "Permanently Deleted", version=goes)

    def current(self) -> tuple[str, bytes] | None:
        """The version (or ETag) and the content that are there now."""
        try:
            there = self.s3.get_object(Bucket=self.bucket, Key=self.key)
        except self.s3.exceptions.NoSuchKey:
            return None
        return there.get("VersionId") or there["ETag"].strip('"'), there["Body"].read()

    def _goes(self, deed: Deed) -> str:
        if deed == "undelete":
            listed = self.s3.list_object_versions(Bucket=self.bucket, Prefix=self.key)["DeleteMarkers"]
            return str(next(one["VersionId"] for one in listed if one["IsLatest"]))
        versions = self._versions()
        return str(versions[0 if deed == "drop current" else -1]["VersionId"])

    def _versions(self) -> list[dict[str, Any]]:
        """The newest first."""
        listed = self.s3.list_object_versions(Bucket=self.bucket, Prefix=self.key)["Versions"]
        return sorted(listed, key=lambda one: self.age[one["VersionId"]], reverse=True)

    def _message(self, kind: str, deletion: str | None = None, version: str | None = None, etag: str = "") -> Message:
        number = next(_SEQUENCE)
        if version is not None and deletion is None:
            self.age[version] = number
        sequencer = f"{number:018X}" if self.sequencers is None else next(self.sequencers)
        stored = {"key": self.key, "sequencer": sequencer, "etag": etag.strip('"')}
        detail: dict[str, Any] = {"bucket": {"name": self.bucket}, "object": stored}
        if version is not None:
            stored["version-id"] = version
        if deletion is not None:
            detail["deletion-type"] = deletion
        event = {"source": "aws.s3", "detail-type": kind, "id": f"event-{number}", "detail": detail}
        return {"messageId": f"m-{number}", "body": json.dumps(event)}
