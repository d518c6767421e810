"""Paths of collectors, of the treasurer's cash, and of plates."""
