"""A nomination in words: a line of a list, the dossier, what the rules find and which principles hold."""

from collections.abc import Mapping
from datetime import date

from domain.awards.nominations import Nomination
from domain.awards.principles import Check
from domain.awards.rules import DECREE, DISSOLVED, Finding
from domain.campaigns import Campaign
from domain.messages import Json
from domain.unit_names import short_name
from handlers.awards.dossiers import Dossier
from texts.catalogue import Words, capital, shortened

MOST = {"summary": 220, "reason": 250, "said": 160, "name": 60, "position": 60, "movement": 40}
"""Letters of people's own words that a message shows."""
_OF_LAW = {DECREE: "decree", DISSOLVED: "dissolved"}


def who(nomination: Nomination) -> str:
    """As in "cô Hạnh, giáo viên, tổ Toán"."""
    parts = (shortened(nomination.subject_name, MOST["name"]), shortened(nomination.position, MOST["position"]))
    return ", ".join(part for part in parts if part)


def movement(words: Words, campaign: Campaign, code: str) -> str:
    """The movement's short name; of the ad-hoc way, that there is none."""
    name = next((one.short_name for one in campaign.movements if one.code == code), "")
    return name or words("nomination.no_movement")


def label(words: Words, campaign: Campaign, nomination: Nomination) -> str:
    """What is asked for, in short."""
    if nomination.route == "adhoc":
        return words("nomination.adhoc_short")
    form = campaign.form(nomination.form)
    return form.button if form else ""


def line(words: Words, campaign: Campaign, nomination: Nomination, today: date, unit: str = "") -> str:
    """One line of a list; what should have been answered by now says so."""
    parts = [f"{words('nomination.code', number=nomination.id)}", shortened(nomination.subject_name, MOST["name"])]
    parts += [short_name(unit)] if unit else []
    parts += [label(words, campaign, nomination), words(f"nomination.state_{nomination.state}")]
    if nomination.due_on and nomination.due_on < today and nomination.state == "at_office":
        parts.append(words("nomination.past_due", n=(today - nomination.due_on).days))
    return " · ".join(parts)


def met(words: Words, nomination: Nomination) -> str:
    """As in "Họp ngày 25/04/2025: đồng ý 96,5% (85/88), có mặt 88/92"."""
    day, present, favour = nomination.met_on, nomination.present, nomination.in_favour
    if day is None or present is None or favour is None:
        return words("nomination.not_met")
    rate = words.percent(favour * 1000 // present if present else 0)
    told = {"rate": rate, "favour": favour, "present": present, "members": nomination.members or 0}
    return words("nomination.met", day=words.day(day), **told)


def deeds(words: Words, numbers: tuple[int, ...]) -> str:
    """As in "G-1284, G-1290"."""
    return ", ".join(words("nomination.deed", number=number) for number in numbers) or words("nomination.no_deed")


def dossier(words: Words, campaign: Campaign, one: Dossier) -> str:
    """The nomination as whoever decides reads it."""
    nomination = one.nomination
    key = "nomination.adhoc_card" if nomination.route == "adhoc" else "nomination.card"
    return words(
        key,
        number=nomination.id,
        who=who(nomination),
        unit=one.unit_name,
        form=campaign.form_name(nomination.form),
        movement=shortened(movement(words, campaign, nomination.movement), MOST["movement"]),
        summary=shortened(nomination.summary, MOST["summary"]),
        met=met(words, nomination),
        deeds=deeds(words, tuple(report.basis.id for report in one.reports)),
        state=words(f"nomination.state_{nomination.state}"),
        due=words("nomination.due", day=words.weekday(nomination.due_on)) if nomination.due_on else "",
    )


# -- what rules and principles say -------------------------------------------------------------------------------------


def clause(words: Words, code: str) -> str:
    """As in "mục III.1 của Kế hoạch", or the law by its name."""
    if code in _OF_LAW:
        return words(f"nomination.law_{_OF_LAW[code]}")
    return words("nomination.clause", clause=code)


def values(words: Words, campaign: Campaign, told: Mapping[str, Json]) -> dict[str, object]:
    """The values of a finding as they are written."""
    written: dict[str, object] = dict(told)
    for name, value in told.items():
        if name in {"ended", "day"} and value:
            written[name] = words.day(date.fromisoformat(str(value)))
        elif name == "movements" and isinstance(value, list):
            written[name] = words.listed([movement(words, campaign, str(code)) for code in value])
        elif name == "movement":
            written[name] = movement(words, campaign, str(value))
        elif name == "clause":
            written[name] = clause(words, str(value))
        elif name == "act":
            written[name] = words(f"nomination.act_{value}")
    return written


def finding(words: Words, campaign: Campaign, one: Finding) -> str:
    """Why a rule warns, refuses or asks, with the clause."""
    told = values(words, campaign, {**one.values, "clause": one.clause})
    return words(f"nomination.rule_{one.rule}_{one.key}", **told)


def check(words: Words, campaign: Campaign, one: Check) -> str:
    """One principle: that it holds, or what is missing, or that its time comes later."""
    name = words(f"nomination.principle_{one.principle}")
    if one.holds:
        return words("nomination.holds", principle=name)
    told = values(words, campaign, one.values)
    key = words.first(f"nomination.missing_{one.principle}_{one.key}", f"nomination.rule_{one.key}")
    why = capital(words(key, **told))
    return words("nomination.missing" if one.holds is False else "nomination.later", principle=name, why=why)
