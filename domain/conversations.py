"""One chat as it stands between two messages: who is there, which form is open, what the last numbers meant."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from domain.forms import Progress
from domain.menus import arranged, is_act
from domain.messages import Address, Json, Reply
from domain.people import Person
from domain.vietnamese import tidy

MOST_EARLIER = 12


@dataclass(slots=True)
class Conversation:
    """What is remembered of a chat. Handlers change it; the switchboard stores it with their effects."""

    address: Address
    person: Person | None = None
    language: str | None = None
    open: str = ""
    """The form whose question is being asked, "" outside forms."""
    drafts: dict[str, Progress] = field(default_factory=dict)
    touched: dict[str, str] = field(default_factory=dict)
    """When each draft was last written to, ISO instants of the campaign clock."""
    menu: list[list[str]] = field(default_factory=list)
    """The last list offered: [value, label] in reading order, for those who type numbers or labels."""
    earlier: list[list[str]] = field(default_factory=list)
    """Acts of this and earlier messages, [value, label], the newest first: where there are no buttons, their labels
    can be typed, as an old button can be pressed elsewhere."""
    given: list[str] = field(default_factory=list)
    """The last file that was given by a link, as key, name, kind and ISO instant: it can be asked for once more."""
    page: dict[str, Json] = field(default_factory=dict)
    """A long list being read: what it is and where."""
    meanwhile: dict[str, Json] = field(default_factory=dict)
    """What came from here while the service stood still, until that has been said (H5)."""
    ended: list[dict[str, Json]] = field(default_factory=list)
    """The last fillings that were sent or thrown away, the newest first: an old button is told what became of it."""
    kind_said: str = ""
    """The local day on which the kind answer to stickers was given (once a day at most)."""
    gone: bool = False
    """This very message says that they blocked us: nothing is sent until they write again."""
    fresh: bool = False
    """Nothing was known of this address before this message."""
    seen_at: datetime | None = None
    runs: int = 0
    was: int | None = None
    """Who was there when it was loaded, so that only a change of person is written: a chat may be untied meanwhile."""

    @property
    def progress(self) -> Progress | None:
        """The open form's progress."""
        return self.drafts.get(self.open) if self.open else None

    def begin(self, progress: Progress) -> None:
        """Open a form, or put its progress on."""
        self.open = progress.form
        self.drafts[progress.form] = progress

    def next_run(self) -> int:
        """A number for a new filling, so that buttons of an old one are known as old."""
        self.runs += 1
        return self.runs

    def leave(self) -> None:
        """Close the form; its draft stays."""
        self.open = ""

    def drop(self, form: str) -> None:
        """Forget a draft: sent, or thrown away by its owner."""
        self.drafts.pop(form, None)
        self.touched.pop(form, None)
        if self.open == form:
            self.open = ""

    def set_aside(self, form: str) -> None:
        """Make room for another filling of a form; the draft is kept under its run and can be taken up again."""
        if progress := self.drafts.pop(form, None):
            name = f"{form}#{progress.run}"
            self.drafts[name] = progress
            self.touched[name] = self.touched.pop(form, "")
        if self.open == form:
            self.open = ""

    def take_up(self, run: int) -> Progress | None:
        """The draft of that run in its form's place, whatever was there set aside; None when it is gone."""
        name = next((name for name, progress in self.drafts.items() if progress.run == run), None)
        if name is None:
            return None
        progress = self.drafts[name]
        if name != progress.form:
            self.set_aside(progress.form)
            self.drafts[progress.form] = self.drafts.pop(name)
            self.touched[progress.form] = self.touched.pop(name, "")
        return progress

    def offered(self, reply: Reply) -> None:
        """Remember what the numbers of this reply mean; what was offered before it can still be typed by its label."""
        before = self.menu
        self.menu = _entries(reply)
        self._keep_acts([*self.menu, *before])

    def told(self, reply: Reply) -> None:
        """The same for what was said unasked: while a form is open numbers are its answers, and only labels count."""
        if self.open:
            self._keep_acts(_entries(reply))
        else:
            self.offered(reply)

    def _keep_acts(self, entries: list[list[str]]) -> None:
        known = {(value, label): None for value, label in (*entries, *self.earlier) if is_act(value)}
        self.earlier = [list(one) for one in known][:MOST_EARLIER]

    def labelled(self, text: str) -> str | None:
        """What was offered under exactly this label, by the newest message that had it; None when nothing was."""
        said = tidy(text).lower()
        return next((value for value, label in (*self.menu, *self.earlier) if tidy(label).lower() == said), None)

    def state(self) -> dict[str, Any]:
        """As JSON, for the database; empty parts are left out."""
        parts: dict[str, Any] = {
            "open": self.open,
            "drafts": {name: asdict(progress) for name, progress in self.drafts.items()},
            "touched": self.touched,
            "page": self.page,
            "meanwhile": self.meanwhile,
            "ended": self.ended,
            "kind_said": self.kind_said,
            "runs": self.runs,
            "earlier": self.earlier,
            "given": self.given,
        }
        return {name: value for name, value in parts.items() if value}

    def restore(self, state: dict[str, Any] | None, menu: list[list[str]] | None) -> None:
        """Take up again what :meth:`state` wrote."""
        state = state or {}
        self.open = state.get("open", "")
        self.drafts = {name: Progress(**progress) for name, progress in state.get("drafts", {}).items()}
        self.touched = state.get("touched", {})
        self.page = state.get("page", {})
        self.meanwhile = state.get("meanwhile", {})
        self.ended = state.get("ended", [])
        self.kind_said = state.get("kind_said", "")
        self.runs = state.get("runs", 0)
        self.earlier = state.get("earlier", [])
        self.given = state.get("given", [])
        self.menu = menu or []


def _entries(reply: Reply) -> list[list[str]]:
    return [[choice.value, choice.label] for choice in arranged(reply).in_order]
