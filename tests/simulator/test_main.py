"""What is settled before the command line is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from simulator.__main__ import BLAS_THREADS

ASKED = """
import sys
from simulator.__main__ import main
sys.argv = ["callsim", "--version"]
try:
    main()
except SystemExit:
    pass
import numpy
from threadpoolctl import threadpool_info
print(*(each["num_threads"] for each in threadpool_info() if each["internal_api"] == "openblas"))
"""


LOADED_BY = np.__version__
"""numpy must be loaded before it can be asked which BLAS computes for it."""


@pytest.mark.skipif(
    not any(each["internal_api"] == "openblas" for each in threadpool_info()),
    reason=f"numpy {LOADED_BY} computes with another BLAS here",
)
@pytest.mark.parametrize(("wanted", "threads"), [(None, "1"), ("2", str(min(2, os.cpu_count() or 1)))])
def test_no_thread_of_numpy_spins_beside_the_recogniser(wanted: str | None, threads: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != BLAS_THREADS}
    if wanted is not None:
        environment[BLAS_THREADS] = wanted
    told = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.split()[-1] == threads
