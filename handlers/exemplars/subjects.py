"""What a form about an example carries: which report, in which version, and the list it was opened from."""

from dataclasses import dataclass

from domain.deeds import Deed
from domain.exemplars import Exemplar
from domain.forms import Progress
from domain.review import Wanted
from handlers.context import Context
from handlers.exemplars.review_screen import found_in, marks, wanted_of
from handlers.figures import standing


@dataclass(frozen=True, slots=True)
class Subject:
    """``wanted`` is the list to go on with afterwards."""

    deed: Deed
    one: Exemplar
    version: int
    wanted: Wanted

    @property
    def is_as_seen(self) -> bool:
        """Whether nothing has happened since it was shown."""
        return self.one.version == self.version


async def of_button(ctx: Context, at: int = 2) -> Subject:
    """From a button: the report, the version, and from ``at`` on the list. Raises Mistake."""
    deed, one = await found_in(ctx, int(ctx.args[0]))
    return Subject(deed, one, int(ctx.args[1]), wanted_of(ctx, at))


def kept(ctx: Context, subject: Subject) -> str:
    """The same for a form: "deed:1284:3:0.0.0.0"."""
    told = ".".join(map(str, marks(ctx, subject.wanted)))
    return f"deed:{subject.deed.id}:{subject.version}:{told}"


async def of_form(ctx: Context, progress: Progress) -> Subject:
    """Read :func:`kept` back, as things stand now. Raises Mistake."""
    _, number, version, told = progress.subject.split(":")
    deed, one = await found_in(ctx, int(number))
    wanted = Wanted.of(told.split(".") if told else (), standing.codes(ctx))
    return Subject(deed, one, int(version), wanted)
