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

    S3's sequencers grow; `sequencers` are others, for events whose order cannot be told, or is told wrongly. `versions`
    are the photos' ids, the oldest first, and None where there is a delete marker; `markers` are the markers' ids.
    """

    s3: Any
    bucket: str
    key: str
    contents: Sequence[bytes]
    sequencers: Iterator[str] | None = None
    puts: Iterator[int] = field(default_factory=count)
    versions: list[str | None] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)

    def do(self, deed: Deed) -> Message:
        where: Any = {"Bucket": self.bucket, "Key": self.key}
        if deed == "put":
            stored = self.s3.put_object(**where, Body=self.contents[next(self.puts) % len(self.contents)])
            return self._came(stored, stored["ETag"])
        if deed == "copy oldest":
            stored = self.s3.copy_object(**where, CopySource={**where, "VersionId": self._oldest()})
            return self._came(stored, stored["CopyObjectResult"]["ETag"])
        if deed == "delete":
            marker = self.s3.delete_object(**where).get("VersionId")
            self.versions.append(None)
            self.markers.append(marker)
            return self._message("Object Deleted", marker, deletion="Delete Marker Created" if marker else None)
        if deed == "drop oldest":
            gone = self._oldest()
            self.versions.remove(gone)
        else:
            gone = self.versions.pop() or self.markers.pop()
        self.s3.delete_object(**where, VersionId=gone)
        return self._message("Object Deleted", gone, deletion="Permanently Deleted")

    def current(self) -> tuple[str, bytes] | None:
        """The version (or ETag) and the content that are there now."""
        try:
            there = self.s3.get_object(Bucket=self.bucket, Key=self.key)
        except self.s3.exceptions.NoSuchKey:
            return None
        return there.get("VersionId") or there["ETag"].strip('"'), there["Body"].read()

    def _oldest(self) -> str:
        return next(version for version in self.versions if version is not None)

    def _came(self, stored: Any, etag: str) -> Message:
        self.versions.append(stored.get("VersionId"))
        return self._message("Object Created", stored.get("VersionId"), etag=etag.strip('"'))

    def _message(self, kind: str, version: str | None, **said: str | None) -> Message:
        number = next(_SEQUENCE)
        sequencer = f"{number:018X}" if self.sequencers is None else next(self.sequencers)
        stored = {"key": self.key, "sequencer": sequencer, "version-id": version, "etag": said.get("etag")}
        detail = {"bucket": {"name": self.bucket}, "object": stored, "deletion-type": said.get("deletion")}
        event = {"source": "aws.s3", "detail-type": kind, "id": f"event-{number}", "detail": detail}
        return {"messageId": f"m-{number}", "body": json.dumps(event)}
