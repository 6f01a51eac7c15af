"""The bucket in memory and moto's agree after any sequence of operations on a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import boto3
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bildtext.errors import BildtextError
from bildtext.storage.photo_bucket import S3PhotoBucket
from tests.aws_in_memory import aws_in_memory, create_bucket
from tests.memory_bucket import MemoryBucket, MemoryPhotos

LIMIT = 100  # bytes of a photo
# Photos and other files, at the limit and beyond it.
CONTENTS = st.sampled_from(
    [b"", b"red", b"\xff\xd8\xff" + bytes(97), b"\xff\xd8\xff" + bytes(98), b"%PDF" + bytes(97), b"blue"]
)
NUMBERS = count(1)


@pytest.fixture(scope="module", params=["versioned", "unversioned"])
def s3(request: pytest.FixtureRequest) -> Iterator[tuple[Any, str, bool]]:
    with aws_in_memory():
        client, versioned = boto3.client("s3"), request.param == "versioned"
        yield client, create_bucket(client, versioned=versioned), versioned


class OneKey(RuleBasedStateMachine):
    """Every operation is applied to both buckets; `ids` maps our version ids to moto's."""

    def __init__(self, s3: Any, bucket: str, versioned: bool) -> None:
        super().__init__()
        self.s3, self.versioned = s3, versioned
        self.key = f"articles/{next(NUMBERS)} Größe 38 + 40/ß%20.jpg"
        self.where = {"Bucket": bucket, "Key": self.key}
        self.memory = MemoryBucket(versioned)
        self.ids: dict[str | None, str | None] = {}
        self.photos = S3PhotoBucket(s3, bucket, LIMIT), MemoryPhotos(self.memory, LIMIT)

    @rule(content=CONTENTS)
    def put(self, content: bytes) -> None:
        stored = self.s3.put_object(**self.where, Body=content, Metadata={"length": str(len(content))})
        version = self.memory.put(self.key, content, {"length": str(len(content))})
        self.ids[version] = stored.get("VersionId") or stored["ETag"].strip('"')

    # S3 adds a marker even to an empty key; moto does not.
    @precondition(lambda self: self.memory.history(self.key).versions or not self.versioned)
    @rule()
    def delete(self) -> None:
        marker = self.s3.delete_object(**self.where).get("VersionId")
        self.ids[self.memory.delete(self.key)] = marker

    @precondition(lambda self: self.versioned and self.memory.history(self.key).made)
    @rule(data=st.data())
    def drop(self, data: Any) -> None:
        version = data.draw(st.sampled_from(sorted(self.ids, key=str)))
        self.s3.delete_object(**self.where, VersionId=self.ids[version])
        self.memory.drop(self.key, version)

    @precondition(lambda self: self.versioned and any(one.data for one in self.memory.history(self.key).versions))
    @rule(data=st.data())
    def copy(self, data: Any) -> None:
        versions = [one.id for one in self.memory.history(self.key).versions if one.data]
        version = data.draw(st.sampled_from(versions))
        stored = self.s3.copy_object(**self.where, CopySource={**self.where, "VersionId": self.ids[version]})
        self.ids[self.memory.copy(self.key, version)] = stored["VersionId"]

    @invariant()
    def the_versions_are_the_same(self) -> None:
        versions = self.memory.history(self.key).versions
        assert self._listed() == {(self.ids[one.id], one.data is None, one is versions[-1]) for one in versions}

    @invariant()
    def a_photo_of_it_is_the_same(self) -> None:
        for ask in (lambda photos: photos.fetch(self.key), lambda photos: photos.version(self.key)):
            theirs, ours = (answer(ask, photos) for photos in self.photos)
            assert (theirs[:-1], theirs[-1]) == (ours[:-1], ours[-1] and self.ids[ours[-1]])

    def teardown(self) -> None:
        """Finally, compare the metadata, which photos do not include."""
        if (current := self.memory.current(self.key)) is not None:
            stored = self.s3.get_object(**self.where)
            assert (stored["Body"].read(), stored["Metadata"]) == (current.data, current.metadata)

    def _listed(self) -> set[tuple[str, bool, bool]]:
        """The versions of the key: (id, whether it is a marker, whether it is current)."""
        if not self.versioned:
            listed = self.s3.list_objects_v2(Bucket=self.where["Bucket"], Prefix=self.key).get("Contents", [])
            return {(one["ETag"].strip('"'), False, True) for one in listed}
        listed = self.s3.list_object_versions(Bucket=self.where["Bucket"], Prefix=self.key)
        kinds = (("Versions", False), ("DeleteMarkers", True))
        return {(one["VersionId"], marker, one["IsLatest"]) for name, marker in kinds for one in listed.get(name, [])}


def answer(ask: Callable[[Any], Any], photos: object) -> tuple[Any, ...]:
    """The answer or error as a tuple, the version last."""
    try:
        result = ask(photos)
    except BildtextError as error:
        return type(error), str(error), getattr(error, "version", None)
    return (result,) if isinstance(result, str) else (result.data, result.version)


@pytest.mark.exhaustive
def test_both_buckets_agree_after_random_operations(s3: tuple[Any, str, bool]) -> None:
    run_state_machine_as_test(
        lambda: OneKey(*s3),  # type: ignore[arg-type] # any callable works
        settings=settings(max_examples=20, stateful_step_count=10, deadline=None, phases=(Phase.generate,)),
    )
