// Pictures: those in sight are drawn by Plotly, in the colours of the page, with the chosen year marked.

import { element, save } from "./build.mjs";
import { picture, said, word } from "./words.mjs";

const NARROW = 560; // pixels below which panels stand one below the other
const CONFIG = { showSendToCloud: false, displaylogo: false, displayModeBar: false, responsive: true, doubleClick: "reset" };
const PRINT = { ink: "#1b1b1b", line: "#dddddd", paper: "#ffffff", hover: "#ffffff" };
// Colours that are too dark on a dark ground, and what stands for them there.
const BRIGHT = {
  "#6b6b6b": "#a6a6a6", "rgba(107,107,107": "rgba(166,166,166", "#0072B2": "#4aa3df", "rgba(0,114,178": "rgba(74,163,223",
  "#56B4E9": "#a8dcfa", "rgba(86,180,233": "rgba(168,220,250", "#8c6d31": "#bf9c56", "rgba(140,109,49": "rgba(191,156,86",
};
const DIM = new RegExp(Object.keys(BRIGHT).join("|").replaceAll("(", "\\("), "g");
const dark = matchMedia("(prefers-color-scheme: dark)");
const touched = matchMedia("(pointer: coarse)");

// Return the colours of the page as it is shown now.
function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: colour("ink"), line: colour("line"), paper: "rgba(0,0,0,0)", hover: colour("paper"), dark: dark.matches };
}

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
    const notes = [text(word(`figure-${slot.name}`), heading), text(slot.given.layout.meta.source, below)];
    Object.assign(layout, { annotations: [...layout.annotations, ...notes], width: 900 });
    const size = { format, width: 900, height: layout.height, scale: format === "png" ? 2 : 1 };
    const address = await Plotly.toImage({ data, layout }, size);
    save(`${slot.name}.${format}`, address);
  }
}

function text(words, where) {
  const plain = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return { text: plain, x: 0, xref: "paper", yref: "paper", xanchor: "left", showarrow: false, ...where };
}

// Return a figure in some colours and words, to a width, with a year marked.
function dressed(given, { ink, line, paper, hover, dark: isDark = false }, width, year) {
  const written = JSON.stringify(given);
  const shown = isDark ? written.replace(DIM, (one) => BRIGHT[one]) : written;
  const { data: traces, layout } = JSON.parse(shown);
  const panels = axes(layout, "xaxis").length;
  const narrow = width > 0 && width < NARROW;
  if (narrow && panels > 1) restack(layout, panels);
  Object.assign(layout, {
    paper_bgcolor: paper, plot_bgcolor: paper, autosize: true,
    font: { family: "system-ui, sans-serif", size: narrow ? 11 : 12, color: ink },
    hoverlabel: { bgcolor: hover, bordercolor: line, font: { color: ink } },
    margin: { l: 8, r: narrow ? 12 : 24, t: 64, b: 34, ...layout.margin },
    shapes: marked(layout, year),
    dragmode: touched.matches ? false : "zoom",
    uirevision: "same",
  });
  for (const axis of [...axes(layout, "xaxis"), ...axes(layout, "yaxis")]) {
    const fixedrange = touched.matches || Boolean(axis.fixedrange);
    Object.assign(axis, { gridcolor: line, linecolor: line, zerolinecolor: line, fixedrange });
    if (axis.title) axis.title.text = axis.title.text === "year" ? "" : folded(picture(axis.title.text), width);
    if (axis.ticktext) axis.ticktext = axis.ticktext.map(picture);
  }
  for (const note of layout.annotations ?? []) note.text = picture(note.text);
  const data = traces.map((trace) => (trace.name ? { ...trace, name: picture(trace.name) } : trace));
  makeRoom(layout, data.filter((trace) => trace.name && trace.showlegend !== false), width, panels > 1);
  return { data, layout };
}

// Make room for the key, and keep it clear of the headings of panels.
function makeRoom(layout, named, width, headed) {
  if (!layout.legend) return;
  const longest = Math.max(0, ...named.map((trace) => trace.name.length));
  const across = Math.max(1, Math.floor((width || 600) / (60 + 6.2 * longest)));
  const lines = named.length > 1 ? Math.ceil(named.length / across) : 1;
  layout.height += 19 * lines;
  layout.margin.t = 19 * lines + (headed ? 36 : 16);
  const plot = layout.height - layout.margin.t - layout.margin.b;
  Object.assign(layout.legend, { y: 1 + (headed ? 24 : 6) / plot, font: { size: 11 }, tracegroupgap: 0 });
}

// Return the title of an axis in as many lines as a picture of some pixels needs.
function folded(title, width) {
  const most = Math.max(20, (width || 600) / 14);
  const lines = [""];
  for (const part of title.split(" ")) {
    if (`${lines.at(-1)} ${part}`.length > most && lines.at(-1)) lines.push(part);
    else lines[lines.length - 1] = `${lines.at(-1)} ${part}`.trim();
  }
  return lines.join("<br>");
}

function axes(layout, kind) {
  return Object.keys(layout).filter((key) => key.startsWith(kind)).map((key) => layout[key]);
}

// Put panels that stand beside each other one below the other.
function restack(layout, panels) {
  const gap = 0.13 / Math.max(1, panels - 1) + 0.03;
  const high = (1 - gap * (panels - 1)) / panels;
  const rows = axes(layout, "xaxis").map((axis, place) => {
    const top = 1 - place * (high + gap);
    const was = [axis.domain[0], axes(layout, "yaxis")[place].domain[1]];
    axis.domain = [0, 1];
    axes(layout, "yaxis")[place].domain = [Math.max(0, top - high), top];
    return { was, top };
  });
  for (const note of layout.annotations ?? []) {
    const row = rows.find(({ was }) => was[0] === note.x && was[1] === note.y);
    if (row) Object.assign(note, { x: 0, y: row.top });
  }
  layout.height = 90 + 260 * panels;
}

// Return the shapes of a figure, with a line at a year where there are years across.
function marked(layout, year) {
  const own = layout.shapes ?? [];
  if (year === null) return own;
  const marks = Object.keys(layout).filter((key) => key.startsWith("xaxis") && layout[key].title?.text.match(/^(year|年)/));
  return [...own, ...marks.map((key) => ({
    type: "line", xref: `x${key.slice(5)}`, yref: `y${key.slice(5)} domain`, x0: year, x1: year, y0: 0, y1: 1,
    line: { color: "#CC79A7", width: 1.5, dash: "dot" },
  }))];
}
