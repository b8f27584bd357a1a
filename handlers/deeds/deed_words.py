"""A good deed in words: its answers in normal form, its lines for a head, and what changed."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.deeds import Deed
from domain.forms import Answers
from domain.messages import Json, Reply
from domain.vietnamese import fold
from handlers.context import Context, act, button, offers
from handlers.forms import added
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
        "naming": lambda: _naming(words, answers),
        "pupil_naming": lambda: _naming(words, answers),
        "child_consent": lambda: _consent(words, "child", answers),
        "guardian_consent": lambda: _consent(words, "guardian", answers),
        "pupil_name": lambda: _full_name(words, answers),
        "movement": lambda: _movement(words, answers),
        "told_by": lambda: shortened(str(answers.get("told_by") or ""), MOST["evidence"]),
        "unit": lambda: str(answers.get("_unit") or ""),
        "minor": lambda: words("deed.minor_yes" if answers["minor"] else "deed.minor_no") if "minor" in answers else "",
    }
    return particular[name]() if name in particular else added.shown(words, name, answers)


def on_sheet(words: Words, name: str, answers: Answers) -> str:
    """The same on the sheet itself: a pupil's name has a line of its own, and that a child is there is no question."""
    is_pupil = bool(answers.get("_pupil"))
    if name in {"naming", "pupil_naming"} and is_pupil != (name == "pupil_naming"):
        return ""
    return "" if name == "minor" and is_pupil else shown(words, name, answers)


def lined_on_sheet(words: Words, name: str, answers: Answers) -> str:
    """A line of the review."""
    return lined(words, name, answers) if name in {"when", "minor"} else on_sheet(words, name, answers)


def _naming(words: Words, answers: Answers) -> str:
    said = answers.get("pupil_naming" if answers.get("_pupil") else "naming")
    return words(f"deed.named.{said}") if said else ""


def _consent(words: Words, whose: str, answers: Answers) -> str:
    """As in "09/04/2025, giấy viết tay, cô Lan"."""
    day, form, by = (answers.get(f"{whose}_{part}") for part in ("on", "form", "by"))
    told = [words.day(date.fromisoformat(str(day)))] if day else []
    told += [words(f"deed.consent.{form}")] if form else []
    return ", ".join([*told, *([str(by)] if by else [])])


def _full_name(words: Words, answers: Answers) -> str:
    """As typed while the report is written; once sent, only that it is kept."""
    if typed := answers.get("pupil_name"):
        return str(typed)
    return words("minor.kept") if answers.get("_full_name") and answers.get("pupil_name") == "" else ""


def counted(words: Words, value: Json) -> str:
    """As in "ba giáo viên": people who are told by their number."""
    if not isinstance(value, Mapping) or not value.get("role"):
        return ""
    role, count = f"roles.{value['role']}", int(str(value.get("count") or 1))
    numbers = words("write.numbers").split("|")
    return words(role, count=numbers[count - 1] if count <= len(numbers) else count, n=count)


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
    kind = words(f"role.{role}") if role and not (role in {"pupil", "collective"} and named) else ""
    if not named and kind and isinstance(count, int) and count > 1:
        kind = words(f"roles.{role}", count=count, n=count)
    in_class = words("deed.class", name=school_class) if school_class else ""
    group = str(value.get("group") or "")
    said = "" if fold(group) in {fold(name) for name in named} else group
    return ", ".join(part for part in (", ".join(named), kind, in_class, said) if part)


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
    """How many photos, and how many other papers; while some are still to come, "3/4 ảnh"."""
    said = []
    for kind in ("photos", "papers"):
        count, came = answers.get(f"_{kind}"), answers.get(f"_{kind}_came")
        if count:
            some = came is not None and came != count
            said.append(words(f"deed.{kind}_came" if some else f"deed.{kind}", n=count, came=came))
    return ", ".join(said)


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
    if shown(words, "naming", answers):
        found[-1] += "; " + words("deed.naming_short", naming=shown(words, "naming", answers))
    asked = [(name, shown(words, name, answers)) for name in added.names(answers)]
    found += [words(f"form.deed.{name}.line", shown=text) for name, text in asked if text]
    source = shown(words, "told_by", answers)
    told = [by, words("form.deed.told_by.line", shown=source)] if source else [by]
    return "\n".join(f"- {line}" for line in (*found, *told))


def _asked_beside(before: Answers, after: Answers) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*added.names(before), *added.names(after))))


def changes(words: Words, before: Answers, after: Answers) -> str:
    """What was completed, with what it was before."""
    found = []
    for name in (*CHECKED, "naming", *_asked_beside(before, after)):
        old, new = (shortened(shown(words, name, one), MOST["changed"]) for one in (before, after))
        if new != old:
            line = words(f"form.deed.{name}.line", shown=new or words("deed.not_yet"))
            found.append(f"- {words('deed.changed', line=line, before=old)}" if old else f"- {line}")
    return "\n".join(found) or f"- {words('deed.nothing_changed')}"


def before_and_now(words: Words, before: Answers, after: Answers) -> str:
    """Each answer that was completed, as it was and as it is now; "" when none was."""
    found = []
    for name in (*CHECKED, "naming", "movement", *_asked_beside(before, after)):
        old, new = (shortened(lined(words, name, one), MOST["changed"]) for one in (before, after))
        if new != old:
            found.append(
                words("deed.before_and_now", before=old or words("deed.not_yet"), now=new or words("deed.not_yet"))
            )
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
        [button(words, "see_pupil_name", act("pupil_name", deed.id))] if deed.answers.get("_full_name") else [],
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
