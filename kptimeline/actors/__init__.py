"""Names to actors: aliases, metonyms, dated offices, parents with days."""
