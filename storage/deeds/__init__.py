"""Good deeds, their evidence and versions, and how they are found again."""
