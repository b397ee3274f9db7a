"""Callers as trainers write them: the shape, the reader, the check."""
