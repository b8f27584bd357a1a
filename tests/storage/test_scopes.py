"""Rows of others are reached with a Scope alone: every function of storage/ that touches them is looked at (§13.7)."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

STORAGE = Path(__file__).parents[2] / "storage"
HANDLERS = Path(__file__).parents[2] / "handlers"
OF_OTHERS = frozenset(
    {
        "DEED",
        "DEED_STEP",
        "DEED_VERSION",
        "PRAISED",
        "PLAN",
        "PLAN_STEP",
        "EVIDENCE",
        "GRANT",
        "REQUEST",
        "FIGURE",
        "EXEMPLAR",
        "EXEMPLAR_NOTE",
        "EXEMPLAR_STEP",
    }
    | {"NOMINATION", "NOMINATION_DEED", "NOMINATION_STEP"}
)
"""Tables of what people and schools reported, of who belongs where, and of the figures made of it."""


@dataclass
class Room:
    """A module: what its names are made of, and its functions."""

    made_of: dict[str, set[str]] = field(default_factory=dict)
    functions: dict[str, ast.AsyncFunctionDef | ast.FunctionDef] = field(default_factory=dict)


def _names(node: ast.AST) -> set[str]:
    plain = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    dotted = {
        f"{one.value.id}.{one.attr}"
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)
    }
    return plain | dotted


def rooms() -> dict[str, Room]:
    found: dict[str, Room] = {}
    for path in sorted(STORAGE.rglob("*.py")):
        if path.stem == "__init__" or {"migrations", "tables"} & set(path.parts):
            continue
        assert path.stem not in found, "two modules of one name cannot be told apart here"
        room = found[path.stem] = Room()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                room.functions[node.name] = node
                room.made_of[node.name] = _names(node)
            elif isinstance(node, ast.ClassDef):
                room.made_of[node.name] = _names(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for name in {name for target in targets for name in _names(target)}:
                    room.made_of.setdefault(name, set()).update(_names(node))
    return found


def tables(found: dict[str, Room], room: str, name: str, seen: set[tuple[str, str]]) -> set[str]:
    """The tables of others that a name leads to: through statements anywhere, through functions of its own room."""
    if (room, name) in seen:
        return set()
    seen.add((room, name))
    reached: set[str] = set()
    for used in found[room].made_of.get(name, ()):
        where, _, what = used.partition(".")
        if used in OF_OTHERS:
            reached.add(used)
        elif used in found[room].made_of:
            reached |= tables(found, room, used, seen)
        elif what and where in found and what not in found[where].functions:
            reached |= tables(found, where, what, seen)
    return reached


OWN = "finds and changes rows of the person alone whose number it is given"
GIVER = "asks by itself whether the giver may: nobody grants more than they hold"
TAKES = "takes in what is new, or marks a row that its caller has just changed with a Scope; tells nothing"
JOB = "the clock's work, or the archivist's: shows nobody anything, and what it plans goes to those concerned"
WHO = "who is there, in which role: to know the one who writes, and whom a message goes to"
PART = "makes a part of a statement; whoever runs it holds the Scope"
GROUND = "hands on a Ground, which holds the Scope, to storage/audiences"
FREE: dict[str, dict[str, tuple[str, ...]]] = {
    OWN: {
        "achievements": ("are_any", "awards", "of"),
        "announcements": ("attached",),
        "deed_changes": ("amend", "withdraw"),
        "deed_versions": ("of",),
        "deeds": ("resend", "own", "mine", "history"),
        "evidence": ("states", "listed", "drop", "drop_filling", "bytes_since", "missing", "let_lost_be"),
        "exemplar_notes": ("mine", "open_of", "answer"),
        "exemplars": ("own_steps", "own_stage"),
        "minors": ("own",),
        "own_data": ("of", "counts"),
        "praised": ("was_asked", "answer", "answers"),
        "requests": ("last_of", "asked_since", "withdraw"),
    },
    GIVER: {"acting": ("give", "end"), "members": ("end", "change")},
    TAKES: {
        "deed_versions": ("forget_consents", "keep"),
        "deeds": ("record", "send"),
        "evidence": ("owe", "tie", "drop_report"),
        "exemplars": ("awaited", "record", "count"),
        "inheriting": ("carry",),
        "figures": ("write", "add"),
        "people": ("grant", "end_grant"),
        "plans": ("write_steps",),
        "praised": ("ask",),
        "requests": ("add",),
        "search": ("note",),
        "standing": ("count",),
    },
    JOB: {
        "adoptions": ("set_aside",),
        "chased": ("late", "answered_meanwhile"),
        "conferences": ("near",),
        "digests": ("due", "seats_of", "deeds", "new_deeds"),
        "erasure": ("forget_in_drafts", "traces", "erase"),
        "evidence": ("owed", "stored", "put_off", "forget_of", "used", "of_report", "subject_of"),
        "expiry": ("empty_deeds", "empty_nominations", "drop_unsent"),
        "lives": ("lives",),
        "obliged": ("spared", "counts", "late"),
        "owed_days": ("granted", "promised", "due_days"),
        "prints": ("older_texts", "older_photos"),
        "recount": ("recount",),
        "rehearsal": ("joined", "nudged", "pour", "queue", "rows", "write_tree"),
        "requests": ("overdue", "pass_on"),
    },
    PART: {"deed_lists": ("stood_in",), "word_index": ("newest", "among_newest")},
    GROUND: {"chases": ("reach",)},
    WHO: {
        "chases": ("led",),
        "conversations": ("load", "person_on", "reader"),
        "people": ("belonging", "holders", "heads"),
        "praised": ("members", "known"),
        "seats": ("held", "cut_off"),
        "stand_ins": ("is_told",),
    },
}
"""Functions without a Scope, and why they need none. A new one stands here only with one of these reasons."""


def carries(found: dict[str, Room], room: str, function: ast.AsyncFunctionDef | ast.FunctionDef) -> bool:
    """Whether it must be given a Scope, or a value that holds one, and makes something of it."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    scopes = {
        one.arg
        for one in given
        if one.annotation is not None
        and (kind := ast.unparse(one.annotation)) in {"Scope", *found[room].made_of}
        and (kind == "Scope" or "Scope" in found[room].made_of[kind])
    }
    used = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}
    return bool(scopes & used)


def unscoped() -> set[str]:
    found = rooms()
    return {
        f"{room}.{name}"
        for room, one in found.items()
        for name, function in one.functions.items()
        if not name.startswith("_") and tables(found, room, name, set()) and not carries(found, room, function)
    }


def test_whatever_touches_rows_of_others_is_given_a_scope():
    free = {f"{room}.{name}" for why in FREE.values() for room, names in why.items() for name in names}
    assert sorted(unscoped() - free) == [], "give it a Scope, or its reason in FREE"
    assert sorted(free - unscoped()) == [], "these need no exception any more"


def test_the_look_sees_through_statements_of_other_rooms_and_functions_of_the_own():
    found = rooms()
    assert tables(found, "chased", "late", set()) == {"DEED", "DEED_STEP"}, "deeds.COLUMNS is another room's"
    assert tables(found, "figures", "stock", set()) == {"FIGURE"}, "through _between"
    assert tables(found, "units", "by_code", set()) == set()
    assert carries(found, "search", found["search"].functions["deeds"]), "Wanted holds a Scope"
    assert not carries(found, "deeds", found["deeds"].functions["own"])


FROM_THE_CLOCK = {"sendings/chase_words.py": {"obliged.spared"}}
"""Words that the sender asks for when a message leaves, by the number of those it goes to."""


def test_no_conversation_asks_without_a_scope_what_is_the_work_of_the_clock():
    jobs = {f"{room}.{name}" for room in ("obliged", "chased", "digests", "recount") for name in FREE[JOB][room]}
    asked = {
        str(path.relative_to(HANDLERS)): found
        for path in sorted(HANDLERS.rglob("*.py"))
        if (found := _names(ast.parse(path.read_text("utf-8"))) & jobs)
    }
    assert asked == FROM_THE_CLOCK
