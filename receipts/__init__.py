"""The receipt (SSRD): one per payment and OPD."""
