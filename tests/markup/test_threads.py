"""A cell with a threaded comment: newer Excel shows the thread, older programs the note."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from lxml import etree

from partner_analytics.markup import annotate_workbook
from tests.markup.conftest import ORIGIN, mark, parts, rewritten

Annotate = Callable[..., Path]
THREADS = "xl/threadedComments/threadedComment1.xml"
PERSONS = "xl/persons/person.xml"
NAMESPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
KINDS = "http://schemas.microsoft.com/office/2017/10/relationships"
ROOT, DANA = "{11111111-2222-4333-8444-555555555555}", "{AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE}"


@pytest.fixture
def threaded(workbook: Path) -> Path:
    """The workbook with Dana's comment on D1 as a thread."""

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            return with_relation(content, "threadedComment", f"/{THREADS}")
        if name == "xl/_rels/workbook.xml.rels":
            return with_relation(content, "person", f"/{PERSONS}")
        if name == "xl/comments1.xml":
            note = b"[Threaded comment]\n\nComment:\n    Dana: north or south?"
            return content.replace(b"Dana: north or south?", note)
        return content

    thread = (
        f'<ThreadedComments xmlns="{NAMESPACE}"><threadedComment ref="D1" '
        f'dT="2025-03-12T09:00:00.00" personId="{DANA}" id="{ROOT}"><text>north or south?</text>'
        "</threadedComment></ThreadedComments>"
    )
    person = (
        f'<personList xmlns="{NAMESPACE}"><person displayName="Dana" id="{DANA}" userId="Dana" '
        'providerId="None"/></personList>'
    )
    return rewritten(workbook, change, **{THREADS: thread.encode(), PERSONS: person.encode()})


def with_relation(content: bytes, kind: str, part: str) -> bytes:
    relation = f'<Relationship Id="rIdT" Type="{KINDS}/{kind}" Target="{part}"/>'.encode()
    return content.replace(b"</Relationships>", relation + b"</Relationships>")


def replies(path: Path) -> list[etree._Element]:
    return list(etree.fromstring(parts(path)[THREADS]))[1:]


def note(path: Path) -> str:
    return openpyxl.load_workbook(path)["Terms"]["D1"].comment.text


def test_the_mark_is_a_reply_in_the_thread(threaded: Path, annotated: Annotate) -> None:
    (reply,) = replies(annotated(mark("D1", '"north"'), source=threaded))
    assert (reply.get("ref"), reply.get("parentId")) == ("D1", ROOT)
    assert reply[0].text == (
        'Found by partner-analytics:\nError: expected a percent, found "north". Write it like 35%.'
    )


def test_the_reply_comes_after_what_people_said(threaded: Path, annotated: Annotate) -> None:
    (reply,) = replies(annotated(mark("D1"), source=threaded))
    assert reply.get("dT") == "2025-03-12T09:00:01.00"


def test_who_replies_is_a_person_of_the_workbook(threaded: Path, annotated: Annotate) -> None:
    copy = annotated(mark("D1"), source=threaded)
    persons = {
        one.get("id"): one.get("displayName") for one in etree.fromstring(parts(copy)[PERSONS])
    }
    (reply,) = replies(copy)
    assert persons == {DANA: "Dana", reply.get("personId"): "partner-analytics"}


def test_its_ids_are_valid_and_the_same_each_time(threaded: Path, annotated: Annotate) -> None:
    first = [dict(one.attrib) for one in replies(annotated(mark("D1"), source=threaded))]
    again = [dict(one.attrib) for one in replies(annotated(mark("D1"), source=threaded))]
    assert first == again
    assert UUID(first[0]["id"]) != UUID(first[0]["personId"])


def test_the_note_in_its_stead_says_the_reply_too(threaded: Path, annotated: Annotate) -> None:
    text = note(annotated(mark("D1"), source=threaded))
    assert text.startswith("[Threaded comment]\n\nComment:\n    Dana: north or south?\nReply:\n")
    assert text.endswith("Write it like 35%.")


def test_a_cell_without_a_thread_gets_a_note(threaded: Path, annotated: Annotate) -> None:
    copy = annotated(mark("B2"), source=threaded)
    assert replies(copy) == []
    assert "expected a percent" in openpyxl.load_workbook(copy)["Terms"]["B2"].comment.text


def test_the_reply_is_taken_out_again_and_the_thread_stays(
    threaded: Path, annotated: Annotate, tmp_path: Path
) -> None:
    copy, mended = annotated(mark("D1"), source=threaded), tmp_path / "mended.xlsx"
    annotate_workbook(copy, mended, [], ORIGIN, earlier=[mark("D1")], problems_name="Problems")
    assert replies(mended) == []
    assert note(mended) == "[Threaded comment]\n\nComment:\n    Dana: north or south?"
