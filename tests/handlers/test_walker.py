"""The manners that every form has, tried on a form of three lines that no handler knows."""

from dataclasses import dataclass, replace

import pytest

from domain.conversations import Conversation
from domain.forms import Form, Question
from domain.messages import Reply
from domain.mistakes import Mistake
from handlers.context import as_list
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from tests.handlers.conftest import Desk, value_of
from texts.catalogue import Catalogue


def colour(text, asking):
    if text not in {"red", "blue"}:
        raise Mistake("choose_one")
    return {"colour": text}


def shade(text, asking):
    return {"shade": text}


def size(text, asking):
    if not text.isdigit():
        raise Mistake("not_a_number")
    return {"size": int(text)}


async def finish(ctx, progress):
    return Reply(f"sent {progress.answers}")


TINY = Form(
    "tiny",
    (
        Question("colour", ("colour",), colour, offers=(("red", "blue"),)),
        Question("shade", ("shade",), shade, when={"colour": "red"}, optional=True),
        Question("size", ("size",), size, numbered=False),
    ),
)
SHEET = Sheet(
    TINY, finish, lambda words, name, answers: str(answers.get(name) or ""), lines=("colour", "shade", "size")
)
WORDS = {
    **{f"form.tiny.{name}.ask": f"{name}?" for name in ("colour", "shade", "size")},
    **{f"form.tiny.{name}.line": f"{name}: {{shown}}" for name in ("colour", "shade", "size")},
    **{f"form.tiny.{name}.item": name for name in ("colour", "shade", "size")},
    "form.tiny.colour.back": "colour? Now: {now}",
    "form.tiny.size.change": "size is {now}. New one?",
    "form.tiny.review": "Review",
    "form.tiny.review_foot": "",
    "choice.red": "Red one",
    "choice.blue": "Blue one",
    "choice.go_on_tiny": "Go on",
}


@dataclass
class Table:
    """A chat in which only the tiny form is spoken."""

    desk: Desk
    talk: Conversation

    async def __call__(self, text: str = "", press: str = "") -> Reply:
        ctx = self.desk.context(self.talk, text=text)
        progress = self.talk.progress
        if press:
            _, run, question, value = press.split(".", 3)
            progress = self.talk.take_up(int(run))
            assert progress is not None
            told = await walker.chosen(ctx, SHEET, progress, question, value)
        elif progress is None:
            told = await walker.begin(ctx, SHEET)
        else:
            told = await walker.typed(ctx, SHEET, progress)
        reply = as_list(told)[-1]
        self.talk.offered(reply)
        return reply


@pytest.fixture
async def fill(desk: Desk) -> Table:
    texts = {language: {**known, **WORDS} for language, known in desk.house.catalogue.texts.items()}
    desk.house = replace(desk.house, catalogue=Catalogue(texts))
    return Table(desk, desk.chat(await desk.person("Lan", "teacher")))


async def test_a_question_is_one_line_and_its_words(fill: Table):
    asked = await fill("begin")
    assert asked.text == "1/2 · colour?"
    assert [[one.label for one in row] for row in asked.choices] == [["Red one", "Blue one"], ["Để sau"]]


async def test_progress_counts_the_questions_that_apply(fill: Table):
    await fill("begin")
    assert (await fill("red")).text == "Đã ghi: red.\n2/3 · shade?"
    assert (await fill("bỏ qua")).text == "3/3 · size?"


@pytest.mark.parametrize("typed", ["1", "red", "Red one", "RED ONE", "red one.", "số 1"])
async def test_a_choice_is_its_number_its_label_or_its_value(fill: Table, typed: str):
    await fill("begin")
    assert "2/3 · shade?" in (await fill(typed)).text


async def test_where_an_answer_is_a_number_numbers_choose_nothing(fill: Table):
    await fill("begin")
    await fill("blue")
    assert (await fill("2")).text == "Review\n- colour: blue\n- size: 2"


async def test_a_mistake_is_told_and_the_same_question_asked_again(fill: Table):
    await fill("begin")
    assert (await fill("green")).text == "Mời chọn một nút dưới đây.\n1/2 · colour?"


async def test_after_three_tries_other_ways_are_named(fill: Table):
    await fill("begin")
    for _ in range(2):
        assert "mời để sau" not in (await fill("green")).text
    assert "Nếu chưa trả lời được, mời để sau" in (await fill("green")).text
    assert "2/3 · shade?" in (await fill("red")).text
    assert fill.talk.progress.tries == 0


async def test_back_at_the_first_question_stays_there(fill: Table):
    await fill("begin")
    assert (await fill("trước")).text == "1/2 · colour?"


async def test_back_shows_what_is_recorded_and_keeps_it(fill: Table):
    await fill("begin")
    await fill("red")
    back = await fill("quay lại")
    assert back.text == "1/3 · colour? Now: red"
    assert (await fill(press=value_of(back, "Giữ như vậy"))).text == "2/3 · shade?"


async def test_only_an_optional_question_is_skipped(fill: Table):
    await fill("begin")
    assert (await fill("bỏ qua")).text.startswith("Mời chọn một nút dưới đây.")


async def test_later_closes_the_form_and_its_button_takes_it_up_where_it_stood(fill: Table):
    await fill("begin")
    await fill("red")
    asked = await fill("dark")
    left = await fill(press=value_of(asked, "Để sau"))
    assert left.text == "Đã giữ bản nháp. Khi tiện, mời mở lại từ menu chính."
    assert fill.talk.open == ""
    assert (await fill(press=f"f.{fill.talk.drafts['tiny'].run}._.go_on")).text == "3/3 · size?"


async def test_cancel_keeps_the_draft_until_it_is_thrown_away(fill: Table):
    await fill("begin")
    await fill("red")
    left = await fill("hủy")
    assert left.text == "Bản nháp được giữ đến câu 2/3. Mời chọn."
    assert (await fill(press=value_of(left, "Bỏ bản nháp"))).text.startswith("✅ Đã bỏ bản nháp.")
    assert fill.talk.drafts == {}


async def test_a_changed_answer_drops_what_no_longer_applies(fill: Table):
    await fill("begin")
    await fill("red")
    await fill("dark")
    review = await fill("7")
    assert review.text == "Review\n- colour: red\n- shade: dark\n- size: 7"
    await fill(press=value_of(review, "Sửa một mục"))
    await fill("colour")
    assert (await fill("blue")).text == "Review\n- colour: blue\n- size: 7"
    assert fill.talk.progress.answers == {"colour": "blue", "size": 7}


async def test_a_changed_answer_asks_what_applies_now(fill: Table):
    await fill("begin")
    await fill("blue")
    await fill("7")
    await fill("sửa colour")
    assert (await fill("red")).text == "2/3 · shade?"


async def test_one_change_can_be_kept_or_left_and_leads_back_to_the_review(fill: Table):
    await fill("begin")
    await fill("blue")
    await fill("7")
    changing = await fill("sửa size")
    assert changing.text == "size is 7. New one?"
    assert (await fill(press=value_of(changing, "Giữ như vậy"))).text.startswith("Review")
    await fill("sửa size")
    assert (await fill("trước")).text.startswith("Review")


async def test_the_end_hands_over_the_answers_and_drops_the_draft(fill: Table):
    await fill("begin")
    await fill("blue")
    review = await fill("7")
    assert (await fill(press=value_of(review, "Gửi báo cáo"))).text == "sent {'colour': 'blue', 'size': 7}"
    assert fill.talk.drafts == {}


async def test_a_second_filling_sets_the_first_aside_and_old_buttons_still_find_it(fill: Table):
    await fill("begin")
    first = await fill("red")
    ctx = fill.desk.context(fill.talk, text="x")
    await walker.begin(ctx, SHEET)
    assert sorted(fill.talk.drafts) == ["tiny", "tiny#1"]
    assert (await fill(press=value_of(first, "Bỏ qua câu này"))).text == "3/3 · size?"
    assert fill.talk.progress.run == 1
    assert sorted(fill.talk.drafts) == ["tiny", "tiny#2"]


async def test_a_question_that_a_release_removed_leads_to_where_the_form_stands(fill: Table):
    await fill("begin")
    fill.talk.begin(replace(fill.talk.progress, at="gone"))
    assert (await fill("anything")).text == "1/2 · colour?"
    assert (await fill(press=f"f.{fill.talk.progress.run}.gone.yes")).text == "1/2 · colour?"


async def test_files_are_refused_kindly_where_no_question_takes_them(fill: Table):
    await fill("begin")
    ctx = fill.desk.context(fill.talk, files=("a file",))
    told = as_list(await walker.typed(ctx, SHEET, fill.talk.progress))[-1]
    assert told.text == "Câu này cần trả lời bằng chữ.\n1/2 · colour?"


async def test_whatever_stands_in_a_talk_survives_being_stored(fill: Table):
    await fill("begin")
    await fill("red")
    kept = Conversation(fill.talk.address)
    kept.restore(fill.talk.state(), fill.talk.menu)
    assert (kept.open, kept.drafts, kept.touched, kept.menu) == (
        fill.talk.open,
        fill.talk.drafts,
        fill.talk.touched,
        fill.talk.menu,
    )
