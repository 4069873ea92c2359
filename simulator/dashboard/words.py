"""The first thing that the page says: when public text runs dry on each side, and what that changes."""

from collections.abc import Sequence

from simulator.dashboard.paired import shift
from simulator.pictures.sides import Side
from simulator.summary import Summary

PUBLIC = "exhaustion_year.public"
_SAME = 0.05
"""Years below which two dates are told as the same."""
_AGAINST = {"as shipped": "the world as shipped", "your assumptions": "your assumptions"}
_UNDER = {"as shipped": "in the world as shipped", "your assumptions": "under your assumptions"}
_ZH = {"as shipped": "原始世界", "your assumptions": "你的假设", "your policy": "你的政策", "": ""}


def in_words(summary: Summary, unit: str, side: Side) -> str:
    """Return an outcome as people read it: the median, and of many replications the middle 80 %."""
    end = side.loaded.world.end
    low, middle, high = (summary.quantiles[name] for name in ("q10", "q50", "q90"))
    if unit == "year":
        words = f"{middle:.1f}" if middle is not None else f"not before {end:g}"
        ends = [f"{one:.1f}" if one is not None else f"after {end:g}" for one in (low, high)]
    elif middle is None:
        return "-"
    else:
        words, ends = _number(middle, unit), [_number(one, unit) if one is not None else "-" for one in (low, high)]
    return f"{words} ({ends[0]} to {ends[1]})" if side.drawn and ends[0] != ends[1] else words


def _number(value: float, unit: str) -> str:
    """Return a number with the prefix that people read it by."""
    return f"{value / 1e12:,.4g} T" if unit == "token" else f"{value:.4g}"


def answer(sides: Sequence[Side]) -> list[str]:
    """Return sentences: when public text runs dry on each side, and by how much the last two differ."""
    lines = []
    for one in sides:
        whose = {"": "", "as shipped": "As shipped, ", "your assumptions": "Under your assumptions, "}.get(
            one.label, "Under your policy, "
        )
        sentence = f"{whose}public text {_when(one)}."
        lines.append(sentence[0].upper() + sentence[1:])
    if len(sides) > 1:
        lines.append(_change(sides[-2], sides[-1]))
    return lines


def _when(side: Side) -> str:
    """Return when public text runs dry, and how sure that is."""
    summary = side.summary.get(PUBLIC)
    if summary is None:
        return "is not read by any lab"
    end, middle = side.loaded.world.end, summary.quantiles["q50"]
    if summary.before_start == 1:
        return "had run dry by the start"
    words = f"runs dry in {middle:.1f}" if middle is not None else f"does not run dry before {end:g}"
    if not side.drawn:
        return words
    low, high = summary.quantiles["q10"], summary.quantiles["q90"]
    spread = f"80 % of {side.replications} futures: {low or end:.1f} to {f'{high:.1f}' if high else f'after {end:g}'}"
    return f"{words} ({spread})" if middle is not None or low is not None else words


def _change(before: Side, after: Side) -> str:
    """Return by how much the date has moved against another side, in words."""
    moved, than = shift(before, after, PUBLIC), _UNDER[before.label]
    if moved is None:
        return f"There is no date to compare with that {than}."
    sure = "" if moved.low is None else f" (90 % interval: {moved.low:+.2f} to {moved.high:+.2f} years)"
    if abs(moved.mean) < _SAME and moved.is_clear:
        return f"That is the same date as {than}, to {_SAME:g} years."
    if not moved.is_clear:
        return f"No clear difference from {_AGAINST[before.label]}: {moved.mean:+.2f} years{sure}."
    way = "later" if moved.mean > 0 else "earlier"
    return (
        f"On average that is {abs(moved.mean):.1f} years {way} than {than}{sure}."
        if sure
        else (f"That is {abs(moved.mean):.1f} years {way} than {than}.")
    )


def answer_zh(sides: Sequence[Side]) -> list[str]:
    """Return the same sentences in Chinese."""
    lines = [f"{_ZH[one.label]}{':' if one.label else ''}公共文本{_when_zh(one)}。" for one in sides]
    if len(sides) > 1:
        lines.append(_change_zh(sides[-2], sides[-1]))
    return lines


def _change_zh(before: Side, after: Side) -> str:
    """Return by how much the date has moved, in Chinese."""
    moved = shift(before, after, PUBLIC)
    if moved is None:
        return "没有可比较的日期。"
    sure = "" if moved.low is None else f"(90 % 区间:{moved.low:+.2f} 至 {moved.high:+.2f} 年)"
    if abs(moved.mean) < _SAME and moved.is_clear:
        return f"日期变化不到 {_SAME:g} 年。"
    if not moved.is_clear:
        return f"没有明显差别:{moved.mean:+.2f} 年{sure}。"
    return f"平均{'推迟' if moved.mean > 0 else '提前'} {abs(moved.mean):.1f} 年{sure}。"


def _when_zh(side: Side) -> str:
    """Return when public text runs dry, in Chinese."""
    summary = side.summary.get(PUBLIC)
    if summary is None:
        return "没有实验室在读"
    end, middle = side.loaded.world.end, summary.quantiles["q50"]
    if summary.before_start == 1:
        return "在开始之前已经耗尽"
    words = f"在 {middle:.1f} 年耗尽" if middle is not None else f"在 {end:g} 年之前不会耗尽"
    if not side.drawn or middle is None:
        return words
    low, high = summary.quantiles["q10"], summary.quantiles["q90"]
    ends = f"{low or end:.1f} 至 {f'{high:.1f}' if high else f'{end:g} 年以后'}"
    return f"{words}({side.replications} 个未来中的 80 %:{ends})"
