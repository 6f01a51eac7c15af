"""Start, failure and end of the local system: errors are reported in one sentence and nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bildtext_cli.local import StartError
from bildtext_cli.local.stack import local_stack
from tests.integration.recording_handler import HANDLER
from tests.waiting import wait_for


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "bundle.json").write_text("{}")
    return tmp_path


def _processes() -> list[int]:
    return [one.pid for one in psutil.Process().children() if "bildtext_cli.local." in " ".join(one.cmdline())]


def test_a_port_in_use_is_reported_in_one_sentence_and_nothing_is_left_behind(bundle: Path) -> None:
    before = _processes()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(StartError, match=f"Port {port} of 127.0.0.1 is taken"),
            local_stack({"Tagging": HANDLER}, port=port, bundle=bundle),
        ):
            pass
    assert _processes() == before


def test_a_start_that_fails_half_way_leaves_no_process_no_port_and_no_variable(bundle: Path) -> None:
    processes, variables = _processes(), dict(os.environ)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    broken = "tests.integration.recording_handler.nothing"
    with (
        pytest.raises(
            StartError, match=r"The function Tagging does not start: AttributeError: .*no attribute 'nothing'"
        ),
        local_stack({"Tagging": broken}, port=port, bundle=bundle),
    ):
        pass
    assert _processes() == processes
    assert dict(os.environ) == variables
    socket.create_server(("127.0.0.1", port)).close()


def test_a_missing_bundle_and_a_broken_template_are_reported_in_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(StartError, match=r"There is no model bundle in .* bildtext models export mini-clip"),
        local_stack({"Tagging": HANDLER}, bundle=tmp_path),
    ):
        pass
    broken = tmp_path / "template.yaml"
    for text, sentence in (
        ("Resources: [", "template.yaml is not YAML"),
        ("Resources: {F: {Type: 'AWS::Serverless::Function'}}", "template.yaml is not a valid SAM template"),
        ("Outputs: {}", "template.yaml has no Resources section"),
    ):
        broken.write_text(text)
        with pytest.raises(StartError, match=sentence), local_stack({}, template=broken):
            pass


def test_the_local_aws_ends_when_its_parent_is_killed() -> None:
    script = (
        "from bildtext_cli.local.aws import local_aws\nwith local_aws() as url:\n    "
        "print(url, flush=True)\n    input()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline().rsplit(b":", 1)[1])
        parent.send_signal(signal.SIGKILL)

    def refused() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) != 0

    wait_for(refused, 30)
