"""What people type, read into values or into a mistake they can mend."""
