"""Starts the product with its own embedded servers: `python -m config.launch`."""
