"""The words by which people of a school are named: forms of address, roles, groups, subjects."""

import re

from domain.vietnamese import listed

HONORIFICS: dict[str, str] = {
    "co": "co",
    "co giao": "co",
    "c": "co",
    "thay": "thay",
    "thay giao": "thay",
    "t": "thay",
    "chi": "chi",
    "anh": "anh",
    "a": "anh",
    "em": "em",
    "e": "em",
    "be": "be",
    "chau": "be",
    "bac": "bac",
    "chu": "chu",
    "ong": "ong",
    "ba": "ba",
    "ban": "em",
    "dong chi": "",
    "d/c": "",
    "dc": "",
    "nguoi": "",
    "nam sinh": "em",
    "nu sinh": "em",
}
"""Folded forms of address → the code kept; comrades have none (CONVERSATIONS §1.2)."""

_MANAGER = (
    r"pho hieu truong|hieu truong|hieu pho|pht|ht|hp|can bo quan ly|cbql|ban giam hieu|bgh|pho giam doc|giam "
    r"doc|truong phong|"
    r"pho phong|pho truong phong|lanh dao truong"
)
_EMPLOYEE = (
    r"nhan vien|nv|ke toan|van thu|bao ve|thu vien|can bo y te|y te|lao cong|tap vu|cap duong|co nuoi|nuoi "
    r"duong|thiet bi|thu quy|"
    r"phuc vu|lai xe|giam thi|quan sinh|tap vu|dien nuoc|van phong|y ta"
)
_TEACHER = (
    r"giao vien chu nhiem|giao vien|gvcn|gv|chu nhiem|to truong(?: chuyen mon)?|to pho|ttcm|tong phu trach(?: "
    r"doi)?|tpt(?: doi)?|"
    r"bi thu doan(?: truong)?|giang vien|nha giao|co giao|thay giao|thay co(?: giao)?"
)
_PUPIL = (
    r"hoc sinh|hs|hoc tro|sinh vien|sv|nam sinh|nu sinh|doi vien|lop truong|lien doi truong|cac em|cac chau|tre em|tre"
)
_COLLECTIVE = (
    r"tap the|ca to|toan truong|ca truong|lien doi|chi doi|cong doan(?: truong| co so| nganh)?|doan truong|doan "
    r"thanh nien|chi doan|"
    r"chi bo|doi tuyen|cau lac bo|clb|hoi dong su pham|nha truong|ban dai dien(?: cha me hoc sinh)?|nhom(?: "
    r"giao vien| gv)|"
    r"hoi (?:chu thap do|cha me hoc sinh|khuyen hoc)|khoi (?:lop )?\d{1,2}"
)
ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for role, words in (
        ("collective", _COLLECTIVE),
        ("manager", _MANAGER),
        ("employee", _EMPLOYEE),
        ("teacher", _TEACHER),
        ("pupil", _PUPIL),
    )
)
"""Role codes and the folded words that say them, the stronger first."""

SUBJECTS: dict[str, str] = {
    "toan": "Toán",
    "van": "Văn",
    "ngu van": "Ngữ văn",
    "ly": "Lý",
    "vat ly": "Vật lý",
    "vat li": "Vật lí",
    "hoa": "Hóa",
    "hoa hoc": "Hóa học",
    "sinh": "Sinh",
    "sinh hoc": "Sinh học",
    "su": "Sử",
    "lich su": "Lịch sử",
    "dia": "Địa",
    "dia ly": "Địa lý",
    "dia li": "Địa lí",
    "anh": "Anh",
    "tieng anh": "Tiếng Anh",
    "ngoai ngu": "Ngoại ngữ",
    "tin": "Tin",
    "tin hoc": "Tin học",
    "the duc": "Thể dục",
    "td": "Thể dục",
    "gdcd": "GDCD",
    "gdqp": "GDQP",
    "am nhac": "Âm nhạc",
    "my thuat": "Mỹ thuật",
    "nhac": "Nhạc",
    "hoa sinh": "Hóa - Sinh",
    "ly hoa": "Lý - Hóa",
    "toan tin": "Toán - Tin",
    "toan ly": "Toán - Lý",
    "van su": "Văn - Sử",
    "su dia": "Sử - Địa",
    "van phong": "Văn phòng",
    "hanh chinh": "Hành chính",
    "cong nghe": "Công nghệ",
    "xa hoi": "Xã hội",
    "tu nhien": "Tự nhiên",
    "khtn": "KHTN",
    "khxh": "KHXH",
    "mau giao": "Mẫu giáo",
    "nha tre": "Nhà trẻ",
    "nuoi duong": "Nuôi dưỡng",
    "bao ve": "Bảo vệ",
    "cap duong": "Cấp dưỡng",
    "chuyen mon": "chuyên môn",
}
"""Folded names of subject groups → as written; these are no names of persons, so their marks are known."""

SURNAMES = frozenset(
    listed(
        "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh dao doan trinh truong mai "
        "lam luong luu cao ta "
        "to ha thai chu quach tong vuong nghiem khuc tang bach kieu"
    )
)
UNMARKED = frozenset(
    listed(
        "lan mai nga nam linh minh anh trang thu chi giang huy uyen lien loan oanh van xuan nhung my vy an "
        "quyen yen hoa ly "
        "thanh khanh nhi thao thuy tam son long khoa dung"
    )
)
ALWAYS_BARE = frozenset(listed("lan mai nga nam linh minh anh trang thu giang huy uyen liên lien loan oanh nhung quan"))
"""Given names that are written without a mark as a rule, so that nobody is asked for one."""

NOT_A_NAME = frozenset(
    listed(
        "o tai la va voi da dang se co khong cho giup day lam nhat cuu hien ung tang mua dua tra hoc sinh giao "
        "vien truong lop to "
        "khoi nam tuoi trong ngoai tren duoi cua cac nhung moi ngay hom thang tuan chieu sang toi trua den ve "
        "di duoc bi bo soan "
        "viet to chuc tu nay hs gv nv nguoi deu cung nhan vi tien thay co em chau be anh chi ba ong bac hai mot "
        "nha mn th thcs thpt "
        "ke toan bao ve thu y te pho hieu nuoi hop tham mo khi luc sau truoc qua dc d/c xay sua dan tim luon "
        "thuong hay rat "
        "mien phi phu dao xung phong tinh tiet kiem khuyen gop quyen dong phat thuc hien nghe thay"
    )
)
"""Folded words at which a name typed in small letters ends."""

_SPELLED = frozenset(listed("cô thầy chị anh em bé cháu bác chú ông bà bạn đ/c", by=None)) | {
    "cô giáo",
    "thầy giáo",
    "đồng chí",
    "nam sinh",
    "nữ sinh",
    "người",
}
_SHORT = frozenset(listed("c t a e đc đ/c"))


def is_address(typed: str, *, marks: bool) -> bool:
    """Whether letters typed are a form of address: "thầy" is, "thấy" is not, "ba" is three if marks are typed."""
    low = typed.lower()
    if low in _SPELLED or low in _SHORT:
        return True
    return low.isascii() and not marks
