"""Until when personal data of a campaign may be kept (DOMAIN §12; the notice names the months)."""

import calendar
from datetime import date

from domain.campaigns import Campaign


def last_day(campaign: Campaign) -> date:
    """The last day on which the campaign still works: its end, or the final review after it."""
    return max(campaign.end, campaign.reporting.final_review or campaign.end)


def ends_on(campaign: Campaign) -> date:
    """The day from which reports are kept without words and photos: so many months after the final review."""
    last = last_day(campaign)
    months = last.year * 12 + last.month - 1 + campaign.retention_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))
