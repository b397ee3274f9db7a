"""Turns air into text and text into air; knows nothing of callers or scores.

ONNX Runtime reports its use to its maker, and keeps an identifier of the computer, unless this variable says otherwise
before it is first loaded. Nothing may leave the computer, so it is said here, where nothing of ours can be earlier.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
