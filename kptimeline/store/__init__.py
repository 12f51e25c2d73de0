"""The database: models, migrations, saving, loading, questions and read-only SQL."""
