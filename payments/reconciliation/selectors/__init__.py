"""What can be asked: days, money in transit, payouts, findings, imported files."""
