"""A gateway that speaks Midtrans' Core API: charge, status, refund, notification."""
