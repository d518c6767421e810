"""A bank that keeps the treasury's account and writes its statements."""
