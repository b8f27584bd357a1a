"""Until when personal data of a campaign may be kept (DOMAIN §12; the notice names the months)."""

import calendar
from datetime import date

from domain.campaigns import Campaign


def ends_on(campaign: Campaign) -> date:
    """The day from which reports are kept without words and photos: so many months after the final review."""
    last = max(campaign.end, campaign.reporting.final_review or campaign.end)
    months = last.year * 12 + last.month - 1 + campaign.retention_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))
