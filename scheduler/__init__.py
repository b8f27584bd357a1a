"""What happens without anyone asking: the tick and its jobs."""
