"""The ways people reach the service, one file per platform, all behind one contract."""
