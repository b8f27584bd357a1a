"""A good deed in words: its answers in normal form, its lines for a head, and what changed."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.deeds import Deed
from domain.forms import Answers
from domain.messages import Json, Reply
from domain.vietnamese import fold
from handlers.context import Context, act, button, offers
from texts.catalogue import Words, shortened

Shown = Callable[[], str]
CHECKED = ("what", "who", "when", "result", "evidence")
"""The lines a head reads."""
MOST = {"what": 900, "result": 600, "evidence": 200, "reason": 600, "said": 200, "changed": 300}
"""Letters of a person's own words that a message shows, so that it never grows longer than a channel takes."""


def shown(words: Words, name: str, answers: Answers) -> str:
    """One line of the sheet in normal form; the deed itself stays in its teller's own words."""
    if name in {"what", "result"}:
        return shortened(str(answers.get(name) or ""), MOST[name])
    particular: dict[str, Shown] = {
        "who": lambda: who(words, answers.get("who")),
        "when": lambda: when(words, answers),
        "evidence": lambda: evidence(words, answers),
        "naming": lambda: words(f"deed.named.{answers['naming']}") if answers.get("naming") else "",
        "movement": lambda: _movement(words, answers),
        "told_by": lambda: shortened(str(answers.get("told_by") or ""), MOST["evidence"]),
        "unit": lambda: str(answers.get("_unit") or ""),
        "minor": lambda: words("deed.minor_yes" if answers["minor"] else "deed.minor_no") if "minor" in answers else "",
    }
    return particular[name]() if name in particular else ""


def _movement(words: Words, answers: Answers) -> str:
    name = str(answers.get("_movement") or "")
    return words("deed.guessed", what=name) if name and answers.get("_guessed") else name


def lined(words: Words, name: str, answers: Answers) -> str:
    """The same as a line of the review: days with a dash, and whether they lie outside the period."""
    if name != "when":
        return shown(words, name, answers)
    days = when(words, answers, short=True)
    return words("deed.outside", days=days) if days and answers.get("outside") else days


def who(words: Words, value: Json) -> str:
    """Names, role, class and group: "cô Hạnh, giáo viên, tổ Toán" in short."""
    if not isinstance(value, Mapping):
        return str(value or "")
    role, count, school_class = value.get("role"), value.get("count"), value.get("class")
    named = people(words, value)
    kind = words(f"role.{role}") if role and role != "collective" and not (role == "pupil" and named) else ""
    if not named and kind and isinstance(count, int) and count > 1:
        kind = f"{count} {kind}"
    in_class = words("deed.class", name=school_class) if school_class else ""
    return ", ".join(part for part in (", ".join(named), kind, in_class, str(value.get("group") or "")) if part)


def people(words: Words, value: Mapping[str, Json]) -> list[str]:
    """Names, each with the form of address that was typed."""
    told = value.get("people")
    return [
        words.naming(str(one["name"]), str(one.get("honorific") or ""))["you"]
        for one in (told if isinstance(told, list) else [])
        if isinstance(one, dict) and one.get("name")
    ]


def when(words: Words, answers: Answers, *, short: bool = False) -> str:
    """Days and place; ``short`` has a dash between the days."""
    first, last = answers.get("from"), answers.get("to")
    days = (
        words.span(date.fromisoformat(str(first)), date.fromisoformat(str(last)), short=short) if first and last else ""
    )
    return ", ".join(part for part in (days, str(answers.get("where") or "")) if part)


def files(words: Words, answers: Answers) -> str:
    """How many photos, and how many other papers."""
    photos, papers = answers.get("_photos"), answers.get("_papers")
    said = [words("deed.photos", n=photos)] if photos else []
    return ", ".join([*said, *([words("deed.papers", n=papers)] if papers else [])])


def evidence(words: Words, answers: Answers) -> str:
    """Photos and papers, and who can confirm; that there is none is told only after it was asked."""
    by = shortened(str(answers.get("confirmed_by") or ""), MOST["evidence"])
    parts = [part for part in (files(words, answers), by) if part]
    if parts:
        return words.listed(parts)
    return words("deed.no_evidence") if "confirmed_by" in answers else ""


def doer(words: Words, answers: Answers) -> str:
    """Who is asked about being named: "cô Hạnh", "các thầy cô", "người làm"."""
    value = answers.get("who")
    named = people(words, value) if isinstance(value, Mapping) else []
    if len(named) == 1:
        return named[0]
    staff = isinstance(value, Mapping) and value.get("role") in {"teacher", "manager", "employee"}
    return words("deed.doers") if named and staff else words("deed.doer")


def lines(words: Words, answers: Answers, by: str) -> str:
    """The lines a head decides on."""
    found = [words(f"form.deed.{name}.line", shown=text) for name in CHECKED if (text := lined(words, name, answers))]
    if answers.get("naming"):
        found[-1] += "; " + words("deed.naming_short", naming=shown(words, "naming", answers))
    source = shown(words, "told_by", answers)
    told = [by, words("form.deed.told_by.line", shown=source)] if source else [by]
    return "\n".join(f"- {line}" for line in (*found, *told))


def changes(words: Words, before: Answers, after: Answers) -> str:
    """What was completed, with what it was before."""
    found = []
    for name in (*CHECKED, "naming"):
        old, new = (shortened(shown(words, name, one), MOST["changed"]) for one in (before, after))
        if new != old:
            line = words(f"form.deed.{name}.line", shown=new)
            found.append(f"- {words('deed.changed', line=line, before=old)}" if old else f"- {line}")
    return "\n".join(found) or f"- {words('deed.nothing_changed')}"


def before_and_now(words: Words, before: Answers, after: Answers) -> str:
    """Each answer that was completed, as it was and as it is now; "" when none was."""
    found = []
    for name in (*CHECKED, "naming", "movement"):
        old, new = (shortened(lined(words, name, one), MOST["changed"]) for one in (before, after))
        if new != old:
            found.append(words("deed.before_and_now", before=old or words("deed.not_yet"), now=new))
    return "\n".join(found)


def decision(words: Words, deed: Deed, text: str, *, look: bool = False) -> Reply:
    """A report with its head's buttons."""
    key = (deed.id, deed.version)
    has_files = bool(deed.answers.get("_photos") or deed.answers.get("_papers"))
    last = [button(words, "see_files", act("files", deed.id))] if has_files else []
    last.append(button(words, "not_ours", act("not_ours", *key)))
    if look:
        last = [button(words, "see_whole", act("see", deed.id)), button(words, "later", act("later"))]
    rows = [
        [button(words, "confirm_deed", act("confirm", *key))],
        [button(words, "return_deed", act("return", *key))],
        last,
    ]
    return Reply(text, offers(words, rows))


def at(ctx: Context, words: Words | None = None) -> dict[str, str]:
    """Hour and day of now."""
    words = words or ctx.words
    return {"time": words.time(ctx.now.local), "day": words.day(ctx.now.today)}


_ASKED = (
    ("evidence", ("minh chung", "anh", "evidence", "photo")),
    ("who", ("ten", "chuc vu", "name")),
    ("when", ("ngay", "thoi gian", "when")),
)


def asked_for(note: str) -> str:
    """Which question a head's words are about; figures, when they name nothing else."""
    told = f" {fold(note)} "
    return next((name for name, words in _ASKED if any(f" {word} " in told for word in words)), "result")
