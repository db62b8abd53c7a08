"""A part of a document by itself, with the numbers and addresses it has in the whole. Pure."""

from dataclasses import dataclass, replace

from reports.documents.document import Document, Numbered


@dataclass(frozen=True)
class Extract(Document):
    """What is printed by itself. Its digest changes with its own content and numbers, not with the rest."""

    numbers: tuple[tuple[str, str], ...] = ()  # number and anchor of each block

    def check(self) -> None:
        """The whole was checked; a part may well start with a heading of the second level."""

    def numbered(self) -> tuple[Numbered, ...]:
        """The blocks with the numbers of the whole."""
        return tuple(
            Numbered(block, number, anchor)
            for block, (number, anchor) in zip(self.blocks, self.numbers, strict=True)
        )


def extracts(document: Document) -> tuple[tuple[str, Extract], ...]:
    """The parts of a document with their keys; what stands before the first has the key "".

    Title, code and date stay out: they are printed by the whole, and a new draft number must not
    make every part another one.
    """
    return tuple(
        (
            key,
            Extract(
                kind=document.kind,
                title=key or document.kind,
                lang=document.lang,
                blocks=tuple(one.block for one in blocks),
                code="",
                cover=False,
                contents=False,
                numbers=tuple((one.number, one.anchor) for one in blocks),
            ),
        )
        for key, blocks in document.parts()
    )


def front(document: Document) -> Document:
    """The document without its blocks: what stands on the cover."""
    return replace(document, blocks=())
