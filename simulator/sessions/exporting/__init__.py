"""A call to keep and to hand on: a page, plain text, tables, subtitles."""
