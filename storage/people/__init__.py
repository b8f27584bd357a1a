"""Who people are, how they came in, where they sit, and what is kept about them."""
