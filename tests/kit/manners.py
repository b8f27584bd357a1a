"""The manners of every message (CONVERSATIONS §1, §13), checked on whatever a person hears in a golden conversation."""

import re
import unicodedata

from tests.kit.seats import Message

LONGEST, LONGEST_OF_SCREENS = 500, 900
_SCREENS = re.compile(
    r"^(Xem lại|Please check|Chào thầy/cô\. Đây|Hello\. This is|Bản đầy đủ|The notice in full|Tổng hợp|Summary|"
    r"(?:Một việc rất đáng quý\. )?Cảm ơn [^\n]{1,40}\. (?:Đã lưu [^\n]{1,30}\. )?Trợ lý hiểu là|"
    r"(?:A fine thing to do\. )?Thank you, [^\n]{1,30}\. (?:Saved[^\n]{1,30}\. )?Understood as|"
    r"Báo cáo G-\d+|Report G-\d+|G-\d+(?: · [^\n]*(?:Khâu|Step): |:| chưa| đã| vẫn| cannot| was| is| stays| has)|"
    r"So G-\d+|G-\d+ beside|Kiểm tra đề nghị|Checks of nomination|"
    r"(?:Đề nghị khen thưởng|Khen đột xuất|Nomination|Ad-hoc award) Đ-\d+ ·|Trợ lý thi đua giúp|What the emulation)"
)
"""Heads of messages that may be longer: the notice, a review, a head's decision, the summary, a story read back."""
_QUOTED = re.compile(r'"[^"\n]*"')
_FORBIDDEN = re.compile(
    r"(?<!\w)(?:em|tôi|bạn|vui lòng|nhé|ạ|dạ|rất tiếc|sai|không hợp lệ|từ chối|tuyệt vời|đôn đốc|quá hạn)(?!\w)",
    re.IGNORECASE,
)
_OF_OFFICES = re.compile(r"(?:sổ|công văn) đôn đốc", re.IGNORECASE)
"""Names of things that offices alone see."""
_OF_PUPILS = re.compile(r"em A\.|trẻ em|của em và của cha mẹ")
"""Where "em" is a pupil and not the one who speaks."""
_SIGNS = ("✅", "⚠️", "📌")
_WAY_ON = re.compile(
    r"(Ví dụ|Example|mời|Mời|xin|Xin|Please|please|Trợ lý báo|you will hear|ngay\.|\d\d:\d\d\.)", re.DOTALL
)


def own_words(text: str) -> str:
    """A message without what it quotes or repeats from people."""
    text = _QUOTED.sub('""', text)
    repeated = (
        r"(?m)^(?:- (?:Việc|Kết quả|Minh chứng|Deed|Result|Evidence)|Trước|Nay|Before|Now): .*$|^\d+ · .*$|^G-\d+ · .*$"
    )
    return re.sub(rf"{repeated}|(?<=Đang ghi: )[^\n]*|(?<=đang ghi: )[^\n]*|(?<=Đã ghi: )[^\n]*", "", text)


def unmannerly(message: Message) -> list[str]:
    """What is wrong with it; nothing as a rule."""
    text = own_words(message.text)
    longest = LONGEST_OF_SCREENS if _SCREENS.match(message.text) else LONGEST
    signs = sum(message.text.count(sign) for sign in _SIGNS)
    rules = {
        "an exclamation mark": "!" in text,
        "a forbidden word": bool(_FORBIDDEN.search(_OF_OFFICES.sub("", _OF_PUPILS.sub("", text)))),
        f"longer than {longest}": len(message.text) > longest,
        "not NFC": not unicodedata.is_normalized("NFC", message.text),
        "two questions": text.count("?") > 1,
        "a percentage without its numbers": len(re.findall(r"\d%", text)) != len(re.findall(r"\d% \(\d", text)),
        "two signs": signs > 1,
        "no way on": not message.rows and not _WAY_ON.search(message.text.splitlines()[-1]),
        "more than ten buttons": sum(map(len, message.rows)) > 10,
        "a date of another shape": bool(re.search(r"(?<!\d)\d{4}-\d\d-\d\d", text)),
    }
    return [rule for rule, broken in rules.items() if broken] + _rows(message)


def _rows(message: Message) -> list[str]:
    found = [f"a long label: {label}" for row in message.rows for label in row if len(label) > 24]
    for row in message.rows:
        if len(row) == 2 and any(len(label) > 18 for label in row):
            found.append(f"two long labels on a row: {row}")
        if len(row) > 2 and any(len(label) > 8 for label in row):
            found.append(f"many long labels on a row: {row}")
    return found
