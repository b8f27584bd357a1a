"""Every collected chat input is read as the collectors expect, or asked again; never into a silent wrong value."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers import answers, dates, doc_no, story, who
from domain.readers.amounts import count, figures, money
from domain.readers.choices import position
from domain.readers.doc_numbers import parse
from domain.readers.intents import intent
from domain.readers.movements import Movement, pick_movement
from domain.readers.people import described
from domain.readers.private import scan
from domain.readers.units import UnitName, Units
from domain.vietnamese import clean, fold

DATA = Path(__file__).parents[2] / "data"
CASES = [json.loads(line) for line in (DATA / "chat_inputs_vi.jsonl").read_text(encoding="utf-8").splitlines()]

DATE_ERRORS = {
    "invalid_date": {"invalid_date", "no_such_date"},  # no_such_date: no month or year to name ("15/3/20255")
    "vague": {"vague_date"},
    "not_a_date": {"not_a_date"},
    "future_not_allowed": {"future_date"},
}
ROLES = {
    "giao_vien": "teacher",
    "hoc_sinh": "pupil",
    "nhan_vien": "employee",
    "can_bo_quan_ly": "manager",
    "tap_the": "collective",
    None: None,
}
INTENTS = {
    "list_missing": "missing",
    "progress_by_parent": "progress",
    "export_xlsx": "export",
    "export_report": "export_report",
    "remind_missing": "remind",
    "delete_last_deed": "delete_deed",
    "register": "register",
}
# What the service asks about although the collectors would take it, each with the reason and the question.
ASKED_AGAIN = {
    "CI100": ("the plan of an office above the school (conversation D1)", "doc_no_of_superior"),
    "CI101": ("the plan of an office above the school (D1)", "doc_no_of_superior"),
    "CI102": ("the plan of an office above the school (D1)", "doc_no_of_superior"),
    "CI103": ("the plan of an office above the school (D1)", "doc_no_of_superior"),
    "CI104": ("Party and youth style (D1: is it the school's?)", "doc_no_of_union"),
    "CI105": ("Party and youth style (D1: is it the school's?)", "doc_no_of_union"),
    "CI106": ("not written by the rule; the collectors want it confirmed too", "doc_no_of_union"),
    "CI110": ("no symbol (D1)", "doc_no_needs_symbol"),
    "CI111": ("the plan of the People's Committee (D1)", "doc_no_of_superior"),
    "CI113": ("a letter, no plan", "doc_no_is_other"),
    "CI114": ("a decision, no plan", "doc_no_is_other"),
    "CI115": ("a report, no plan (D1)", "doc_no_is_report"),
    "CI116": ("a law, no plan", "doc_no_is_other"),
    "CI121": ("two plans (D1)", "doc_no_two"),
}


def of(*categories):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["category"] in categories]


def asking(case, **facts):
    return Asking(date.fromisoformat(case["ref_date"]), facts=facts)


@pytest.fixture(scope="module")
def units():
    with (DATA / "units_haiphong.csv").open(encoding="utf-8") as rows:
        return Units(
            [
                UnitName(row["code"], row["name"], row["kind"], tuple(filter(None, row["aliases"].split("|"))))
                for row in csv.DictReader(rows)
            ]
        )


@pytest.fixture(scope="module")
def movements():
    with (DATA / "movements.csv").open(encoding="utf-8") as rows:
        return [
            Movement(
                row["code"],
                row["name_exact"],
                (row["short_name"], *row["aliases"].split("|")),
                umbrella=row["kind"] == "chien_dich",
            )
            for row in csv.DictReader(rows)
        ]


def test_every_case_has_its_test():
    tested = {"date", "date_range", "plan_no", "yes_no", "nav", "money", "count", "person", "unit", "movement"}
    assert {case["category"] for case in CASES} == tested | {"command", "multi", "odd"}
    assert set(ASKED_AGAIN) <= {case["id"] for case in CASES}


@pytest.mark.parametrize("case", of("date", "date_range"))
def test_a_date_is_read_or_asked_again(case):
    today, expected = date.fromisoformat(case["ref_date"]), case["expected"]
    if expected["type"] == "error":
        with pytest.raises(Mistake) as mistake:
            dates.span(case["raw"], today, case["mode"])
        assert mistake.value.key in DATE_ERRORS[expected["error"]]
        return
    first = expected.get("start") or expected["date"]
    last = expected.get("end") or expected["date"]
    assert dates.span(case["raw"], today, case["mode"]) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("case", of("plan_no"))
def test_a_plan_number_is_taken_apart(case):
    expected = case["expected"]
    if expected.get("status") == "no_own_plan":
        assert doc_no.read(case["raw"], asking(case)) == {"state": "follows_superior"}
        return
    found = parse(case["raw"])
    assert [doc.number for doc in found] == expected.get("numbers", [expected["number"]])
    for doc in found:
        assert (doc.kind or None) == expected["doc_type"]
        # The law's QH15 belongs to the number; the collectors leave the body of a law empty.
        assert (doc.body or None) == (expected["org"] if doc.style != "luat" else "QH15")
        assert (doc.unit or None) == expected.get("unit", "LĐ" if doc.style == "khac" else None)
        assert doc.year == expected.get("year")
        assert doc.style == ("so" if expected.get("needs") == ["org"] else expected["style"])


@pytest.mark.parametrize("case", of("plan_no"))
def test_a_plan_number_is_kept_only_when_it_is_the_unit_s_own(case):
    if case["id"] in ASKED_AGAIN:
        with pytest.raises(Mistake) as mistake:
            doc_no.read(case["raw"], asking(case))
        assert mistake.value.key == ASKED_AGAIN[case["id"]][1]
        assert "doc_no" not in mistake.value.filled
    elif case["expected"].get("number") is not None:
        read = doc_no.read(case["raw"], asking(case))
        assert read["doc_no"] == "{number}/{doc_type}-{org}".format(**case["expected"])
        assert read.get("issued_on") == case["expected"]["date"]


@pytest.mark.parametrize("case", of("yes_no"))
def test_yes_and_no_are_certain_or_nothing(case):
    assert answers.yes_no(case["raw"]) is case["expected"].get("value")


@pytest.mark.parametrize("case", of("nav"))
def test_a_command_is_known_and_a_sentence_is_none(case):
    field, expected = case["field"], case["expected"]
    found = answers.navigation(case["raw"], optional=field == "optional_field", person=field == "person_name")
    assert found == expected.get("action")
    if expected["type"] == "person":
        assert who.who(case["raw"], asking(case))["who"]["people"][0]["name"] == expected["name"]
    if expected["type"] == "text":
        assert intent(case["raw"]) == "story"


@pytest.mark.parametrize("case", of("money"))
def test_money_is_counted_in_dong(case):
    if case["expected"]["type"] == "text":
        with pytest.raises(Mistake, match="not_money"):
            money(case["raw"])
    else:
        assert money(case["raw"]) == case["expected"]["value"]


@pytest.mark.parametrize("case", of("count"))
def test_a_count_is_exact_or_asked_again(case):
    if case["expected"]["type"] == "ask_again":
        with pytest.raises(Mistake, match="vague_number"):
            count(case["raw"])
    else:
        assert count(case["raw"]) == case["expected"]["value"]


@pytest.mark.parametrize("case", of("person"))
def test_a_person_is_read_as_typed(case):
    expected, found = case["expected"], described(case["raw"])
    assert " ".join(person["name"] for person in found["people"]) == expected["name"]
    assert found["role"] == ROLES[expected["role"]]
    assert found["class"] == expected.get("lop")
    if not expected["name"]:
        with pytest.raises(Mistake, match="who_pupil_initial"):
            who.who(case["raw"], asking(case))


@pytest.mark.parametrize("case", of("unit"))
def test_a_unit_is_found_or_offered(case, units):
    expected, found = case["expected"], units.find(case["raw"])
    if expected["type"] == "unit_self":
        assert found.outcome == "own"
    elif expected["type"] == "unit":
        assert (found.outcome, [unit.code for unit in found.units]) == ("exact", [expected["code"]])
    else:
        assert (found.outcome, [unit.code for unit in found.units]) == ("several", expected["codes"])


@pytest.mark.parametrize("case", of("movement"))
def test_a_movement_is_known_by_any_of_its_names(case, movements):
    expected = case["expected"]
    found = pick_movement(case["raw"], movements)
    if expected["type"] == "needs_context":
        assert found is None
        assert position(case["raw"]) == 1
    else:
        assert [found] == expected["codes"]


@pytest.mark.parametrize("case", of("command"))
def test_an_everyday_sentence_is_a_command(case):
    assert intent(case["raw"]) == INTENTS[case["expected"]["intent"]]


@pytest.mark.parametrize("case", of("multi"))
def test_one_message_fills_many_answers(case, units, movements):
    raw, expected, today = case["raw"], case["expected"], date.fromisoformat(case["ref_date"])
    draft = story.read(raw, today, movements)
    if "unit" in expected:
        assert units.mentioned(raw).code == expected["unit"]
    if "doc_no" in expected:
        read = doc_no.read(raw, asking(case))
        assert (read["doc_no"], read["issued_on"]) == (expected["doc_no"], expected["date"])
        assert doc_no.plan_state(raw) == expected["plan_status"]
        return
    assert draft["from"] == (expected.get("start") or expected["date"])
    assert draft["who"]["role"] == ROLES[expected["role"]]
    if "count" in expected:
        assert draft["who"]["count"] == expected["count"] == figures(raw)[-1].value
    if "topic" in expected:
        assert (draft["movement"], draft["movement_sure"]) == ("UMB", True)  # giving blood is of no special movement
    if "person" in expected:
        assert draft["who"]["people"][0]["name"] == expected["person"]
    assert draft.get("proofs", []) == (["photo"] if "evidence" in expected else [])


@pytest.mark.parametrize("case", of("odd"))
def test_odd_texts_are_kept_as_text_or_refused(case):
    raw, expected = case["raw"], case["expected"]
    if expected["type"] == "error":
        assert scan(raw).kinds == ("id_card",)
        assert scan(raw).text == ""
    elif expected["type"] == "ask_again":
        assert intent(raw) == "unknown"
    else:
        # Escaping is for the one who prints: reading changes nothing.
        assert clean(raw) == raw
        assert fold(raw)
