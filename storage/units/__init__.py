"""The tree of units in time, and what becomes of units that end."""
