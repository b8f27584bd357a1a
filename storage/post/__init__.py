"""What comes in, what goes out, in which chat and through which bot."""
