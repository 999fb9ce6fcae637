"""The records of inquiries. One file per concern; import from here."""

from ..clock import DueKind
from ..states import Moderation, Outcome, Priority, Status
from .contact import Contact
from .event import InquiryEvent
from .follow_link import FollowLink
from .holiday import Holiday
from .inquiry import Inquiry
from .message import Attachment, Message
from .outbox_mail import OutboxMail
from .queues import QUEUES, InquiryQuerySet
from .step import IllegalStep, Stale
