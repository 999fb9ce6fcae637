"""The records of zones and news. One file per concern; import from here."""

from .article import Article, GalleryPicture
from .assignment import ZoneEditor
from .change import Change
from .event import Target, ZoneEvent
from .fact import Fact, Qualifier, Quantity
from .image import Image, Rendition
from .indicator import Indicator
from .media import Document, ZonePhoto
from .old_address import OldAddress
from .place import City, Province
from .policy import ExchangeRate, FactGroup, PlausibleRange, ReviewInterval
from .presence import Presence
from .profile import Area, Connection, Cost, Desk, Firm, Incentive, IndustryRole, Site
from .publishing import (
    MOVES,
    EditMove,
    IllegalMove,
    Move,
    PageEvent,
    PreviewLink,
    Publishable,
    PublishableQuerySet,
    Stage,
    TrashMove,
)
from .reference import (
    ConnectionKind,
    CostKind,
    IndicatorKind,
    Industry,
    IndustryLabel,
    Level,
    Reference,
    Section,
    Topic,
    Unit,
    ZoneType,
)
from .revision import PendingEdit, Revision
from .search_entry import SearchEntry
from .source import Source
from .trashed import Trashed
from .zone import RESERVED_SLUGS, Status, Zone, ZoneName, ZoneRelation

__all__ = [name for name in dir() if name[0].isupper()]
