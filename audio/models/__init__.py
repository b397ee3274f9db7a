"""Model files: where they live, whether they are whole, and how they are fetched."""

from audio.models.store import DownloadProgress, ModelState, ModelStatus, ModelStore

__all__ = ["DownloadProgress", "ModelState", "ModelStatus", "ModelStore"]
