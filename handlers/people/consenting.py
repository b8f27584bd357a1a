"""What everybody who comes in is asked first: consent by a clear act, a name, a form of address."""

from collections.abc import Mapping

from domain.forms import Answers, Asking, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.people import TITLES
from domain.readers.answers import consent
from domain.readers.who import introduced
from handlers.context import Context

IF_AGREED: dict[str, Json] = {"agreed": True}


def read_consent(text: str, asking: Asking) -> Answers:
    """Yes or no in so many words, to the version of the notice that was shown (Law 91/2025/QH15)."""
    if text == "read_full":
        raise Mistake("full_notice", version=asking.facts["notice_version"])
    agreed = {"agree": True, "refuse": False}.get(text)
    agreed = consent(text) if agreed is None else agreed
    if agreed is None:
        raise Mistake("consent_unclear")
    return {"agreed": agreed, "notice": asking.facts["notice_version"]}


def read_name(text: str, asking: Asking) -> Answers:
    """The name, with the form of address and the group of the school where they are said."""
    found = introduced(text, asking)
    title = found.get("honorific")
    group = {"group": found["group"]} if "group" in found else {}
    return {"name": found["name"], **group, **({"title": title} if title in TITLES else {})}


def read_title(text: str, asking: Asking) -> Answers:
    """The form of address alone."""
    if text in TITLES:
        return {"title": text}
    title = introduced(f"{text} {asking.answers.get('name', '')}", asking).get("honorific")
    if title not in TITLES:
        raise Mistake("title_unclear")
    return {"title": title}


CONSENT = Question(
    "consent", ("agreed", "notice"), read_consent, offers=(("agree",), ("read_full", "refuse")), counted=False
)
NAME = Question("name", ("name",), read_name, when=IF_AGREED, counted=False)
TITLE = Question("title", ("title",), read_title, when=IF_AGREED, offers=(("co", "thay", "chi", "anh"),), counted=False)


def notice(ctx: Context, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The gaps of the notice and of the questions after it."""
    channel = ctx.talk.address.channel
    return {
        "notice_version": ctx.campaign.notice_version,
        "months": ctx.campaign.retention_months,
        "route": ctx.words(ctx.words.first(f"form.join.route_{channel}", "form.join.route_other")),
        "name": str(answers.get("name", "")),
    }
