"""The database that every golden conversation begins with."""

from tests.kit.furnished import furnished_file

__all__ = ["furnished_file"]
