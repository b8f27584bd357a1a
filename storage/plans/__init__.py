"""What units say of their campaign plan, and what they ask about it."""
