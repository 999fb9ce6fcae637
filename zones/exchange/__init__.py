"""Zones and news in and out of files, by one path for commands and the admin.

A file is checked as a whole before anything is written; what is wrong is told by row and
column; and the same file a second time changes nothing. `docs/exchange.md` describes the formats.
"""

from .articles import import_articles
from .rates import import_rates
from .reach import Reach
from .report import Difference, Note, Problem, Report
from .sources import import_sources
from .zones import import_zone_records, import_zones

__all__ = [
    "Difference",
    "Note",
    "Problem",
    "Reach",
    "Report",
    "import_articles",
    "import_rates",
    "import_sources",
    "import_zone_records",
    "import_zones",
]
