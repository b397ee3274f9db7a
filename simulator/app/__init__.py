"""The screens: choose a caller, be briefed, pick up, talk, read it back. Only this package knows Textual."""
