"""The rules in force: of several for one number the latest holds until it ends, then the one before."""

from worlds.config.values import Values


class Rules:
    """What rules set the numbers of a world to."""

    def __init__(self, stated: Values) -> None:
        """Begin without any.

        Args:
            stated: what the numbers are without a rule.
        """
        self._stated = stated
        self._in_force: dict[str, dict[str, float]] = {}

    def begin(self, path: str, rule: str, value: float) -> float:
        """Let a rule begin, on top of all others for its number, and return what that is now [base unit]."""
        rules = self._in_force.setdefault(path, {})
        rules.pop(rule, None)
        rules[rule] = value
        return value

    def end(self, path: str, rule: str) -> float:
        """End a rule, and return what its number is now [base unit]."""
        rules = self._in_force.get(path, {})
        rules.pop(rule, None)
        return next(reversed(rules.values()), self._stated.at(path))

    def without(self, path: str, rule: str) -> float:
        """Return what a number would be without a rule [base unit]."""
        others = [value for name, value in self._in_force.get(path, {}).items() if name != rule]
        return others[-1] if others else self._stated.at(path)

    def hold(self, path: str) -> bool:
        """Return whether any rule holds for a number."""
        return bool(self._in_force.get(path))
