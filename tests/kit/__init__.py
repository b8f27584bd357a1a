"""What tests stand on: a database server, a platform to talk to, people who talk."""
