"""A whole campaign played fast in a database of its own, with the service's own jobs, before anybody is written to."""
