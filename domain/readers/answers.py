"""Short answers: yes or no, consent in so many words, and the commands that move about in a form."""

import re

from domain.vietnamese import bare, fold, listed, plain, tidy

_UNSURE = re.compile(
    r"(?:^| )(?:chac(?! chan (?:roi|co))|hinh nhu|co le|co the|khong ro|chua ro|khong biet|chua biet|khong nho|"
    r"de (?:em |toi )?"
    r"(?:xem|hoi|kiem tra|kt)|nghe noi|khong chac|chua chac|hay|ma|nhi|sao|may|nao|gi|neu|tuy|doi)(?: |$)"
)
_YES = frozenset(
    listed(
        "co|co roi|da co|vang|vang a|da|u|uh|um|uhm|uhu|uk|uki|ukm|uki roi|oke|ok|oki|okie|okay|okey|okela|okla|"
        "k o|o k|"
        "duoc|duoc roi|dung|dung roi|dung vay|dung the|dung vay roi|uk dung|vang dung|vang dung roi|chinh xac|chuan|"
        "roi|da roi|xong|xong roi|da xong|y|yes|yep|yeah|yea|tat nhien|duong nhien|nhat tri|dong y|thong nhat|xn|ok xn|"
        "xac nhan|toi xac nhan|da nhan|nhan roi|giu|giu nguyen|giu nhu vay|chac chan roi|chac chan co|co chu|da "
        "lam|lam roi|"
        "true|right|correct|sure|of course|tiep tuc|dung tiep tuc",
        by="|",
    )
)
_NO = frozenset(
    listed(
        "khong|hong|hem|ko|no|nope|nah|n|chua|khong co|chua co|khong phai|chua phai|khong dung|chua dung|sai|sai roi|"
        "khong a|chua a|chua xong|chua lam|khong duoc|khong dong y|chua dong y|khong can|false|not yet|wrong|chua he",
        by="|",
    )
)
_DONE = re.compile(
    r"(?:co |da |roi |deu )*(?:duoc )?(?:ban hanh|bh|trien khai|thuc hien|pho bien|hoan thanh|nop|gui|hop)(?: "
    r"roi| xong)*"
)
_NOT_DONE = re.compile(r"(?:truong |don vi )?(?:chua|khong)(?: \w+){1,3}")
_THUMBS_UP, _THUMBS_DOWN = ("👍", "👌", "✅", "✔", "☑", "🆗", "💯", "🙆"), ("👎", "❌", "✖", "🙅", "🚫")

_CONSENT = frozenset(
    listed(
        "dong y|toi dong y|em dong y|co dong y|dong y tiep tuc|dong y roi|da dong y|toi co dong y|vang dong y|"
        "dong y voi thong bao|dong y a|toi dong y tiep tuc|hoan toan dong y|i agree|agree|i consent|agree and continue",
        by="|",
    )
)
_REFUSAL = frozenset(
    listed(
        "khong dong y|chua dong y|toi khong dong y|toi chua dong y|em khong dong y|em chua dong y|khong|"
        "tu choi|i do not agree|do not agree|not agree|i dont agree|disagree|decline",
        by="|",
    )
)

_COMMANDS: dict[str, str] = {
    "cancel": "huy|huy bo|thoi khong gui nua|khong gui nua|huy di|huy bao cao|huy bao cao nay|huy lenh|thoat|"
    "thoat ra|thoi|thoi khong lam nua|"
    "thoi bo di|"
    "khong lam nua|khong bao nua|bo di|bo|dung lai|ngung|ngung lai|cancel|stop|exit|quit|abort|thoi huy|thoi vay",
    "back": "quay lai|quay ve|ql|truoc|cau truoc|ve cau truoc|ve truoc|tro lai|tro ve|lui|lui lai|lui mot cau|"
    "back|go back|"
    "previous|buoc truoc|quay lai cau truoc|ve lai cau truoc|sua cau truoc|sua lai cau truoc|tro lai cau truoc|"
    "quay lai buoc truoc|<|<<|←",
    "skip": "bo qua|bo qua cau nay|bq|skip|qua|qua cau nay|cho qua|bo cau nay|khong tra loi|next question|bo "
    "qua di|qua cau khac|sang cau khac|bo o nay",
    "later": "de sau|thoi de sau|de sau di|luc khac|khi khac|mai lam tiep|lam sau|lat nua|de lat|de mai|sau|tam "
    "dung|luu lai|luu nhap|"
    "later|finish later|"
    "0|so 0|de khi khac|ban roi|de luc khac|hom khac|chieu lam tiep",
    "menu": "menu|menu chinh|mo menu|mo menu chinh|trang chu|ve menu|ve trang chu|main menu|start|bat dau|home|"
    "xem menu|ve dau",
    "help": "help|tro giup|giup|giup voi|giup toi|giup em|giup minh|xem tro giup|huong dan|hd|huong dan su dung|"
    "hoi|get help|"
    "huong dan giup|cach dung|cach su dung|lam the nao|lam sao|chi giup|khong biet lam",
    "restart": "lam lai|lam lai tu dau|bat dau lai|nhap lai|nhap lai tu dau|restart|reset|start over|tu dau|lai "
    "tu dau|lam moi",
    "done": "xong|xong roi|xong phan minh chung|xong cau nay|het|het roi|done|finish|finished|hoan thanh|du roi|"
    "chi co the|chi vay thoi|the thoi|vay thoi|the la het",
    "next": "tiep|tiep theo|tiep tuc|next|xem tiep|trang sau|sang trang|more|continue|con nua",
}
_PHRASES = {phrase: command for command, phrases in _COMMANDS.items() for phrase in phrases.split("|")}
_NOTHING = re.compile(
    r"(?:em |toi |truong )?(?:khong|chua) (?:co|thay)?(?: (?:gi|minh chung|anh|hinh|giay to|so lieu|ket qua|so|"
    r"tep|file|ai|them|ca|het))*"
    r"|none|nothing|na|n a|khong|none yet"
)
_NAMES = frozenset({"huy", "bo", "hoi", "sau", "qua"})
_OTHER_WORDS = frozenset(listed("sáu quà quá quả hội hồi hôi bộ bố bó bơ bò thổi hạc tiệp"))
_LONGEST_COMMAND = 40
_AROUND = re.compile(
    r"^(?:(?:em |toi |minh )?(?:muon|xin|cho(?: em| toi)?) )|(?: (?:giup|gium|dum|ho))(?: em| "
    r"toi| minh)?$"
)


def yes_no(text: str) -> bool | None:
    """True, False, or None when the answer is not certain: "chắc là có" and "hình như rồi" are no answers."""
    if any(sign in text for sign in _THUMBS_UP) or any(sign in text for sign in _THUMBS_DOWN):
        return None if plain(text) else any(sign in text for sign in _THUMBS_UP)
    words = bare(text)
    if words in _YES:
        return True
    if words in _NO:
        return False
    if _UNSURE.search(words):
        return None
    if _DONE.fullmatch(words):
        return True
    return False if _NOT_DONE.fullmatch(words) else None


def consent(text: str) -> bool | None:
    """Consent as the law wants it, said in so many words: "đồng ý"; "ok", "uk", "có" are None and asked again.

    Law 91/2025/QH15: consent is voluntary and clear, silence is none (DOMAIN §12).
    """
    words = bare(text)
    if words in _CONSENT:
        return True
    return False if words in _REFUSAL else None


_AGREED = _CONSENT | frozenset(
    {"roi", "da roi", "co roi", "da hoi va dong y", "deu dong y", "dong y het", "ca ba dong y"}
)
_NOT_ASKED = frozenset(
    {"chua hoi", "chua", "chua hoi y kien", "chua kip hoi", "de hoi", "de hoi da", "hoi sau", "se hoi"}
)
_UNNAMED = frozenset(
    {"khong muon neu ten", "khong", "khong neu ten", "khong dong y", "giau ten", "khong muon", "an danh", "viet tat"}
)


def naming(text: str) -> str | None:
    """May a person be named in public: ``agreed``, ``not_asked``, ``unnamed``; None for anything less than clear."""
    words = bare(text)
    for value, phrases in (("agreed", _AGREED), ("not_asked", _NOT_ASKED), ("unnamed", _UNNAMED)):
        if words in phrases or words.removeprefix("ca nha ") in phrases:
            return value
    return None


def navigation(text: str, *, optional: bool = False, person: bool = False) -> str | None:
    """The command a short message is, or None: a sentence is never one ("hủy buổi chào cờ vì mưa" is a deed).

    ``back``, ``skip``, ``cancel``, ``later``, ``menu``, ``help``, ``restart``, ``done``, ``next``. In an ``optional``
    question "không có minh chứng" skips it. Where a ``person`` is asked for, "Huy" without marks is a name.
    """
    if len(text) > _LONGEST_COMMAND:
        return None
    words = fold(text).strip(" .,!…").removeprefix("/").split("@")[0]
    short = bare(words)
    if tidy(text).lower() in _OTHER_WORDS:
        return None
    if tidy(text).lower().strip(" .!") in {"dừng", "dừng lại", "đóng"}:
        return "cancel"
    short = _AROUND.sub("", short)
    found = _PHRASES.get(words) or _PHRASES.get(short) or _PHRASES.get(plain(words))
    if found and person and (words in _NAMES or short in _NAMES):
        return found if _typed_with_mark(text, words) else None
    if found is None and optional and _NOTHING.fullmatch(short):
        return "skip"
    return found


def _typed_with_mark(text: str, words: str) -> bool:
    return not text.isascii() or text.strip().startswith("/") or text.strip().lower() != words


POLITE = listed("so cau chon cai muc y phuong an nut")
"""Words before the number of a choice: "số 2", "câu 2", "chọn 2"."""


def wants_none(text: str) -> bool:
    """Whether a short answer says that there is none of what is asked for: "không", "không có", or skipping it."""
    return yes_no(text) is False or navigation(text, optional=True) == "skip"
