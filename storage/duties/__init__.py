"""What units owe by when, the steps that remind them, and the book of it."""
