"""RSS 2.0 and Atom with the whole story in them, so that a reader need not come to the site."""

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed


class FullTextRss(Rss201rev2Feed):
    """`content:encoded` of the RSS content module beside the description."""

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content:encoded", item["content"])


class FullTextAtom(Atom1Feed):
    """RFC 4287: the summary in short, the content in full."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html"})
