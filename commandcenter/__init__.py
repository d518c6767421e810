"""The city at a glance for its mayor and its citizens, from roll-ups of the books."""
