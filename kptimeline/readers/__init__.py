"""Files in, articles out: one module a format, chosen by content, then by name (formats.py)."""

from kptimeline.readers.files import read_path, read_stream
from kptimeline.readers.reject import Reject
from kptimeline.readers.walk import walk

__all__ = ["Reject", "read_path", "read_stream", "walk"]
