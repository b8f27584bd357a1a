"""The process: settings, composition, and what runs between the inbox and the outbox."""
