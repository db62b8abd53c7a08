"""Large documents printed in parts: one tag tree, right numbers, the same bytes, and only what changed is printed."""

import re
from collections import Counter
from io import BytesIO

import pikepdf  # noqa: TID253  # what it joined is looked into
import pypdfium2
import pytest
from pdfua import validate
from PIL import ImageChops

from reports.documents import Heading, Paragraph
from reports.exports import faces, pdf, press
from tests.reports.nations import Shelf, nation
from tests.reports.samples import plan
from tests.reports.test_pdf import bangla_words, pdfium, poppler

BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


@pytest.fixture(scope="module")
def shelf():
    """The shelf on which both plans were put."""
    return Shelf()


@pytest.fixture(scope="module")
def english(shelf):
    """The English plan, printed."""
    return press.draw(nation("en"), shelf)


@pytest.fixture(scope="module")
def bangla(shelf):
    """The Bangla plan, printed."""
    return press.draw(nation("bn"), shelf)


@pytest.fixture(params=["en", "bn"])
def printed(request):
    """The plan in either language."""
    return request.getfixturevalue({"en": "english", "bn": "bangla"}[request.param])


def opened(printed):
    """The joined file."""
    return pikepdf.open(BytesIO(printed.content))


def elements(node):
    """The elements under one of the tag tree, with the marked contents beside them."""
    for kid in node.get("/K", pikepdf.Array()):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)


def marked(page):
    """Every marked piece of a page: its tag, and its number where it has one; and what lies outside of any."""
    open_, found, bare = [], [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            number = (
                operands[1].get("/MCID")
                if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary)
                else None
            )
            open_.append((str(operands[0]), number))
            found.append(open_[-1])
        elif name == "EMC":
            open_.pop()
        elif name in {"Tj", "TJ", "f", "S", "Do", "B"} and not open_:
            bare += 1
    return found, bare


class TestSameDocument:
    def test_gives_the_same_bytes_from_the_shelf_and_without_it(self, english, shelf):
        kept = shelf.kept
        assert press.draw(nation("en"), shelf).content == english.content
        assert shelf.kept == kept
        assert press.draw(nation("en"), Shelf()).content == english.content

    def test_prints_only_the_part_with_the_edited_row_again(self, english, shelf):
        kept, found = shelf.kept, shelf.found
        changed = press.draw(nation("en", edited=2), shelf)
        assert (shelf.kept - kept, shelf.found - found) == (
            1,
            5,
        )  # three parts, annex, page numbers
        assert changed.content != english.content
        assert changed.content == press.draw(nation("en", edited=2), Shelf()).content

    def test_shows_what_the_plain_print_shows(self, english):
        plain = pdf.draw(nation("en"))
        assert english.cells == plain.cells
        assert english.pages == plain.pages
        both = [Counter(poppler(one.content).split()) for one in (english, plain)]
        assert both[0] == both[1]


class TestTags:
    def test_one_tree_with_language_title_and_no_finding(self, printed, request):
        with opened(printed) as file:
            assert file.Root.MarkInfo.Marked
            assert str(file.Root.Lang) in {"en", "bn"}
            assert str(file.docinfo["/Title"]) == nation(str(file.Root.Lang)).title
            assert file.Root.ViewerPreferences.DisplayDocTitle
            assert b"pdfuaid" in file.Root.Metadata.read_bytes()
            assert [str(one.S) for one in file.Root.StructTreeRoot.K] == ["/Document"]
        findings = validate(BytesIO(printed.content)).findings
        told = {"ERROR", "WARNING"}
        assert [one.message for one in findings if one.severity.name in told] == []

    def test_every_mark_of_every_page_belongs_to_its_element(self, printed):
        with opened(printed) as file:
            nums = list(file.Root.StructTreeRoot.ParentTree.Nums)
            tree = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
            assert list(tree) == sorted(set(tree))
            known = {one.objgen for one in elements(file.Root.StructTreeRoot.K[0])}
            for page in file.pages:
                parents = tree.pop(int(page.StructParents))
                found, bare = marked(page)
                numbers = [int(number) for _tag, number in found if number is not None]
                assert bare == 0
                assert sorted(numbers) == list(range(len(parents)))
                for number in numbers:
                    assert parents[number].objgen in known
                    assert number in [int(kid) for kid in parents[number].K if isinstance(kid, int)]
                    assert parents[number].Pg.objgen == page.obj.objgen
                for link in page.get("/Annots", []):
                    assert tree.pop(int(link.StructParent)).objgen in known
            assert tree == {}

    def test_each_cell_names_the_heads_of_its_own_page(self, printed):
        with opened(printed) as file:
            found = list(elements(file.Root.StructTreeRoot.K[0]))
            heads = {str(one.ID): one for one in found if "/ID" in one}
            assert len(heads) == sum("/ID" in one for one in found)
            named = [one for one in found if one.S == "/TD" and "/Headers" in one.A]
            assert named
            for cell in named:
                for name in cell.A.Headers:
                    assert heads[str(name)].Pg.objgen == cell.Pg.objgen

    def test_elements_know_their_parents(self, printed):
        with opened(printed) as file:
            whole = file.Root.StructTreeRoot.K[0]
            assert all(one.P.objgen == whole.objgen for one in whole.K)


class TestPages:
    def test_contents_name_the_page_and_lead_there(self, english):
        pages = poppler(english.content, "-layout").split("\f")
        printed = re.findall(r"^ *(\S.*?) {3,}(\d+)$", pages[1], re.M)
        with opened(english) as file:
            names = list(file.Root.Names.Dests.Names)
            dests = zip(names[::2], names[1::2], strict=True)
            targets = {str(name): dest[0].objgen for name, dest in dests}
            numbers = {page.obj.objgen: str(number) for number, page in enumerate(file.pages, 1)}
            found = [
                (str(one.Contents), numbers[targets[str(one.Dest)]]) for one in file.pages[1].Annots
            ]
            links = list(
                dict.fromkeys(found)
            )  # a line is several boxes, each of which can be clicked
            addresses = [link for page in file.pages for link in page.get("/Annots", [])]
            assert not [link for link in addresses if "/A" in link]
        headings = [one for one in nation("en").numbered() if isinstance(one.block, Heading)]
        assert [title for title, _page in links] == [
            f"{one.number} {one.block.text}".strip() for one in headings
        ]
        assert links == printed
        assert all(title in pages[int(number) - 1] for title, number in links)

    def test_bookmarks_follow_the_headings(self, printed):
        with opened(printed) as file:
            document = nation(str(file.Root.Lang))
            with file.open_outline() as outline:
                found = [(1, item.title) for item in outline.root[:1]]
                for item in outline.root[1:]:
                    found += [(1, item.title), *((2, one.title) for one in item.children)]
        headings = [one for one in document.numbered() if isinstance(one.block, Heading)]
        assert [level for level, _title in found[1:]] == [one.block.level for one in headings]
        for (_level, title), one in zip(found[1:], headings, strict=True):
            assert title.endswith(one.block.text)

    def test_every_page_but_the_cover_has_head_foot_and_number(self, bangla):
        document = nation("bn")
        pages = poppler(bangla.content).split("\f")[:-1]
        total = str(bangla.pages).translate(BANGLA_DIGITS)
        assert len(pages) == bangla.pages
        for number, page in enumerate(pages[1:], 2):
            digits = re.findall("[\u09e6-\u09ef]+", page)
            assert str(number).translate(BANGLA_DIGITS) in digits
            assert total in digits
            assert page.count(document.digest()) == 1
            assert document.title in page
            assert document.mark in page
        assert document.digest() in pages[0]

    def test_the_number_stands_where_the_plain_print_has_it(self, printed):
        with opened(printed) as file:
            plain = pdf.draw(nation(str(file.Root.Lang))).content
        for page in (1, 4):
            other = foot(plain, page)
            difference = ImageChops.difference(foot(printed.content, page), other)
            assert difference.getextrema()[1] < 60

    @pytest.mark.parametrize("read", [poppler, pdfium])
    def test_every_bangla_word_is_found_again(self, read, bangla):
        document = nation("bn")
        texts = [str(one.cell.value) for one in document.cells()]
        texts += [one.text for one in document.blocks if isinstance(one, Heading | Paragraph)]
        assert bangla_words(" ".join(texts)) - bangla_words(read(bangla.content)) == set()


def foot(content, page):
    """The right end of the foot of a page as drawn: its number, without the digest, which differs."""
    with pypdfium2.PdfDocument(content) as file:
        image = file[page].render(scale=2).to_pil().convert("L")
    width, height = image.size
    return image.crop((width * 3 // 4, height * 9 // 10, width, height))


class TestChecks:
    def test_a_kept_part_that_says_something_else_does_not_leave(self, english, shelf):
        forged = Shelf()
        forged.parts = {
            key: pdf.Printed(part.content, dict.fromkeys(part.cells, "4711"), part.pages)
            for key, part in shelf.parts.items()
        }
        with pytest.raises(faces.FaceMismatch):
            press.draw(nation("en"), forged)

    def test_progress_rises_and_a_wish_to_stop_is_heard(self):
        told = []
        shelf = Shelf()

        def progress(done, total):
            told.append((done, total))
            if done > 50:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            press.draw(nation("en", rows=3), shelf, progress)
        assert told == sorted(told)
        assert 1 <= shelf.kept < 5

    def test_a_document_without_parts_goes_the_plain_way(self):
        assert not press.in_parts(plan("en"))
        assert press.in_parts(nation("en"))
