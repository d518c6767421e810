"""Pages of permits: the applicant's without an account, the office's behind sign-in."""
