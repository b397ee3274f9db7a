"""The derived index of a sessions folder: lists, search and progress without opening ten thousand folders."""

from simulator.sessions.index.index import Refreshed, SessionIndex
from simulator.sessions.index.query import CUT_SHORT, Progress, ScorePoint, ScoreRange, SessionListing, SessionQuery

__all__ = [
    "CUT_SHORT",
    "Progress",
    "Refreshed",
    "ScorePoint",
    "ScoreRange",
    "SessionIndex",
    "SessionListing",
    "SessionQuery",
]
