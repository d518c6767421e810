"""Settlement lines, bank statements, matches and findings."""
