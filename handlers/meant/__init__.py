"""What somebody means: by what is open, by the number or words typed at a list, by free words."""
