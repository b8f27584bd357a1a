"""What a person is told when something they sent cannot be taken as it is: a key of the catalogue and its values."""

from domain.messages import Json


class Mistake(Exception):
    """An expected refusal. The catalogue holds ``mistake.<key>`` in both languages; ``values`` fill its gaps.

    ``filled`` are fields that could be read all the same ("31/2 at school" keeps the place): nothing typed is lost.
    """

    def __init__(self, key: str, **values: Json) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
        self.filled: dict[str, Json] = {}

    def keeping(self, **filled: Json) -> "Mistake":
        """The same refusal, with what could be read beside it."""
        self.filled = filled
        return self

    def __repr__(self) -> str:
        """The key alone: values are what a person typed and stay out of logs."""
        return f"Mistake({self.key!r})"
