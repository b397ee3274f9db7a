"""The caller, the call, its scores and its sessions; sound comes in through the ports of `audio`.

The sentence encoder runs on ONNX Runtime too; see `audio` for why this variable is set before anything else.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
