"""What zones tells the layers above it, which it does not know."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.dispatch import Signal

# Sent after commit when something that the public can see has changed.
# `sender` is the model's class; `instance` is the page, or None after a change of many.
content_changed = Signal()

# Sent inside the transaction of a move in a page's life, so that a listener may write to an outbox.
# Arguments: `instance`, `move`, `by`, `note`.
page_moved = Signal()

_held_back = ContextVar("held_back", default=False)


def is_held_back():
    """Whether somebody announces many changes together, and indexes them together too."""
    return _held_back.get()


def announce(page):
    """Tell the caches and the search index of one page, once the transaction is safe."""
    if not is_held_back():
        transaction.on_commit(lambda: content_changed.send_robust(type(page), instance=page))


def announce_many(model):
    """Tell of a change to many pages, or to what many pages draw on, once the transaction is safe.

    What is committed is committed: a listener that fails is logged and stops neither
    the others nor the answer to whoever saved.
    """
    transaction.on_commit(lambda: content_changed.send_robust(model, instance=None))


@contextmanager
def announced_together(model):
    """Whatever happens to pages inside is announced by one message: indexing each would take minutes.

    Whoever uses it rebuilds the search index afterwards.
    """
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)
    announce_many(model)
