"""BP2RD's pages: the day, findings, payouts, evidence."""
