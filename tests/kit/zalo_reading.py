"""Reads what can be typed under a Zalo message, as its reader does: numbers with their labels, and words."""

import re
from dataclasses import dataclass, field

from texts.catalogue import Catalogue

_CATALOGUE = Catalogue.load()
_HEAD = re.compile(
    r"[ \n](?:Gõ số:|Gõ các số, ví dụ: 1 3|Type a number:|Type the numbers\. Example: 1 3)\n(?=1 )"
    r"|\n(?=Hoặc gõ: |Or type: |Gõ \d+(?:–\d+)? để \w+ · |Type \d+(?:–\d+)? to \w+ · "
    r"|Gõ 0 để mở menu chính\.$|Type 0 for the main menu\.$)"
)
_ITEM = re.compile(r"(\d+) (.+)")
_RANGE = re.compile(r"(?:Gõ|Type) (\d+)(?:–(\d+))? (?:để|to) (\w+)")
_ONLY_MENU = ("Gõ 0 để mở menu chính.", "Type 0 for the main menu.")
_OR = ("Hoặc gõ: ", "Or type: ")
_NAMED = re.compile(r"(?:gõ|type) (\d) (?:để|to) ")


def _words() -> dict[str, set[str]]:
    """What may be typed for a label in place of a number, by the catalogue."""
    found: dict[str, set[str]] = {}
    for texts in _CATALOGUE.texts.values():
        for key, word in texts.items():
            if key.startswith("typed."):
                name = key.removeprefix("typed.")
                for other in (f"choice.{name}", "choice.files_done_evidence", "choice.files_done_paper"):
                    if other in texts and (name == "done" or other == f"choice.{name}"):
                        found.setdefault(texts[other], set()).add(word)
    return found


_TYPED = _words()


@dataclass(slots=True)
class Footer:
    """A message apart: what it says, and by what its choices are typed."""

    body: str
    numbers: dict[str, str] = field(default_factory=dict)
    """Label or word by number."""
    words: list[str] = field(default_factory=list)
    verb: str = ""
    many: bool = False
    lines: tuple[int, int] = (0, 0)

    def typed_for(self, label: str) -> str | None:
        """What its reader types to choose that; None when it is not offered."""
        own = {label, label[:1].lower() + label[1:], *_TYPED.get(label, ())}
        for number, said in self.numbers.items():
            if said in own:
                return number
        for word in self.words:
            if word in own:
                return word
        opened = re.fullmatch(r"(\w+) (\d+)", label)
        if opened and opened[1].lower() == self.verb and self.lines[0] <= int(opened[2]) <= self.lines[1]:
            return opened[2]
        last = self.body.rsplit("\n", 1)[-1]
        if word := next((one for one in _TYPED.get(label, ()) if f'"{one}"' in last), None):
            return word
        named = _NAMED.search(last)
        return named[1] if named and not self.numbers and not self.words else None

    def misfit(self, labels: list[str]) -> str:
        """Why it does not offer exactly these; "" when it does."""
        if self.many:  # whoever types several numbers is done
            labels = [label for label in labels if label not in _TYPED_DONE]
        for label in labels:
            if self.typed_for(label) is None:
                return f"[{label}] cannot be typed"
        if [number for number in self.numbers if number != "0"] != [
            str(at) for at in range(1, len([one for one in self.numbers if one != "0"]) + 1)
        ]:
            return f"numbers in disorder: {self.numbers}"
        offered = len(self.numbers) + len(self.words) + (self.lines[1] - self.lines[0] + 1 if self.verb else 0)
        is_extra_menu = bool(self.verb) and not any(self.typed_for(label) == "0" for label in labels)
        named = bool(labels) and not offered
        if not named and offered - is_extra_menu != len(labels):
            return f"offers {self.numbers} {self.words} for {labels}"
        return ""


_TYPED_DONE = {texts["choice.done"] for texts in _CATALOGUE.texts.values()}


def read(text: str) -> Footer:
    """Take a message apart."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        return Footer(text)
    # Acts in words may follow the numbers: the footer begins with the first head of the last run of lines.
    head = next((one for one in heads if "Gõ số" in one[0] or "Gõ các" in one[0] or "Type" in one[0]), heads[-1])
    footer = Footer(text[: head.start()], many="1 3" in head[0])
    for line in text[head.end() :].split("\n"):
        _read_line(footer, line)
    return footer


def _read_line(footer: Footer, line: str) -> None:
    if line in _ONLY_MENU:
        footer.numbers["0"] = line.removesuffix(".").split(" mở " if line.startswith("Gõ") else " the ")[1]
        return
    if match := _RANGE.match(line):
        footer.verb, footer.lines = match[3], (int(match[1]), int(match[2] or match[1]))
        line = line[match.end() :].removeprefix(" · ")
    for start in _OR:
        line = line.removeprefix(start)
    for part in line.split(" · "):
        if item := _ITEM.fullmatch(part):
            footer.numbers[item[1]] = item[2]
        elif part:
            footer.words.append(part)
