"""PDF files by hand, as small as they can be."""


def pdf(pages, about=None, *, contents=None):
    """The bytes of a PDF whose pages have these lines, and what it says of itself."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(count))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page, lines in enumerate(pages):
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * page)
        )
        drawn = contents or b"BT /F1 12 Tf 14 TL 50 780 Td " + b" ".join(map(_shown, lines)) + b" ET"
        parts.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream")
    if about:
        parts.append(
            b"<< " + b" ".join(f"/{name} ({value})".encode() for name, value in about.items()) + b" >>"
        )
    raw, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    info = b"/Info %d 0 R " % len(parts) if about else b""
    return (
        raw
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R " % (len(parts) + 1)
        + info
        + b">>\nstartxref\n%d\n%%%%EOF\n" % len(raw)
    )


def _shown(line):
    for sign in "\\()":
        line = line.replace(sign, f"\\{sign}")
    return b"(" + line.encode("cp1252") + b") Tj T*"
