"""Who may teach whom: the models that labs let write, theirs and those of others."""

from collections.abc import Mapping, Sequence
from math import inf

from agents.writing import Teacher
from worlds.config.groups import Member
from worlds.config.schema import Lab


class Faculty:
    """The models that may teach: of each lab its last generation, of a group the one with its best model so far.

    A group is many labs, of whose models nobody would choose another than the best, so that one search for a teacher
    does not go through all of them.
    """

    def __init__(self, labs: Mapping[str, Lab]) -> None:
        """Begin without any.

        Args:
            labs: what the world says of labs, by section.
        """
        self._labs = labs
        self._taught: dict[str, Sequence[Teacher]] = {}
        self._best: dict[str, float] = {}
        self._known: dict[str, list[Teacher]] = {}

    def take(self, member: Member, loss: float, teachers: Sequence[Teacher]) -> bool:
        """Take in the models of a generation, and return whether they may teach now.

        Args:
            member: who released them.
            loss: that of the best of them [nat/token].
            teachers: the models.
        """
        if member.size > 1 and loss >= self._best.get(member.group, inf):
            return False
        self._best[member.group], self._taught[member.group] = loss, teachers
        self._known.clear()
        return True

    def of(self, member: Member) -> list[Teacher]:
        """Return the models of others that may write for a lab: open ones, and those that it has a licence for."""
        if member.name not in self._known:
            self._known[member.name] = self._of(member)
        return self._known[member.name]

    def _of(self, member: Member) -> list[Teacher]:
        """Return the models of others that may write for a lab now, by the names of those."""
        return [
            teacher
            for name, taught in sorted(self._taught.items())
            for teacher in taught
            if name != member.name
            and (self._labs[name].release == "open" or member.group in self._labs[name].licensees)
        ]
