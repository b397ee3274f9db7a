"""From words to scores: acts, stances, evidence and points; data in rubrics and lexicons."""
