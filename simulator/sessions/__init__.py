"""Sessions on disk: journal, recording, store, report."""
