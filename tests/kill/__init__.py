"""Tests that kill the running service under traffic and look at what is left."""
