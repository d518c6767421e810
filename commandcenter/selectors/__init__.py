"""Questions to the roll-ups. Reads only, and no table of another app but the city's."""
