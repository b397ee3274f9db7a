"""Text of people and files, made harmless for a screen: the house's one rule, under the name the screens use."""

from simulator.plain_text import MAX_COMBINING, one_line, plain

__all__ = ["MAX_COMBINING", "one_line", "plain"]
