"""The editors' screens: Django's admin, grouped as a reader meets the content.

Models that appear only inside a zone's page have no entry of their own.
"""

from . import articles, history, lists, media, people, places, policy, sources, trash, zones  # noqa: F401
