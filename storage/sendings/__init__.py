"""What is sent to many, to whom, and what became of it for each."""
