// Dressing what the server drew: the colours of the page, its words, its width, and the chosen year.

import { picture } from "./words.mjs";

const NARROW = 560; // pixels below which panels stand one below the other
export const PRINT = { ink: "#1b1b1b", line: "#dddddd", paper: "#ffffff", hover: "#ffffff" };
// Colours that are too dark on a dark ground, and what stands for them there.
const BRIGHT = {
  "#6b6b6b": "#a6a6a6", "rgba(107,107,107": "rgba(166,166,166", "#0072B2": "#4aa3df", "rgba(0,114,178": "rgba(74,163,223",
  "#56B4E9": "#a8dcfa", "rgba(86,180,233": "rgba(168,220,250", "#8c6d31": "#bf9c56", "rgba(140,109,49": "rgba(191,156,86",
};
const DIM = new RegExp(Object.keys(BRIGHT).join("|").replaceAll("(", "\\("), "g");
export const dark = matchMedia("(prefers-color-scheme: dark)");
const touched = matchMedia("(pointer: coarse)");

// Return the colours of the page as it is shown now.
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: colour("ink"), line: colour("line"), paper: "rgba(0,0,0,0)", hover: colour("paper"), dark: dark.matches };
}

// Return a note at the left edge of a figure.
export function note(words, where) {
  const plain = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return { text: plain, x: 0, xref: "paper", yref: "paper", xanchor: "left", showarrow: false, ...where };
}

// Return a figure in some colours and words, to a width, with a year marked.
export function dressed(given, { ink, line, paper, hover, dark: isDark = false }, width, year) {
  const written = JSON.stringify(given);
  const shown = isDark ? written.replace(DIM, (one) => BRIGHT[one]) : written;
  const { data: traces, layout } = JSON.parse(shown);
  const panels = axes(layout, "xaxis").length;
  const narrow = width > 0 && width < NARROW;
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
    if (axis.type !== "log") axis.exponentformat = "none";
    if (axis.title) axis.title.text = axis.title.text === "year" ? "" : folded(picture(axis.title.text), width);
    if (axis.ticktext) axis.ticktext = axis.ticktext.map(picture);
  }
  for (const one of layout.annotations ?? []) one.text = picture(one.text);
  const data = traces.map((trace) => (trace.name ? { ...trace, name: picture(trace.name) } : trace));
  const named = data.filter((trace) => trace.name && trace.showlegend !== false);
  const keys = panels > 1 ? ownKeys(layout, named, width, narrow) : [];
  const lines = Math.max(0, ...keys.map((key) => key.length));
  if (panels > 1) arrange(layout, narrow, lines);
  if (keys.length) putKeys(layout, keys, lines);
  else makeRoom(layout, named, width, panels > 1);
  return { data, layout };
}

// Make room for the key, and keep it clear of the headings of panels.
function makeRoom(layout, named, width, headed) {
  if (!layout.legend) return;
  const lines = named.length > 1 ? packed(named.map((trace) => trace.name), (width || 600) - 60).length : 1;
  layout.height += 19 * lines;
  layout.margin.t = 19 * lines + (headed ? 36 : 16);
  const plot = layout.height - layout.margin.t - layout.margin.b;
  Object.assign(layout.legend, { y: 1 + (headed ? 24 : 6) / plot, font: { size: 11 }, tracegroupgap: 0 });
}

// Return names in lines of a key that is some pixels wide, with the room that a sign before each name takes.
function packed(names, width, sign = 45) {
  const lines = [[]];
  let used = 0;
  for (const name of names) {
    const needs = sign + 6.4 * name.length;
    if (used + needs > width && lines.at(-1).length) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1).push(name);
    used += needs;
  }
  return lines;
}

// Return the keys of panels that use a colour for things of different names: the lines of each; none where one will do.
function ownKeys(layout, named, width, narrow) {
  const colours = new Map(named.map((trace) => [trace.name, trace.line?.color]));
  if (new Set(colours.values()).size === colours.size) return [];
  return Object.keys(layout).filter((key) => key.startsWith("xaxis")).map((key) => {
    const names = named.filter((trace) => trace.xaxis === key.replace("axis", "")).map((trace) => trace.name);
    const [left, right] = narrow ? [0, 1] : layout[key].domain;
    const lines = packed(names, (right - left) * ((width || 600) - 90), 32);
    return lines.map((line) => line.map((name) => coloured(name, colours.get(name))).join("   "));
  });
}

// Put a key behind the heading of each panel.
function putKeys(layout, keys, lines) {
  keys.forEach((key, place) => {
    const heading = layout.annotations[place];
    Object.assign(heading, { text: [heading.text, ...key].join("<br>"), align: "left" });
  });
  layout.showlegend = false;
  layout.margin.t = 28 + 16 * lines;
  layout.height += layout.margin.t - 40;
}

function coloured(name, colour) {
  return `<span style="color:${colour}">■</span> ${name}`;
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

// Lay out panels in rows that are as far apart as their keys need; where it is narrow, one below the other.
function arrange(layout, narrow, lines) {
  const [across, up] = [axes(layout, "xaxis"), axes(layout, "yaxis")];
  const columns = narrow ? 1 : new Set(across.map((axis) => axis.domain[0])).size;
  const rows = Math.ceil(across.length / columns);
  const high = narrow ? 190 : Math.round((layout.height - 90) * (up[0].domain[1] - up[0].domain[0]));
  const gap = 56 + 16 * lines;
  const whole = rows * high + (rows - 1) * gap;
  across.forEach((axis, place) => {
    const top = 1 - Math.floor(place / columns) * (high + gap) / whole;
    if (narrow) axis.domain = [0, 1];
    up[place].domain = [Math.max(0, top - high / whole), top];
    Object.assign(layout.annotations[place], { x: axis.domain[0], y: top });
  });
  layout.height = whole + 90;
}

// Return the shapes of a figure, with a line at a year where there are years across.
export function marked(layout, year) {
  const own = layout.shapes ?? [];
  if (year === null) return own;
  const marks = Object.keys(layout).filter((key) => key.startsWith("xaxis") && layout[key].title?.text.match(/^(year|年)/));
  return [...own, ...marks.map((key) => ({
    type: "line", xref: `x${key.slice(5)}`, yref: `y${key.slice(5)} domain`, x0: year, x1: year, y0: 0, y1: 1,
    line: { color: "#CC79A7", width: 1.5, dash: "dot" },
  }))];
}
