"""Turns air into text and text into air; knows nothing of callers or scores."""
