"""Whether a word of a report's folded text begins so, as each of the two databases tells it."""

from typing import Any

from sqlalchemy import Boolean, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.tables import DEED, FOLDED_WORDS


class Begins(FunctionElement[bool]):
    """Whether a word of the folded text begins so."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, word: str) -> None:
        # Written out, not bound: the planner of PostgreSQL must see how rare the word is.
        super().__init__(DEED.c.folded, literal(word, literal_execute=True))


@compiles(Begins, "sqlite")
def _looked_through(element: Begins, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - the hook's signature
    folded, word = (compiler.process(part, **kw) for part in element.clauses)
    return f"instr({folded}, ' ' || {word}) > 0"


@compiles(Begins, "postgresql")
def _looked_up(element: Begins, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - the hook's signature
    _, word = (compiler.process(part, **kw) for part in element.clauses)
    return f"{FOLDED_WORDS.format('deed.')} @@ CAST(quote_literal({word}) || ':*' AS tsquery)"
