"""The command ``thidua``, also ``python -m bot``."""

import os

from bot.commands.verbs import app


def main() -> None:
    """Run the verb that was typed."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # read when python-telegram-bot is imported, which only verbs do
    os.umask(0o077)  # what is stored here is about people: for its owner alone
    app(prog_name="thidua")


if __name__ == "__main__":
    main()
