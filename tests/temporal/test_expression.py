"""The expression language: parsing, printing, and refusing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.temporal.expression import Expr, ExpressionError, parse, to_text

names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
expressions = st.recursive(
    names.map(Expr),
    lambda inner: st.builds(
        Expr,
        names,
        st.lists(inner | st.integers(-(10**8), 10**8) | st.text(max_size=8), min_size=1, max_size=3).map(
            tuple
        ),
    ),
    max_leaves=8,
)


@given(expressions)
def test_print_then_parse_is_the_same(expr):
    assert parse(to_text(expr)) == expr


@pytest.mark.parametrize(
    ("text", "column"),
    [("", 1), ("last(", 6), ("last(month(10)", 15), ("last(month(10)))", 16), ("Last", 1), ("5", 1),
     ("last(,)", 6), ("last(month 10)", 12), ('event("x)', 7), ("last;drop", 5)],
)  # fmt: skip
def test_refused_with_column(text, column):
    with pytest.raises(ExpressionError, match=f"column {column}:"):
        parse(text)


def test_depth_is_bounded():
    with pytest.raises(ExpressionError, match="nested deeper"):
        parse("last(" * 10_000 + "day" + ")" * 10_000)
