"""A unit's plan, and what the unit asks of the Office about it."""
