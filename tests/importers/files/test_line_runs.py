from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.importers.files.line_runs import LineRuns

LINES = st.lists(st.integers(1, 60), unique=True).map(sorted)


@given(LINES, st.lists(st.integers(0, 30), max_size=3).map(sorted), st.integers(0, 62))
def test_lines_kept_as_runs_are_the_lines_however_they_come(
    lines: list[int], cuts: list[int], sought: int
) -> None:
    bounds = [0, *(min(cut, len(lines)) for cut in cuts), len(lines)]
    runs = LineRuns.of([lines[start:stop] for start, stop in pairwise(bounds)])
    assert len(runs) == len(lines)
    assert [runs[at] for at in range(len(lines))] == lines
    assert runs.between(0, len(lines)).tolist() == lines
    assert runs.position(sought) == (lines.index(sought) if sought in lines else None)
    assert runs.insertion(sought) == sum(line < sought for line in lines)
