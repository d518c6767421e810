"""Pages of reports: the reporter's without an account, the officer's behind sign-in."""
