"""The city as data: places, offices, calendar, revenue accounts."""
