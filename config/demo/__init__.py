"""The demo: people and objects, a month of lived history, and one movable clock.

Nothing here exists for a real city: every door refuses without a movable clock.
"""
