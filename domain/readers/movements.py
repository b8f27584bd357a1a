"""Which emulation movement a story or an answer belongs to; the campaign gives the names, this file the topics."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.readers.choices import pick, position
from domain.vietnamese import plain


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement of the campaign: code, exact name, other names; ``umbrella`` is the campaign itself."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    umbrella: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest movement, how sure (0 to 1), and the three likeliest in order."""

    code: str
    confidence: float
    top: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether it may be offered as a guess without a question of its own."""
        return self.confidence >= _SURE


_SURE = 0.6
_NAMED, _STRONG, _WEAK = 6.0, 3.0, 1.5

_TOPICS: dict[str, tuple[str, str]] = {
    "chuyen doi so": (
        (
            r"chuyen doi so|so hoa|bai giang (?:so|dien tu|ai|e ?learning|tuong tac)|hoc lieu so|kho hoc lieu|tri "
            r"tue nhan tao|ai|chatgpt|"
            r"phan mem|lop hoc so|lop hoc thong minh|stem|e ?learning|day hoc truc tuyen|hoc ba so|thu vien so|"
            r"robot|lap trinh|chatbot|"
            r"(?:viet|lam|tao|thiet ke|xay dung) (?:ra )?(?:\d+ |mot )?(?:app|ung dung|trang web|website)|"
            r"nen tang so|man hinh (?:led|tuong tac)|bang tuong tac|chu ky so|khong dung tien mat|ma qr|(?:ti ?vi|"
            r"thiet bi|phong hoc|lop hoc) (?:day hoc|thong minh|lop hoc)|so diem dien tu|hoc truc tuyen"
        ),
        (
            r"ti ?vi|may tinh|may chieu|truc tuyen|online|ung dung|app|cong nghe|dien tu|video|website|trang web|"
            r"internet|wifi|zalo|so|excel|google|youtube|bang tinh|truc tiep tren mang|qua mang"
        ),
    ),
    "cai cach hanh chinh": (
        (
            r"cai cach hanh chinh|thu tuc hanh chinh|thu tuc|mot cua|dich vu cong|nhan ho so|nop ho so|ho so (?:lop "
            r"\d|tuyen sinh|truc tuyen)|"
            r"cong khai (?:tuyen sinh|tuyen|thu tuc|quy trinh)|rut ngan (?:thoi gian|quy trinh)|giam (?:giay to|"
            r"thoi gian|thu tuc|ho so|so sach)|"
            r"khong phai xep hang|phieu hen|hen ngay tra|cap (?:phat )?(?:bang|giay)|tra ket qua|luong xu ly|5 ro|"
            r"don gian hoa"
        ),
        r"tuyen sinh|ho so|cong khai|quy trinh|giay to|xep hang|van thu|so sach",
    ),
    "van hoa cong so": (
        (
            r"van hoa cong so|ung xu|noi cong cong|cong so|giao tiep (?:lich su|van minh|than thien)|trang phuc|"
            r"dong phuc cong so|"
            r"no nu cuoi|nu cuoi|tiep (?:dan|phu huynh|cong dan)|khong hut thuoc|gio giac|le phep voi phu huynh|quy "
            r"tac ung xu|"
            r"xanh sach dep|truong xanh|khong khoi thuoc|tac phong|niem no|thai do phuc vu|phuc vu (?:tan tinh|"
            r"chu dao)|tan tinh|chu dao|don tiep|nep song van minh"
        ),
        r"van minh|thai do|phuc vu|lich su|than thien|thai do|ky cuong",
    ),
    "nha hu hong": (
        (
            r"mai am|xoa nha|nha (?:tam|dot nat|hu hong|xuong cap|tinh nghia|tinh thuong|dai doan ket|cong doan|"
            r"nhan ai|moi)|"
            r"(?:xay|sua|dung|lop|lam|sua chua|xay dung|chua) (?:lai )?(?:mai |\d{1,2} |ngoi |can |mot |hai |ba "
            r")*nha(?! truong| ve sinh| da nang| xe| an| kho)|"
            r"nha o|ngoi nha|can nha|dot nat"
        ),
        r"can|(?<!den )(?<!ve )(?<!tai )(?<!o )nha(?! truong)",
    ),
    "nguoi ngheo": (
        (
            r"nguoi ngheo|ho ngheo|can ngheo|hoc sinh ngheo|ban ngheo|(?:hoan canh )?(?:dac biet )?kho khan|"
            r"hoan canh|vuot kho|mo coi|heo dat|"
            r"lon dat|ao am|qua tet|"
            r"vung (?:lu|bao|kho)|dong bao|bao lu|mien trung|nuoi (?:em|hoc sinh)|do dau|con nuoi|hoc bong|quy "
            r"(?:tu thien|vi|khuyen hoc|tinh thuong)|"
            r"quyen gop|ung ho|tu thien|am long|nhan ai|giay vun|ke hoach nho|gay quy|suat qua|tang qua|bua com|"
            r"suat an|tre em ngheo|"
            r"phu dao mien phi|(?:day|hoc|kem) (?:them |kem )?(?:free|mien phi|khong lay tien)|mien phi|neo don|"
            r"khuyet tat|sach vo cu|(?:tang|trao|\d+ chiec) (?:\d+ )?(?:chiec )?xe dap|suat hoc bong|cho que|"
            r"phien cho|lanh dum|chat doc da cam"
        ),
        r"vung (?:sau|cao|xa)|giup do|tang|san se|chia se|giup|trao|ngay luong|gop",
    ),
    "nong thon moi": (
        (
            r"nong thon moi|ntm|xay dung nong thon|duong (?:lang|lien thon|thon)|co so vat chat (?:xa|nong thon)|ve "
            r"sinh moi truong (?:xa|thon)|"
            r"hien dat|xa dat chuan|thon|duong hoa|thap sang duong que|trang truong chuan|tieu chi (?:so )?(?:5|14|"
            r"truong hoc)"
        ),
        r"nong thon|xa|huyen|lang|que",
    ),
    "nghi quyet dai hoi": (
        (
            r"nghi quyet|dai hoi dang bo|chuan quoc gia|truong chuan|kiem dinh|hoc sinh gioi|hsg|giai (?:quoc gia|"
            r"quoc te|nhat|nhi|ba|thanh pho)|"
            r"huy chuong|olympic|(?:cong tac|nang luc|doi moi|can bo) quan ly|chat luong giao duc|ty le (?:tot "
            r"nghiep|do)|thu khoa|dien hinh tien tien|"
            r"chien si thi dua|bang khen|"
            r"tot nghiep|diem (?:cao|thi|chuan)|dung dau|vuot chi tieu (?:chat luong|giao duc)|pho cap|doi moi quan "
            r"ly|ket qua (?:cao|xuat sac)|hoi giang|giao vien gioi"
        ),
        r"chat luong|thanh tich|danh hieu|cong nhan|dat chuan|mui nhon|doi tuyen",
    ),
}
"""Phrase by which the campaign's own name of a movement is known → strong and weak words of its deeds, all folded."""

_GENERAL = (
    (
        r"nhat (?:duoc|dc)|tra (?:lai )?(?:cua roi|nguoi mat|vi|tien)|tra lai|duoi nuoc|cuu (?:nguoi|ban|duoc|song|"
        r"em|lan luot)|cuu|hien (?:duoc |tang )?(?:\d{1,3} don vi )?mau|"
        r"don vi mau|giot mau|bao so|khac phuc (?:hau qua|thien tai)|don dep|bam (?:dao|truong|ban|lop)|dao|tan tuy|"
        r"hoi khoe|the thao|van nghe|"
        r"dong dien|hoi thi|den on dap nghia|liet si|thuong binh|me viet nam|nghia trang|an toan giao thong|chay no|"
        r"so cuu|dung cam|trung thuc|"
        r"trong cay|moi truong|tinh nguyen|ngoai dao|nhieu nam|gan bo|nguoi mat|trinh bao|bao cong an|truot chan|"
        r"roi xuong|keo (?:len|vao) bo|dap lua|chay nha|tai nan|cap cuu|het long|tan tam|nhan duoc|danh mat|de quen"
    ),
    r"tuyen truyen|ky niem|chao mung|hoat dong|tham gia|phong trao",
)
_UNKNOWN = re.compile(
    r"(?:em |toi )?(?:khong|chua) (?:biet|ro|chac|hieu)(?: .{0,40})?|(?:thuoc )?cai nao|khong thuoc cai nao|"
    r"chung|phong trao chung|"
    r"de so (?:phan loai|chon|quyet)|so phan loai|tuy so|khac|cai nao cung duoc|khong co|khong thuoc phong trao "
    r"nao|chiu"
)


def _compiled(words: tuple[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong, weak = words
    return re.compile(rf"(?<!\w)(?:{strong})(?!\w)"), re.compile(rf"(?<!\w)(?:{weak})(?!\w)")


_PATTERNS = {anchor: _compiled(words) for anchor, words in _TOPICS.items()}
_ANYWHERE = _compiled(_GENERAL)


@lru_cache(maxsize=256)
def _called(movement: Movement) -> tuple[str, ...]:
    """All names of a movement as they are compared, the exact one first."""
    names = (_spoken(movement.name), *(_spoken(alias) for alias in movement.aliases))
    return tuple(dict.fromkeys(name for name in names if name))


_WRITTEN_OUT = {
    "nq": "nghi quyet",
    "xvi": "16",
    "xvii": "17",
    "vh": "van hoa",
    "hc": "hanh chinh",
    "dh": "dai hoi",
    "cs": "cong so",
}
_LEADING = re.compile(r"^(?:(?:pt|phong trao|thi dua|pttd|cai|thuoc) )+(?=\w{2})")


def _spoken(text: str) -> str:
    words = " ".join(_WRITTEN_OUT.get(word, word) for word in plain(text).split())
    return words if words == "phong trao chung" else _LEADING.sub("", words)


def _weight(text: str, patterns: tuple[re.Pattern[str], re.Pattern[str]]) -> float:
    strong, weak = patterns
    return _STRONG * len(set(strong.findall(text))) + _WEAK * min(2, len(set(weak.findall(text))))


_OF_HOUSES = re.compile(
    r"(?<!\w)(?:ho ngheo|(?:ho )?can ngheo|(?:hoan canh )?(?:dac biet )?kho khan|hoan canh|quyen gop|ung ho|gop)(?!\w)"
)
"""Words of the poor that stand in the very name of the movement for their houses: they tell nothing between the two."""


def _told_for(anchor: str, text: str) -> str:
    is_house = _PATTERNS["nha hu hong"][0].search(text) is not None
    return _OF_HOUSES.sub(" ", text) if anchor == "nguoi ngheo" and is_house else text


def _score(movement: Movement, text: str) -> float:
    names = _called(movement)
    said = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)
    anchor = next((anchor for anchor in _PATTERNS if any(anchor in name for name in names)), "")
    if movement.umbrella:
        return _WEAK / 2 + _weight(text, _ANYWHERE) + _NAMED * said
    return (_weight(_told_for(anchor, text), _PATTERNS[anchor]) if anchor else 0.0) + _NAMED * said


def guess(story: str, movements: Sequence[Movement]) -> Guess:
    """The movement of a story; the campaign itself with confidence 0 where hardly a word speaks for any."""
    text = _spoken(story)
    scored = sorted(
        ((_score(movement, text), -index, movement) for index, movement in enumerate(movements)), reverse=True
    )
    best, second = scored[0][0], scored[1][0] if len(scored) > 1 else 0.0
    confidence = 0.0 if best <= _WEAK else best / (best + second)
    umbrella = next((movement.code for movement in movements if movement.umbrella), scored[0][2].code)
    return Guess(
        scored[0][2].code if confidence else umbrella, round(confidence, 3), tuple(item[2].code for item in scored[:3])
    )


def pick_movement(text: str, movements: Sequence[Movement]) -> str | None:
    """The code an answer names, by name or alias, abbreviated or with slips; "k biết thuộc cái nào" is the campaign.

    None when it names none, or several. Numbers belong to the buttons shown: use :func:`domain.readers.choices.pick`.
    """
    words = _spoken(text)
    exact = {movement.code for movement in movements if words in _called(movement)}
    if len(exact) == 1:
        return exact.pop()
    if position(text) is not None or not any(char.isalpha() for char in words):
        return None
    if _UNKNOWN.fullmatch(plain(text)):
        return next((movement.code for movement in movements if movement.umbrella), None)
    named = _naming(words, movements)
    if named:
        return named.pop() if len(named) == 1 else None
    options = [(movement.code, name) for movement in movements for name in (movement.name, *movement.aliases)]
    return pick(text, options)


def called(text: str, movements: Sequence[Movement]) -> tuple[str, ...]:
    """The codes of which a phrase is the code, the name or an alias, and nothing more."""
    words, code = _spoken(text), text.strip().upper()
    return tuple(one.code for one in movements if one.code == code or (words and words in _called(one)))


def _naming(words: str, movements: Sequence[Movement]) -> set[str]:
    """Codes of movements whose name the answer holds, or whose name holds the answer (two words at least)."""
    return {
        movement.code
        for movement in movements
        for name in _called(movement)
        if f" {name} " in f" {words} " or (" " in words and f" {words} " in f" {name} ")
    }
