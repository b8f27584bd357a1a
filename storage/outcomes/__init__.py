"""Public notices, and the papers by which awards were submitted, decided and revoked."""
