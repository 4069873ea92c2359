// A number that may be changed: a slider with a box beside it, its unit, range, meaning and source.

import { element } from "./build.mjs";
import { figure, isKnown, known, said, spoken, word } from "./words.mjs";

const STEPS = 200;
const FACTORS = { k: 1e3, M: 1e6, B: 1e9, T: 1e12, Q: 1e15 };

// Return a value of `22 T token` in the unit of a number; null where it has another one.
export function inUnit(text, number) {
  const found = /^\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(.*?)\s*$/i.exec(String(text));
  if (!found || !Number.isFinite(Number(found[1]))) return null;
  if (found[2] === number.unit) return Number(found[1]);
  const [given, wanted] = [scaled(found[2]), scaled(number.unit)];
  return given.base === wanted.base ? Number(found[1]) * given.factor / wanted.factor : null;
}

function scaled(unit) {
  if (unit === "%") return { base: "", factor: 0.01 };
  const [, prefix, base] = /^(?:([kMBTQ]) )?(.*)$/.exec(unit);
  return { base, factor: FACTORS[prefix] ?? 1 };
}

export function written(value, number) {
  return `${value} ${number.unit}`.trim();
}

// Return what a path is called in plain words, without the section that it stands in.
export function called(path) {
  const parts = path.replace(/\.value$/, "").split(".").map((part) => part.replaceAll("_", " "));
  return parts.slice(parts.length > 1 ? 1 : 0).join(" · ");
}

// The rows of all numbers on the page, of which several may be of the same number.
export class Rows {
  #shown = new Map(); // path -> what shows it anew

  // get(path) is the text it is set to, or null; set(path, text or null) changes it.
  constructor(get, set) {
    Object.assign(this, { get, set });
  }

  forget() {
    this.#shown.clear();
  }

  // Show one number anew wherever it stands, or all of them.
  show(path = null) {
    for (const [one, shows] of this.#shown) if (path === null || path === one) shows.forEach((show) => show());
  }

  // Mark the number that the server blames, and say why; null takes the mark away.
  blame(path, message) {
    for (const [one, shows] of this.#shown) shows.forEach((show) => show.blame(one === path ? message : ""));
    return this.#shown.has(path);
  }

  // Return the row of a number; `more` is what stands below it once it is changed.
  row(number, more = null) {
    const id = `n${Math.random().toString(36).slice(2)}`;
    const scale = scaleOf(number);
    const name = called(number.path);
    const slider = element("input", { type: "range", id, min: scale.low, max: scale.high, step: scale.step,
      "data-path": number.path, "aria-describedby": `${id}-means` });
    const box = element("input", { type: "number", step: "any", inputmode: "decimal",
      "data-path": number.path, "aria-label": `${name}, ${number.unit}`, "aria-describedby": `${id}-wrong` });
    const reset = element("button", { type: "button", class: "plain", title: word("reset-one"),
      "aria-label": `${word("reset-one")}: ${name}` }, "↺");
    const other = element("span", { class: "quiet" });
    const wrong = element("p", { class: "wrong", role: "alert", id: `${id}-wrong`, hidden: true });
    const below = element("div", {});
    const made = element("div", { class: "number" },
      element("label", { for: id, class: "called" }, name),
      element("div", { class: "turn" },
        element("div", { class: "track" }, slider, likely(number, scale)), box,
        element("span", { class: "unit" }, number.unit), reset),
      other, about(number, `${id}-means`), wrong, below);
    const change = (value) => this.set(number.path, value === number.value ? null : written(value, number));
    slider.addEventListener("input", () => change(scale.valueOr(number.value, Number(slider.value))));
    box.addEventListener("input", () => box.value !== "" && box.validity.valid && change(Number(box.value)));
    box.addEventListener("change", () => box.value === "" && this.set(number.path, null));
    reset.addEventListener("click", () => {
      this.set(number.path, null);
      slider.focus();
    });
    const show = () => {
      const text = this.get(number.path);
      const value = text === null ? number.value : inUnit(text, number);
      const at = value ?? number.value;
      slider.value = scale.place(at);
      slider.setAttribute("aria-valuetext", written(figure(at), number));
      if (document.activeElement !== box || Number(box.value) !== at) box.value = value === null ? "" : trimmed(value);
      other.textContent = value === null ? word("set-to", { text }) : "";
      made.classList.toggle("changed", text !== null);
      reset.style.visibility = text === null ? "hidden" : "visible";
      const open = below.childElementCount > 0;
      if (more && open !== (text !== null)) below.replaceChildren(...(open ? [] : [more(number)]));
    };
    show.blame = (message) => {
      wrong.hidden = !message;
      wrong.textContent = message;
      box.setAttribute("aria-invalid", Boolean(message));
      made.classList.toggle("blamed", Boolean(message));
    };
    show.made = made;
    const standing = (this.#shown.get(number.path) ?? []).filter((one) => one.made.isConnected);
    this.#shown.set(number.path, [...standing, show]);
    show();
    return made;
  }
}

function trimmed(value) {
  return String(Number(value.toPrecision(6)));
}

// Return how a slider maps to values: by logarithms where the number says so, and by cube roots from nothing to much.
function scaleOf(number) {
  const log = number.log && number.low > 0;
  const bent = !log && number.low === 0 && number.high >= 100 && number.unit !== "%";
  const logarithm = (value) => Math.log10(value > 0 ? value : number.low);
  const place = log ? logarithm : bent ? Math.cbrt : (value) => value;
  const [low, high] = [place(number.low), place(number.high)];
  const step = (!log && !bent && number.step) || (high - low) / STEPS || 1;
  const back = log ? (at) => 10 ** at : bent ? (at) => at ** 3 : (at) => at;
  const value = (at) => Number(back(at).toPrecision(log || bent ? 3 : 10));
  // What lies within half a step of a value is that value, so that a slider finds back to where it was.
  const valueOr = (known, at) => (Math.abs(at - place(known)) <= step / 2 ? known : value(at));
  return { low, high, step, place, valueOr };
}

// Return the mark below a slider of where its number probably is, and of what it is as shipped.
function likely(number, scale) {
  const part = (value) => (scale.place(value) - scale.low) / (scale.high - scale.low || 1);
  const share = (value) => `${100 * Math.min(1, Math.max(0, part(value)))}%`;
  const mark = element("span", { class: "likely", "aria-hidden": "true" });
  if (number.likely) {
    const band = element("span", { class: "band" });
    band.style.left = share(number.likely[0]);
    band.style.right = `calc(100% - ${share(number.likely[1])})`;
    mark.append(band);
  }
  const tick = element("span", { class: "tick" });
  tick.style.left = share(number.value);
  mark.append(tick);
  return mark;
}

// Return meaning, range and source of a number, folded but for the meaning.
function about(number, id) {
  const lever = number.lever ?? "";
  const inWords = spoken() === "en" || isKnown("levers", lever);
  const meaning = said(element("span", { id }), known("levers", lever, number.meaning), inWords);
  const [low, high] = (number.likely ?? []).map(figure);
  const range = number.likely ? word("likely", { low, high, unit: number.unit }) : "";
  const ends = word("between", { low: figure(number.low), high: figure(number.high), unit: number.unit });
  const source = number.source
    ? said(element("span", { class: number.assumed ? "" : "source" }), number.source)
    : element("span", {}, word("no-source"));
  const label = element("span", {}, word(number.assumed ? "assumed" : "source"), ": ");
  return element("details", { class: "about quiet" },
    element("summary", {}, meaning),
    element("p", {}, word("shipped", { value: written(figure(number.value), number) }), " ", range, " ", ends),
    element("p", {}, label, source), element("p", {}, element("code", { lang: "en" }, number.path)));
}
