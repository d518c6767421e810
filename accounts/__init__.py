"""People, roles, scopes, sign-in and the audit log."""
