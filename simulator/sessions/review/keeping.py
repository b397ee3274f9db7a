"""`review.json`: read, and written only over what the writer has read.

Two trainers may review one call on two computers. Whoever comes second is told and loses nothing: what they wrote is
still in their hands, and the review as it now stands can be read again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from simulator.call.ports import KeepingError
from simulator.sessions.files import OWNER_FILE, write_atomically
from simulator.sessions.review.values import REVIEW_VERSION, Review, ReviewFaultError, checked
from simulator.sessions.session import REVIEW_NAME, DamagedSessionError

LOCK_NAME: Final = ".reviewing"
LOCK_WAIT_S: Final = 5.0
"""How long to wait for somebody who is writing; that takes milliseconds."""


class ReviewChangedError(Exception):
    """Somebody else changed the review since it was read; `str()` says so and what to do."""


@dataclass(frozen=True, slots=True)
class KeptReview:
    """A review as it lies on the disk."""

    review: Review
    edition: str
    """Of the file it was read from; to be handed to `write_review`. Empty when there was none."""


_REVIEW: Final = TypeAdapter(Review)


def review_to_json(review: Review) -> bytes:
    """Return the content of `review.json`."""
    return _REVIEW.dump_json(review, indent=2) + b"\n"


def review_from_json(content: bytes, path: Path) -> Review:
    """Return what `review.json` says.

    Raises:
        DamagedSessionError: it is not what this program writes, or was written by a newer one.
    """
    try:
        review = _REVIEW.validate_json(content)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise DamagedSessionError(
            f"{path} cannot be read: {where + ': ' if where else ''}{fault['msg']}. The call and its scores are whole; "
            f"put {REVIEW_NAME} back from a copy, or take it away to begin the review anew."
        ) from error
    if review.format > REVIEW_VERSION:
        raise DamagedSessionError(
            f"{path} was written by a newer callsim (version {review.format} of the file, this one reads "
            f"{REVIEW_VERSION}). Update callsim to read it."
        )
    try:
        return checked(review)
    except ReviewFaultError as fault_error:
        raise DamagedSessionError(f"{path} cannot be used: {fault_error}") from fault_error


def read_review(folder: Path) -> KeptReview:
    """Return the review of a session; an empty one when nobody reviewed it.

    Args:
        folder: the session's.

    Raises:
        DamagedSessionError: the file is there but cannot be read.
    """
    path = folder / REVIEW_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return KeptReview(Review(), "")
    except OSError as error:
        raise DamagedSessionError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    return KeptReview(review_from_json(content, path), _edition(content))


def write_review(folder: Path, review: Review, edition: str) -> KeptReview:
    """Write the review of a session over the one that was read.

    Args:
        folder: the session's.
        review: as it is to be.
        edition: of the review it was made from.

    Returns:
        The review with its new edition.

    Raises:
        ReviewChangedError: somebody else wrote in between; nothing is changed.
        ReviewFaultError: the review makes no sense; nothing is changed.
        KeepingError: the disk is full or read-only; nothing is changed.
    """
    path = folder / REVIEW_NAME
    content = review_to_json(checked(review))
    try:
        with FileLock(folder / LOCK_NAME, mode=OWNER_FILE, timeout=LOCK_WAIT_S):
            there = path.read_bytes() if path.exists() else b""
            if there != content and (_edition(there) if there else "") != edition:
                raise ReviewChangedError(
                    f"The review of {folder.name} was changed by somebody else since you opened it. Open it again and "
                    "add yours to it; what you wrote was not kept."
                )
            write_atomically(path, content)
    except Timeout as error:
        raise KeepingError(f"Somebody else is writing the review of {folder.name}. Try again in a moment.") from error
    except OSError as error:
        raise KeepingError(
            f"The review cannot be kept in {folder}: {(error.strerror or str(error)).lower()}. The review before is "
            "untouched; make room on the disk and try again."
        ) from error
    return KeptReview(review, _edition(content))


def _edition(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
