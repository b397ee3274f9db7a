"""How the database's tables came about, step by step; run by Alembic."""
