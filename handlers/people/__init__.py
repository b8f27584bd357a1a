"""Who belongs where: coming in, being let in, roles, handing over, second chats, one's own data."""
