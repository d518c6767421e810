"""The mayor's page with its live parts, and the citizens' page of open data."""
