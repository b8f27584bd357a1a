"""What browsers and platforms call over HTTP."""
