"""What a person can ask for, one file per intention, whatever the channel."""
