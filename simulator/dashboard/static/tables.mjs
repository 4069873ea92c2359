// What is told in rows: the comparison, what differs, what happened, and the raw tables.

import { element, table } from "./build.mjs";
import { isKnown, known, said, spoken, word } from "./words.mjs";

const MOST_EVENTS = 120;
const PAGE = 100; // rows of a raw table that are shown at a time
export const TABLES = ["outcomes", "pools", "runs", "diets", "events", "payments"];

export function side(name) {
  return known("sides", name);
}

// Return the outcomes of all sides, side by side.
export function comparison(answer) {
  const several = answer.sides.length > 1;
  const against = several ? [word("against", { side: side(answer.sides[0]) })] : [];
  const heads = [word("outcome"), ...answer.sides.map(side), ...against, word("unit")];
  return table(word("comparison"), heads, answer.table.map((row) => comparisonRow(row, several)));
}

function comparisonRow(row, several) {
  const [stem, ...of] = row.outcome.split(".");
  const meaning = outcomeWords(row.outcome, stem, of.join("."));
  const name = element("th", { scope: "row" }, said(element("span", {}), meaning ?? row.meaning, Boolean(meaning) || spoken() === "en"),
    element("code", { lang: "en" }, row.outcome));
  const cells = row.sides.map((one) => element("td", { class: "figure" }, ...(one === null ? [] : shown(one))));
  const same = row.difference_text && !/[1-9]/.test(row.difference_text);
  const difference = element("td", { class: `figure ${same ? "quiet" : judged(row)}` }, same ? "±0" : row.difference_text);
  return [name, ...cells, ...(several ? [difference] : []), element("td", {}, row.unit)];
}

function outcomeWords(outcome, stem, of) {
  if (isKnown("outcomes", outcome)) return known("outcomes", outcome);
  return isKnown("outcomes", stem) ? known("outcomes", stem) + (of ? (spoken() === "zh" ? "：" : ": ") + of : "") : null;
}

// Return a median, and below it how far futures are apart.
function shown(one) {
  const [middle, spread = ""] = (spoken() === "zh" ? dateWords(one.text) : one.text).split(/ \((.*)\)$/);
  const never = one.never > 0 && one.never < 1 ? word("never-share", { share: Math.round(100 * one.never) }) : "";
  return [middle, element("span", { class: "spread" }, [spread, never].filter(Boolean).join(", "))];
}

function dateWords(text) {
  return text.replace(/not before (\d+)/, "$1 年之前不会").replace(/after (\d+)/g, "$1 年以后").replace(/ to /, " 至 ");
}

function judged(row) {
  if (!row.difference || !row.better || !row.clear) return "";
  return (row.difference > 0) === (row.better === "higher") ? "better" : "worse";
}

// Return what differs between the sides.
export function differs(answer, scenario) {
  if (!answer.differs.length) return element("p", { class: "quiet" }, word("nothing-differs"));
  const heads = [word("number"), word("kind"), word("was"), word("is"), word("when"), word("by")];
  return table(word("differs"), heads, answer.differs.map((one) => [
    element("th", { scope: "row" }, element("code", { lang: "en" }, one.path)),
    element("td", {}, word(`kind-${one.kind}`)), element("td", {}, String(one.was)), element("td", {}, String(one.is)),
    element("td", {}, when(one)), element("td", {}, author(one, scenario)),
  ]));
}

// Return whose a change is: a policy's, a preset's, or the user's own.
function author({ kind, path, by }, scenario) {
  if (kind === "policy") return by === "my-policy" ? word("by-hand") : by;
  return path in scenario.assumptions ? word("by-hand") : scenario.scenario ?? word("by-hand");
}

function when({ from, until }) {
  if (from === null && until === null) return word("always");
  return word(until === null ? "since" : from === null ? "till" : "since-till", { from, until });
}

// Return the events of a year, or of all years those that mattered most.
export function events(answer, year) {
  const mine = answer.events.filter((one) => year === null || Math.floor(Number(one.year.toFixed(1))) === year);
  const told = [...mine].sort((a, b) => b.weight - a.weight).slice(0, MOST_EVENTS).sort((a, b) => a.year - b.year);
  const heads = [word("date"), ...(answer.sides.length > 1 ? [word("side")] : []), word("what"), word("kind")];
  const rows = told.map((one) => [
    element("td", { class: "figure" }, one.year.toFixed(1)),
    ...(answer.sides.length > 1 ? [element("td", { class: "side" }, side(one.side))] : []),
    said(element("td", {}), one.text), element("td", {}, known("events", one.kind, one.kind.replaceAll("_", " "))),
  ]);
  const count = word(year === null ? "events-all" : "events-year", { n: mine.length, shown: told.length, year });
  return element("div", {}, element("p", { class: "quiet", role: "status" }, count), rows.length ? table(word("events"), heads, rows) : null);
}

// Return a raw table, a page of it at a time.
export function raw(name, { columns, rows, total }) {
  const made = table(name, columns, rows.slice(0, PAGE).map(cells));
  const body = made.querySelector("tbody");
  const count = element("p", { class: "quiet", role: "status" });
  const more = element("button", { type: "button" }, word("more-rows"));
  const show = () => {
    count.textContent = word("rows-of", { shown: body.rows.length.toLocaleString(), total: total.toLocaleString() });
    more.hidden = body.rows.length >= rows.length;
  };
  more.addEventListener("click", () => {
    const next = rows.slice(body.rows.length, body.rows.length + PAGE);
    body.append(...next.map((row) => element("tr", {}, ...cells(row))));
    show();
  });
  show();
  return element("div", { lang: "en" }, count, made, more);
}

function cells(row) {
  return row.map((value) => element("td", { class: typeof value === "number" ? "figure" : "" }, cell(value)));
}

function cell(value) {
  if (value === null) return "";
  const size = Math.abs(value);
  if (typeof value !== "number" || (Number.isInteger(value) && size < 1e6)) return String(value);
  return size >= 1e6 || size < 1e-3 ? value.toExponential(3) : String(Number(value.toPrecision(6)));
}
