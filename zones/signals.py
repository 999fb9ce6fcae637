"""What zones tells the layers above it, which it does not know."""

from django.dispatch import Signal

# Sent after commit when something that the public can see has changed.
# `sender` is the model's class; `instance` is the page, or None after a change of many.
content_changed = Signal()

# Sent inside the transaction of a move in a page's life, so that a listener may write to an outbox.
# Arguments: `instance`, `move`, `by`, `note`.
page_moved = Signal()
