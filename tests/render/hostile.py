"""Text that would do harm in one format or another."""

from hypothesis import strategies as st

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</title></textarea></svg><svg/onload=alert(1)>",
    "<!-- --><?php ?><![CDATA[",
    "javascript:alert(1)",
    'https://example.com/"><script>alert(1)</script>',
    "&lt;script&gt; &#x6A;avascript:",
    "\x00\x1b[2J\u202eevil\u2066\ufeff",
    "\ud800 lone",
    "[x](javascript:alert(1)) **bold** `code` # no\n\n# heading\n---\n1. one",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT; a,b\\",
]
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec=None), max_size=30),
    st.text("<>\"'&/=-! scripton", max_size=30),
    st.text("*_`[]()#\\<>!~|\n ab1.+-", max_size=30),
)
