// Pictures: those in sight are drawn by Plotly, and can be saved.

import { element, save } from "./build.mjs";
import { PRINT, colours, dark, dressed, marked, note } from "./dress.mjs";
import { said, word } from "./words.mjs";

const CONFIG = { showSendToCloud: false, displaylogo: false, displayModeBar: false, responsive: true, doubleClick: "reset" };

// A gallery of pictures, which asks for what is in sight.
export class Gallery {
  #slots = new Map(); // name -> {figure, plot, caption, seen, given, fresh}
  #watch;
  #year = null;
  #drawing = 0; // the frame that is asked for

  // wanted() is called when a picture comes into sight that is not there yet; csv(name) saves its numbers.
  constructor(wanted, csv) {
    Object.assign(this, { wanted, csv });
    this.#watch = new IntersectionObserver((entries) => this.#sighted(entries), { rootMargin: "150px" });
    dark.addEventListener("change", () => this.#eachSeen((slot) => this.#draw(slot)));
  }

  // Return the figures of a view, empty as yet.
  fill(names) {
    this.#watch.disconnect();
    for (const { plot, done } of this.#slots.values()) done?.then(() => Plotly.purge(plot)); // not while Plotly still draws
    this.#slots.clear();
    return names.map((name) => {
      const slot = this.#slot(name);
      this.#slots.set(name, slot);
      this.#watch.observe(slot.figure);
      return slot.figure;
    });
  }

  // The names of those in sight.
  get seen() {
    return [...this.#slots].filter(([, slot]) => slot.seen).map(([name]) => name);
  }

  // Nothing that was drawn is of the scenario as it is now.
  stale() {
    for (const slot of this.#slots.values()) slot.fresh = false;
  }

  // Draw what has come, one in each frame, so that a slider stays free; what is out of sight is kept for later.
  show(figures) {
    for (const [name, given] of Object.entries(figures)) {
      const slot = this.#slots.get(name);
      if (slot) Object.assign(slot, { given, fresh: true, pending: true });
    }
    if (!this.#drawing) this.#frame();
  }

  #frame() {
    this.#drawing = requestAnimationFrame(() => {
      const next = [...this.#slots.values()].find((slot) => slot.seen && slot.pending);
      this.#drawing = 0;
      if (!next) return;
      this.#draw(next);
      this.#frame();
    });
  }

  // Mark a year in all pictures that have years across; null for none.
  mark(year) {
    this.#year = year;
    this.#eachSeen((slot) => {
      if (slot.given && slot.plot.data) Plotly.relayout(slot.plot, { shapes: marked(slot.given.layout, year) });
    });
  }

  #eachSeen(does) {
    for (const slot of this.#slots.values()) if (slot.seen && slot.given) does(slot);
  }

  #sighted(entries) {
    for (const entry of entries) {
      const slot = this.#slots.get(entry.target.dataset.figure);
      if (!slot) continue;
      slot.seen = entry.isIntersecting;
      if (slot.seen && slot.pending) this.#draw(slot);
    }
    if ([...this.#slots.values()].some((slot) => slot.seen && !slot.fresh)) this.wanted();
  }

  #slot(name) {
    const heading = element("h3", {}, word(`figure-${name}`));
    const plot = element("div", { class: "plot", role: "img", "aria-label": word(`figure-${name}`) });
    const caption = element("figcaption", { class: "quiet" });
    const button = (text, does) => element("button",
      { type: "button", class: "plain", "aria-label": `${text}: ${word(`figure-${name}`)}`, onclick: does }, text);
    const slot = { name, plot, caption, seen: false, fresh: false, given: null };
    const saves = element("span", { class: "saves" },
      button("SVG", () => this.#save(slot, "svg")), button("PNG", () => this.#save(slot, "png")),
      button("CSV", () => this.csv(name)));
    slot.figure = element("figure", { "data-figure": name, class: name }, element("div", { class: "between" }, heading, saves),
      element("p", { class: "quiet about" }, word(`about-${name}`)), plot, caption);
    return slot;
  }

  #draw(slot) {
    slot.pending = false;
    const { data, layout } = dressed(slot.given, colours(), slot.plot.clientWidth, this.#year);
    slot.plot.style.minHeight = `${layout.height}px`;
    slot.done = Plotly.react(slot.plot, data, layout, CONFIG);
    slot.plot.setAttribute("aria-label", slot.given.layout.meta.words);
    said(slot.caption, slot.given.layout.meta.source);
    slot.figure.dispatchEvent(new CustomEvent("drawn", { bubbles: true, detail: slot.name }));
  }

  async #save(slot, format) {
    if (!slot.given) return;
    const { data, layout } = dressed(slot.given, PRINT, 900, this.#year);
    layout.margin.t += 34; // for the heading
    layout.margin.b += 30; // for the source
    layout.height += 64;
    const heading = { y: 1, yshift: layout.margin.t - 30, yanchor: "bottom", font: { size: 17, color: PRINT.ink } };
    const below = { y: 0, yshift: 4 - layout.margin.b, yanchor: "bottom", font: { size: 10, color: "#666666" } };
    const notes = [note(word(`figure-${slot.name}`), heading), note(slot.given.layout.meta.source, below)];
    Object.assign(layout, { annotations: [...layout.annotations, ...notes], width: 900 });
    const size = { format, width: 900, height: layout.height, scale: format === "png" ? 2 : 1 };
    const address = await Plotly.toImage({ data, layout }, size);
    save(`${slot.name}.${format}`, address);
  }
}
