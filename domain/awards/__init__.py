"""Who may be commended for what, at which level, and how a nomination comes to its decision (IV, I.2)."""
