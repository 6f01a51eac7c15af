"""The layer that all functions and the CLI share: errors, labels, images, models and storage."""

import sys

# Unless their telemetry package cannot be imported, OpenVINO and NNCF report their use to Google Analytics and write to
# the home folder without asking.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
