"""The campaign and the calendar of the service, read once for tests of rules."""

from pathlib import Path

from documents.importers import read_campaign_file, read_holidays
from domain.calendar import Calendar

ROOT = Path(__file__).parents[2] / "campaigns"
CAMPAIGN = read_campaign_file(ROOT / "hai-phong-2025" / "campaign.toml")
CALENDAR = Calendar(read_holidays((ROOT / "holidays.csv").read_bytes()))
