"""Every claim of speed as a ratio to a floor of the same minute: `make bench`."""
