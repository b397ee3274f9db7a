"""A program of its own that fetches one file from the model hub or from a release.

The installer runs it as a child process: a child can be stopped at any moment, when it stalls or when somebody presses
Ctrl-C, and a library's own retries and memory leave with it. It is run by path and imports nothing of callsim.

    python fetch.py hub REPOSITORY REVISION PATH FOLDER
    python fetch.py url URL FOLDER

On success the file lies in FOLDER and one line of JSON is on stdout: {"file": path, "etag": str or null}. Otherwise
the exit status is 1 and the last line on stderr says why.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

CONNECT_TIMEOUT_S: Final = 10.0
"""A hub or server that has not answered by then is taken to be closed."""

BLOCK_BYTES: Final = 1 << 20


def fetch_from_hub(repository: str, revision: str, path: str, folder: Path) -> tuple[Path, str | None]:
    """Fetch a file of a hub repository; return where it lies and the hub's own digest of it.

    The digest (ETag) is a SHA-256 for large files and a git blob id for small ones.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

    url = hf_hub_url(repository, path, revision=revision)
    metadata = get_hf_file_metadata(url, timeout=CONNECT_TIMEOUT_S)
    fetched = hf_hub_download(
        repository, path, revision=revision, local_dir=folder, force_download=True, etag_timeout=CONNECT_TIMEOUT_S
    )
    return Path(fetched), metadata.etag


def fetch_url(url: str, folder: Path) -> tuple[Path, str | None]:
    """Fetch what lies at an address into a file named after the address's last part."""
    target = folder / Path(urlsplit(url).path).name
    with urlopen(url, timeout=CONNECT_TIMEOUT_S) as answer, target.open("wb") as file:
        while block := answer.read(BLOCK_BYTES):
            file.write(block)
    return target, None


def main(arguments: list[str]) -> int:
    """Do what the command line says; see the module's description."""
    try:
        match arguments:
            case ["hub", repository, revision, path, folder]:
                fetched, etag = fetch_from_hub(repository, revision, path, Path(folder))
            case ["url", url, folder]:
                fetched, etag = fetch_url(url, Path(folder))
            case _:
                sys.stderr.write("usage: fetch.py hub REPOSITORY REVISION PATH FOLDER | url URL FOLDER\n")
                return 2
    except HTTPError as error:
        sys.stderr.write(f"the server answered {error.code} {error.reason}\n")
        return 1
    except URLError as error:
        sys.stderr.write(f"no connection: {error.reason}\n")
        return 1
    except Exception as error:
        said = " ".join(str(error).split()) or type(error).__name__
        sys.stderr.write(f"{said}\n")
        return 1
    sys.stdout.write(json.dumps({"file": str(fetched), "etag": etag}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
