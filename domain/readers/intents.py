"""What a message wants outside any form: a command in everyday words, a story, or something to be asked about."""

import re
from typing import Literal, TypeAlias

from domain.readers.answers import navigation
from domain.vietnamese import bare, fold, plain

Intent: TypeAlias = Literal[
    "menu",
    "report",
    "mine",
    "plan",
    "summary",
    "missing",
    "progress",
    "remind",
    "announce",
    "review",
    "award",
    "council",
    "notices",
    "export",
    "export_report",
    "papers",
    "members",
    "search",
    "language",
    "privacy",
    "cancel",
    "help",
    "register",
    "delete_deed",
    "link",
    "file",
    "story",
    "unknown",
]
_COMMANDS: dict[str, Intent] = {
    "report": "report",
    "baocao": "report",
    "baoguong": "report",
    "plan": "plan",
    "kehoach": "plan",
    "mine": "mine",
    "cuatoi": "mine",
    "summary": "summary",
    "tonghop": "summary",
    "remind": "remind",
    "donduc": "remind",
    "dondoc": "remind",
    "nhac": "remind",
    "announce": "announce",
    "thongbao": "announce",
    "review": "review",
    "duyet": "review",
    "award": "award",
    "khenthuong": "award",
    "council": "council",
    "hoidong": "council",
    "notices": "notices",
    "congkhai": "notices",
    "export": "export",
    "xuat": "export",
    "members": "members",
    "thanhvien": "members",
    "search": "search",
    "tim": "search",
    "language": "language",
    "ngonngu": "language",
    "privacy": "privacy",
    "riengtu": "privacy",
    "cancel": "cancel",
    "huy": "cancel",
    "start": "menu",
    "menu": "menu",
    "help": "help",
    "trogiup": "help",
}
_SHORT = 9
"""Everyday commands are short; longer texts are stories unless they begin like a command."""

_LATE = (
    r"(?:chua|cham|con thieu|chua chiu)(?: \w+){0,3}? ?(?:nop|bao|gui|lam|ban hanh|xong|tra loi|co ke hoach|"
    r"xac nhan|phan hoi|co)"
)
_RULES: tuple[tuple[Intent, str, bool], ...] = (
    (
        "menu",
        (
            r"(?:xin )?chao(?: \w+){0,4}|hi|hello|helo|hey|alo+|a lo|menu(?: chinh)?|bat dau|trang chu|co ai "
            r"(?:o do )?khong|test"
        ),
        True,
    ),
    ("file", r"(?:lay |mo |xin )?(?:lai )?tep(?: lai| vua roi)?|file", True),
    ("link", r"(?:ma )?lk ?\d{3} ?\d{3}(?: a)?|noi (?:them )?(?:kenh|khung chat)(?: khac| moi| nua)?|link", True),
    (
        "mine",
        (
            r"(?:xem )?(?:bao cao |guong |bai )?(?:cua|ma) (?:toi|em|minh|mk)(?: (?:da gui|gui|den dau roi|the "
            r"nao roi))?|"
            r"(?:guong|bao cao) (?:cua )?(?:toi|em|minh)(?: .*)?|(?:sua|xem)(?: lai)? (?:guong|bao cao)(?: "
            r"(?:vua|da) .*| cu)?|xem (?:lai )?bao cao cua (?:toi|em|minh)|"
            r"my reports?"
        ),
        True,
    ),
    (
        "delete_deed",
        (
            r"(?:xoa|huy|rut|thu hoi|bo)(?: lai)? (?:cai )?(?:guong|bao cao|bai|tin)(?: nay| do| (?:em |"
            r"toi |minh )?(?:vua|moi)(?: roi)?(?: gui| bao| nop)?"
            r"| vua roi| cuoi| cuoi cung)?"
        ),
        True,
    ),
    ("remind", r"(?:gui )?(?:nhac|don doc|don duc|giuc|thuc)(?: nho)?(?: lai| viec)?(?: |$).*", True),
    (
        "missing",
        (
            rf".*(?:(?:truong|don vi|noi|ai|nhung|phong|cho) (?:nao |ma )?.*{_LATE}|danh sach (?:cac "
            rf")?(?:truong |don vi )?{_LATE}|{_LATE}.*(?:nao|bao nhieu)).*"
        ),
        True,
    ),
    (
        "progress",
        (
            r".*(?:bao nhieu (?:truong|don vi)|tien do|den dau roi|duoc bao nhieu (?:truong|don vi|phan tram)|"
            r"ti le|ty le (?:hoan "
            r"thanh|nop)).*"
        ),
        True,
    ),
    (
        "papers",
        (
            r"(?:soan|viet|du thao)(?: thao)? (?:ban )?(?:bao cao )?(?:so ket|tong ket|to trinh|bien ban)(?: .*)?|"
            r"soan van ban|"
            r"(?:xem |mo )?(?:cac )?van ban|(?:draft|write)(?: the| an?)? (?:interim|final) (?:review|report)(?: .*)?"
        ),
        True,
    ),
    (
        "export_report",
        (
            r"(?:cho (?:toi |em |minh )?)?(?:xin |xuat |tai |in |lap |lam )+(?:file |ban |tep "
            r")*(?:bao cao|word|so ket|tong ket)(?: .*)?"
        ),
        True,
    ),
    (
        "export",
        (
            r".*(?:excel|xlsx|csv|file|bang tinh|tep)(?: .*)?|(?:xuat|tai|(?:cho (?:em |toi )?)?xin)(?: ve| "
            r"xuong)? (?:danh sach|so "
            r"lieu|du lieu|tep|bang).*"
        ),
        True,
    ),
    (
        "summary",
        (
            r"(?:xem |cho (?:xem|toi xem|em xem) |coi )?(?:bao cao )?(?:tong hop|thong ke|so lieu|tinh hinh|"
            r"ket qua chung|bao cao nhanh)(?: .*)?"
        ),
        True,
    ),
    (
        "council",
        (
            r"(?:xem |mo |vao |ve )?(?:phong |phien )?(?:hop )?hoi dong(?: thi dua(?: khen thuong)?| tdkt)?|"
            r"(?:xem |mo )?phien hop(?: hoi dong)?|bo phieu(?: hoi dong)?|council"
        ),
        True,
    ),
    ("notices", r"(?:xem )?(?:danh sach )?(?:dang )?cong khai(?: khen thuong)?|open list", True),
    (
        "award",
        (
            r"(?:de nghi|xin|lam|lap|gui)(?: ho so)? (?:bang khen|giay khen|khen)(?: thuong)?(?: .*)?|khen "
            r"thuong|ho so khen(?: thuong)?"
        ),
        True,
    ),
    ("announce", r"(?:soan|gui|dang|ra|tao|lam) (?:\w+ )?thong bao(?: .*)?|thong bao", True),
    (
        "review",
        (
            r"(?:xem |mo )?(?:duyet|xet duyet|cho duyet|viec cho|bao cao cho|\d+ viec cho|\d+ bao cao)(?: "
            r".*)?"
        ),
        True,
    ),
    ("members", r"(?:xem |mo |danh sach )?thanh vien(?: .*)?", True),
    ("search", r"(?:tim|tim kiem|tra cuu|tra)(?: (?!nguoi|ra|duoc|lai|chu|thay).*)?", True),
    (
        "language",
        (
            r"(?:doi |chon |chuyen )?(?:sang )?(?:ngon ngu|tieng anh|tieng viet|english|vietnamese|"
            r"language)(?: .*)?"
        ),
        True,
    ),
    (
        "privacy",
        (
            r"(?:muc )?rieng tu|privacy|(?:xem|tai|xoa|sua)(?: het| toan bo)? (?:du lieu|thong tin)(?: ca "
            r"nhan)?(?: cua (?:toi|em|minh))?|"
            r"du lieu cua (?:toi|em|minh)|rut lai dong y|sua thong tin"
        ),
        True,
    ),
    (
        "register",
        (
            r"(?:em |toi |cho (?:em|toi) )?(?:muon |xin )?(?:dang ky|dang ki|dk|tham gia|xin vao|vao nhom|gia "
            r"nhap|nhap ma|"
            r"co ma moi)(?: .*)?"
        ),
        True,
    ),
    (
        "plan",
        (
            r"(?:bao |nop |gui |xem |sua |cap nhat )?(?:so )?ke hoach(?: thi dua)?(?: cua)?(?: (?:truong|don "
            r"vi))?(?: (?:minh|em|toi))?|"
            r"(?:truong |don vi )?(?:da|moi|vua) ban hanh ke hoach.*"
        ),
        True,
    ),
    (
        "report",
        (
            r"(?:em |toi )?(?:muon |can )?(?:bao|ke|gui|viet|nop|gioi thieu|them) (?:mot |1 |cai )?(?:guong|"
            r"viec tot|bao cao|nguoi tot|cau chuyen|bai)(?: (?:nguoi tot|"
            r"viec tot|moi|khac|thi dua|tot))*|bao cao(?: moi)?|guong(?: moi)?|bao guong khac|report"
        ),
        True,
    ),
)
_PATTERNS = tuple((intent, re.compile(pattern), short) for intent, pattern, short in _RULES)
_WAKING = re.compile(r"[\W_]*")
_FEWEST = 4


def intent(text: str) -> Intent:
    """What is wanted; ``story`` for a sentence that tells something, ``unknown`` for the rest (the menu)."""
    folded = fold(text).strip()
    if folded.startswith("/"):
        return _COMMANDS.get(re.split(r"[\s@]", folded[1:], maxsplit=1)[0], "unknown")
    if _WAKING.fullmatch(folded):
        return "unknown"
    words = bare(text)
    if len(words.split()) <= _SHORT:
        for candidate in (words, plain(text)):
            found = next((name for name, pattern, _ in _PATTERNS if pattern.fullmatch(candidate)), None)
            if found:
                return found
    command = navigation(text)
    if command in {"menu", "help", "cancel"}:
        return "menu" if command == "menu" else "help" if command == "help" else "cancel"
    return "story" if len(words.split()) >= _FEWEST else "unknown"
