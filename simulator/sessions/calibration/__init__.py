"""How far a score can be trusted: the same turns labelled by two trainers and by the tool, and how they agree."""
