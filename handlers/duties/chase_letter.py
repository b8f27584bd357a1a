"""The letter that urges late units: drafted here, completed, checked and signed by a person (DOMAIN §7, §9)."""

from domain.drawn import DOCX
from domain.letters import Basis, ChaseLetter, LateEntry, Letterhead
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.reminders import LateUnit
from domain.rights import need
from handlers.context import Answer, Context, act
from handlers.duties import reminding
from handlers.intentions import Intention
from handlers.wanted import Wanted
from storage import audit, drawings
from storage.duties import obligations, obliged
from texts.catalogue import Words, capital
from texts.official import LANGUAGE


async def draft(ctx: Context) -> Answer:
    """[See the draft]: it is drawn up beside the batches, from who is late at that moment."""
    scope = need(ctx.person, "decide_plan")
    owed = await _owed(ctx, int(ctx.args[0]))
    chat, language = ctx.talk.address.key, ctx.words.language
    await drawings.ask(ctx.store, ctx.now, scope.person, chat, language, "letter", [owed.id])
    audit.note(ctx.store, ctx.now, scope.person, "letter_drafted", f"obligation:{owed.id}")
    return ctx.say("chase_letter.coming", [["menu"]])


async def _owed(ctx: Context, row: int) -> Obligation:
    owed = await obligations.get(ctx.store, row)
    if owed is None or owed.campaign != ctx.house.campaign_id:
        raise Mistake("duty_gone")
    return owed


async def letter(ctx: Context, marks: list[int]) -> Wanted:
    """The .docx and what is said with it: how many units its annex names, and that a person signs."""
    scope = need(ctx.person, "decide_plan")
    owed = await _owed(ctx, marks[0])
    late = await obliged.late_within(ctx.store, owed, owed.branch or ctx.house.root, ctx.now, scope)
    name = reminding.duty_name(ctx.words, owed)
    not_made = ctx.say("chase_letter.not_made", [["menu"]])
    if not late.units:
        return Wanted(None, ctx.say("chase_letter.none", [["menu"]], Duty=capital(name)), "", DOCX)
    official, plan = ctx.house.catalogue.words(LANGUAGE), ctx.campaign.plan
    of = ctx.campaign.letter
    head = Letterhead(of.superior, plan.issuer, of.symbol, plan.place, plan.signer_title, of.room, of.phone, of.mail)
    basis = Basis(plan.number, plan.symbol, plan.issued, plan.abstract)
    units = tuple(_entry(official, one) for one in late.units)
    thing = ChaseLetter(head, basis, owed.name, owed.due, ctx.now.today, late.obliged, units)
    rows = [[ctx.button("late_units", act("overdue", owed.id, 0), n=len(units))], [ctx.button("menu")]]
    reply = ctx.say("chase_letter.ready", rows, n=ctx.words.number(len(units)), day=ctx.words.day(ctx.now.today))
    return Wanted(thing, reply, ctx.words("chase_letter.file"), DOCX, not_made)


def _entry(words: Words, one: LateUnit) -> LateEntry:
    note = reminding.hindered(words, one) if one.hindrance else ""
    return LateEntry(one.name, one.above, one.times, note)


ACTIONS = (Intention("chase_letter", draft, verb="decide_plan"),)
