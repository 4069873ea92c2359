// The controls: policies and levers, and apart from them presets and assumptions.

import { byId, element } from "./build.mjs";
import { called } from "./numbers.mjs";
import { delayed, parted } from "./scenario.mjs";
import { isKnown, known, said, spoken, word } from "./words.mjs";

const MOST = 30; // rows that a search shows
const LARGE = 25; // rows from which on a group is divided
const FIRST_LEVERS = [
  /^statutes\.data_levy$/, /^statutes\.overtraining_cap$/, /^statutes\.compute_cap$/,
  /^pools\.public_text\.open_share/, /^labs\.[^.]+\.overtraining\.k$/,
];
const FIRST_LAB = "labs.meta."; // whose numbers matter most in the world of 2026
// What moves the exhaustion of public text most, by the study of its drivers.
const FIRST_NUMBERS = [
  /^pools\.public_text\.stock$/, /^pools\.public_text\.repetition$/, /^labs\.[^.]+\.overtraining\.k$/,
  /^labs\.[^.]+\.compute_growth$/, /^pools\.public_text\.net_growth$/, /^pools\.public_text\.machine_quality$/,
  /^publishers\.[^.]+\.machine_text\.most$/,
];

// Return a text as a name: a capital first, no dashes.
export function title(name) {
  const plain = name.replaceAll("-", " ").replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

// Fill the list of ready-made policies; change(list) takes the new one.
export function showPolicies(world, policies, change) {
  const rows = world.policies.map((policy) => [policy, policyRow(policy, policies, change)]);
  byId("shipped").replaceChildren(...rows.filter(([policy]) => policy.applies).map(([, row]) => row));
  const idle = rows.filter(([policy]) => !policy.applies).map(([, row]) => row);
  byId("idle-policies").hidden = !idle.length;
  byId("idle-policies").lastElementChild.replaceChildren(...idle);
}

function policyRow(policy, policies, change) {
  const on = policies.map(parted).find((one) => one.name === policy.name);
  const rest = () => policies.filter((one) => parted(one).name !== policy.name);
  const box = element("input", { type: "checkbox", role: "switch", "data-policy": policy.name });
  box.checked = Boolean(on);
  box.disabled = !policy.applies && !on;
  box.addEventListener("change", () => change(box.checked ? [...rest(), policy.name] : rest(), policy.name));
  const delay = element("input",
    { type: "number", min: 0, max: 50, step: 1, value: on?.delay ?? 0, "data-delay": policy.name, inputmode: "numeric" });
  delay.addEventListener("change", () => change([...rest(), delayed(policy.name, Number(delay.value))], policy.name));
  const name = known("policies", policy.name, null)?.[0] ?? title(policy.name);
  const says = known("policies", policy.name, null)?.[1];
  return element("div", { class: on ? "policy changed" : "policy" },
    element("label", { class: "switch" }, box, element("span", {}, name)),
    said(element("p", { class: "quiet" }), says ?? policy.description, Boolean(says) || spoken() === "en"),
    on ? element("label", { class: "delay" }, word("delay"), " ", delay, " ", word("years")) : null,
    on && policy.assumptions.length ? element("details", { class: "quiet about" }, element("summary", {}, word("policy-assumes")),
      element("ul", { lang: "en" }, ...policy.assumptions.map((text) => element("li", {}, text)))) : null);
}

export function showScenarios(world, current) {
  const called = (name) => known("scenarios", name, null)?.[0] ?? title(name);
  const options = world.scenarios.filter((one) => one.applies || one.name === current)
    .map((one) => element("option", { value: one.name }, called(one.name)));
  byId("scenario").replaceChildren(element("option", { value: "" }, word("as-it-is")), ...options);
  byId("scenario").value = current ?? "";
  const chosen = world.scenarios.find((one) => one.name === current);
  const says = known("scenarios", current ?? "", null)?.[1];
  said(byId("scenario-says"), chosen ? says ?? chosen.description : "", Boolean(says) || spoken() === "en");
}

export function showLevers(world, rows, dates) {
  byId("levers").replaceChildren(...listed(world.levers, FIRST_LEVERS, rows, (lever) => years(lever, dates), "levers"));
}

export function showNumbers(world, rows) {
  byId("numbers").replaceChildren(...listed(world.numbers, FIRST_NUMBERS, rows, null, "numbers"));
}

// Return a few numbers that matter, a search among all of them, and groups that are filled when they are opened.
function listed(numbers, first, rows, more, kind) {
  const picked = first.map((pattern) => numbers.filter((one) => pattern.test(one.path)))
    .map((found) => found.find((one) => one.path.startsWith(FIRST_LAB)) ?? found[0]).filter(Boolean);
  const heading = element("h3", {}, word(`few-${kind}`));
  return [heading, ...picked.map((one) => rows.row(one, more)), search(numbers, rows, more, kind), ...groups(numbers, rows, more)];
}

function search(numbers, rows, more, kind) {
  const box = element("input", { type: "search", id: `search-${kind}`, autocomplete: "off", spellcheck: "false" });
  const count = element("p", { class: "quiet", role: "status" });
  const found = element("div", {});
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = words.length ? numbers.filter((one) => words.every((part) => text(one).includes(part))) : [];
    found.replaceChildren(...hits.slice(0, MOST).map((one) => rows.row(one, more)));
    const said = hits.length > MOST ? "found-many" : "found";
    count.textContent = words.length ? word(said, { n: hits.length, most: MOST }) : "";
  });
  return element("div", { class: "search" },
    element("label", { class: "wide", for: box.id }, word(`search-${kind}`, { n: numbers.length })), box, count, found);
}

function text(number) {
  return `${number.path} ${called(number.path)} ${number.meaning} ${known("levers", number.lever ?? "", "")} ${number.source}`.toLowerCase();
}

function groups(numbers, rows, more) {
  return Object.entries(grouped(numbers, (one) => one.group)).map(([name, mine]) =>
    folded(word(`group-${name}`) === `group-${name}` ? title(name) : word(`group-${name}`), mine.length, () =>
      mine.length > LARGE ? sections(mine, rows, more) : mine.map((one) => rows.row(one, more))));
}

function sections(numbers, rows, more) {
  return Object.entries(grouped(numbers, (one) => one.path.split(".")[1]))
    .map(([name, mine]) => folded(title(name), mine.length, () => mine.map((one) => rows.row(one, more))));
}

function grouped(items, key) {
  const found = {};
  for (const item of items) (found[key(item)] ??= []).push(item);
  return found;
}

// Return a fold that is filled when it is opened for the first time.
function folded(name, count, fill) {
  const inside = element("div", {});
  const made = element("details", { class: "group" }, element("summary", {}, `${name} (${count})`), inside);
  made.addEventListener("toggle", () => made.open && !inside.childElementCount && inside.append(...fill()));
  return made;
}

// Return from when and until when a lever is set.
function years(lever, dates) {
  const set = dates.get(lever.path);
  const box = (key) => {
    const input = element("input",
      { type: "number", step: "any", inputmode: "decimal", value: set[key] ?? "", "data-date": key, "data-path": lever.path });
    const change = () => dates.set(lever.path, { [key]: input.value === "" ? null : Number(input.value) });
    input.addEventListener("change", change);
    return input;
  };
  return element("div", { class: "dates" },
    element("label", {}, word("from"), " ", box("from")), element("label", {}, word("until-year"), " ", box("until")));
}
