"""A document as data: sections of paragraphs, lists, tables, commands and pictures, all of it plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.pictures.picture import Picture


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True)
class Listing:
    """Things that are told one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers.

    Attributes:
        header: what each column is called.
        rows: their cells.
        caption: what the table shows.
        right: the columns that hold numbers, by their place.
        folded: whether it is long, and opened by who wants it.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    right: frozenset[int] = frozenset()
    folded: bool = False


@dataclass(frozen=True)
class Commands:
    """What is typed into a terminal, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A picture with its caption."""

    picture: Picture


Block = Paragraph | Listing | Table | Commands | Shown


@dataclass(frozen=True)
class Section:
    """A part of a document under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes:
        title: of all of it.
        abstract: what it found, in a sentence or two.
        sections: in their order.
        colophon: by what it was made.
    """

    title: str
    abstract: str
    sections: tuple[Section, ...]
    colophon: str

    @property
    def pictures(self) -> Iterator[Picture]:
        """Every picture, in the order in which they are numbered."""
        return (block.picture for part in self.sections for block in part.blocks if isinstance(block, Shown))


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], caption: str, *, words: int = 1, folded: bool = False
) -> Table:
    """Return a table whose first columns hold words and all others numbers.

    Args:
        header: what each column is called.
        rows: their cells.
        caption: what the table shows.
        words: how many columns hold words.
        folded: whether it is opened by who wants it.
    """
    right = frozenset(range(words, len(header)))
    return Table(tuple(header), tuple(map(tuple, rows)), caption, right, folded)


def parts(*sections: Section | None) -> tuple[Section, ...]:
    """Return the sections that have anything in them."""
    return tuple(one for one in sections if one is not None and one.blocks)
