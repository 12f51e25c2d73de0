"""Where pages say what they are: the names of their metadata, best first. Data, no decisions."""

from __future__ import annotations

# (attribute, value) of <meta>, whose `content` is the day of publication. Names are compared in small letters.
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "dd:published_time",
    "datepublished",
    "publication_date",
    "published_time",
    "published-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article:published",
    "article:create",
    "article_date_original",
    "bt:pubdate",
    "ptime",
    "originalpublicationdate",
    "citation_publication_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc:date.issued",
    "dcterms:issued",
    "dc.date.published",
    "dc.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "dc.date",
    "dc:date",
    "dcsext.articlefirstpublished",
    "prism.publicationdate",
    "rnews:datepublished",
    "date",
)

UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "og:article:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "revised",
)

OUTLET = (
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "copyright-holder",
)
TITLE = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "citation_title")
AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "citation_author",
)
LANGUAGE = ("content-language", "dc.language", "language", "og:locale")

# Names in `class` and `id` of what surrounds a story: others' words, others' stories, the site itself.
NOT_THE_STORY = (
    r"comment(?!ar)|disqus|respond|repl(?:y|ies)\b|discussion|guestbook|related|recommend|read-?more|more-?(?:on|news|stor)"
    r"|most-?(?:read|popular|viewed)|trending|popular|latest|sidebar|side-?bar|widget|archive|newsletter|promo"
    r"|teaser|breadcrumb|navigation|navbar|menu|(?<!post-)(?<!entry-)(?<!article-)footer|copyright|cookie|consent|banner|masthead|weather|clock"
)
# Words in `class`, `id` or label of a time that is the one of a change.
OF_A_CHANGE = r"updat|modif|revis|edited|correct|수정|mis[ _-]?à[ _-]?jour|actualis"

_ERROR_PAGE = (
    r"\b(?:error|http|status)\W{0,3}(?:403|404|410|50[0-3])\b|\bpage (?:was )?not found\b|^access denied"
    r"|\b(?:403|404|410|50[0-3])\W{1,3}(?:not found|forbidden|gone|error|bad gateway|service unavailable)\b"
    r"|\bpage you (?:requested|are looking for)\b"
)
# Pages that show words of their own in place of an article: two patterns that both occur, and what the page does.
WALLS = (
    (
        r"\b(?:we|our|this (?:web)?site)\b[^.]{0,80}\bcookies?\b",
        r"\bconsent|\baccept|\bprivacy\b|partners\b|settings\b",
        "asks for consent to cookies",
    ),
    (
        r"\b(?:enable|turn on) javascript|javascript (?:is (?:disabled|required)|to run)|\bcaptcha\b|not a robot|are human",
        r"browser|continue|verif|unusual|access|site|app\b|page",
        "asks to prove that a person reads it",
    ),
    (_ERROR_PAGE, r".", "is an error page"),
)
WALL_LENGTH = 1_500  # characters: a text that tells of a wall and goes on is a story about one
