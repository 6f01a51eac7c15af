"""The shared layer of Bildtext: errors, labels, images, models and the table, for every function and the command."""

import sys

# OpenVINO, and NNCF with it, tells Google Analytics of its use and writes into the home folder, without asking, unless
# its telemetry package cannot be imported.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
