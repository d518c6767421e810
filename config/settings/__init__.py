"""Django's settings: base, and one module per kind of start."""
