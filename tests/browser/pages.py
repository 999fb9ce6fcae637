"""The pages that are looked at one by one, by a name for the test's report."""

PUBLIC = {
    "home": "/",
    "finder": "/zones/",
    "finder, filtered": "/zones/?province=liaoning&type=htdz",
    "finder, nothing found": "/zones/?q=qqqqqq",
    "profile": "/zones/shenyang-high-tech-industrial-development-zone/",
    "open data": "/zones/data/",
    "shortlist": "/zones/shortlist/?zone=shenyang-high-tech-industrial-development-zone&zone=suzhou-industrial-park&q=ningbo",
    "shortlist, empty": "/zones/shortlist/",
    "comparison": "/zones/compare/?zone=shenyang-high-tech-industrial-development-zone&zone=suzhou-industrial-park&currency=USD&area=mu",
    "comparison, one zone": "/zones/compare/?zone=suzhou-industrial-park&q=ningbo",
    "article": "/media-center/edz-news/shenyang-high-tech-zone-plays-its-role/",
    "media center": "/media-center/",
    "section": "/media-center/edz-news/",
    "search": "/search/?q=shenyang",
    "search, empty": "/search/",
    "form": "/start-your-business/",
    "not found": "/no-such-page/",
}
STAFF = {
    "admin": ("/admin/", "editor"),
    "articles": ("/admin/zones/article/", "editor"),
    "new article": ("/admin/zones/article/add/", "editor"),
    "zones": ("/admin/zones/zone/", "editor"),
    "inbox": ("/inbox/", "officer"),
}


def in_chinese(path: str) -> str:
    return f"/zh-hans{path}"
