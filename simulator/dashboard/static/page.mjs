// The page: what the user chooses, and what happens then.

import { alarm, busy, calm, notice, outdated, tell } from "./answer.mjs";
import { byId, element, tabs } from "./build.mjs";
import { showLevers, showNumbers, showPolicies, showScenarios } from "./controls.mjs";
import * as files from "./files.mjs";
import { now } from "./now.mjs";
import { Rows } from "./numbers.mjs";
import { fromAddress, hasAssumptions, hasPolicies, parted, toAddress } from "./scenario.mjs";
import { Runs, Superseded, Trouble, get } from "./server.mjs";
import { VIEWS, Views } from "./views.mjs";
import { load, said, speak, spoken, word } from "./words.mjs";

const views = new Views(() => runs.more(), remember);
const runs = new Runs(() => ({ scenario: now.scenario, figures: views.pictures }), heard, failed, busy);
const assumptions = new Rows((path) => now.scenario.assumptions[path] ?? null, (path, text) => {
  put(now.scenario.assumptions, path, text);
  assumptions.show(path);
  changed();
});
const levers = new Rows((path) => now.scenario.levers[path]?.value ?? null, (path, text) => {
  const set = { from: firstYear(), until: null, ...now.scenario.levers[path], value: text };
  put(now.scenario.levers, path, text === null ? null : set);
  levers.show(path);
  changed();
});
const dates = {
  get: (path) => now.scenario.levers[path],
  set(path, given) {
    const lever = Object.assign(now.scenario.levers[path], given);
    lever.from ??= firstYear();
    changed();
  },
};

function put(where, path, value) {
  if (value === null) delete where[path];
  else where[path] = value;
}

// Return the year from which a lever is set unless the user says so: when the shipped policies begin, or a third on.
function firstYear() {
  const { start, end } = now.world;
  return start < 2027 && end > 2027 ? 2027 : Math.round(start + (end - start) / 3);
}

// Something was chosen: ask for what comes of it, and keep it in the address.
function changed() {
  views.stale();
  tally();
  runs.changed();
  remember();
}

let remembering = 0;
let remembered = null; // the scenario that the address has

// Keep what is chosen in the address once nothing moves: another scenario is a step that Back takes back, another view or
// year is none. Browsers allow an address to change only so often.
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    const chosen = toAddress(now.scenario, {});
    const step = remembered !== null && chosen !== remembered;
    remembered = chosen;
    history[step ? "pushState" : "replaceState"](null, "", `#${address()}`);
  }, 250);
}

function address() {
  const view = now.view === "overview" ? null : now.view;
  return toAddress(now.scenario, { view, year: views.years.year, lang: spoken() === "en" ? null : spoken() });
}

function heard(answer, step) {
  now.answer = answer;
  appease();
  tell(answer, step);
  views.heard(answer, step === 0);
}

function appease() {
  calm();
  assumptions.blame(null);
  levers.blame(null);
}

// Show what is wrong beside what caused it.
function failed(trouble) {
  appease();
  const blamed = trouble.field ? [assumptions, levers].map((rows) => rows.blame(trouble.field, trouble.message)) : [];
  if (!blamed.some(Boolean)) alarm(trouble);
  if (now.answer) outdated();
}

// Say how much was changed, on the tabs of the controls.
function tally() {
  const { scenario } = now;
  const counts = {
    policies: scenario.policies.length + Object.keys(scenario.levers).length,
    assumptions: (scenario.scenario ? 1 : 0) + Object.keys(scenario.assumptions).length,
  };
  for (const [id, count] of Object.entries(counts)) {
    byId(`tab-${id}`).textContent = word(`tab-${id}`) + (count ? ` (${count})` : "");
  }
  byId("reset-policies").disabled = !hasPolicies(scenario);
  byId("export-policy").disabled = !Object.keys(scenario.levers).length; // shipped ones go by their names
  for (const id of ["reset-assumptions", "export-scenario"]) byId(id).disabled = !hasAssumptions(scenario);
}

function showControls() {
  const entries = ["policies", "assumptions"].map((id) => ({ id, text: word(`tab-${id}`) }));
  tabs(byId("kinds"), entries, now.kind, showKind, (id) => id);
  showKind(now.kind);
  assumptions.forget();
  levers.forget();
  showPolicyList();
  showScenarios(now.world, now.scenario.scenario);
  showLevers(now.world, levers, dates);
  showNumbers(now.world, assumptions);
  tally();
}

function showKind(kind) {
  now.kind = kind;
  for (const id of ["policies", "assumptions"]) byId(id).hidden = id !== kind;
}

function showPolicyList() {
  showPolicies(now.world, now.scenario.policies, (policies, name) => {
    now.scenario.policies = policies;
    showPolicyList();
    document.querySelector(`[data-policy="${CSS.escape(name)}"]`)?.focus();
    changed();
  });
}

// Show everything anew: at the start, in another world or language, or when the address says so.
function showAll() {
  const { scenario, world } = now;
  speak(spoken());
  document.title = `Tokenshed: ${world.name}`;
  byId("language").value = spoken();
  byId("world").value = world.name;
  Object.assign(byId("until"), { value: scenario.until ?? world.end, min: world.start + 1, max: 2200 });
  byId("seed").value = scenario.seed;
  said(byId("world-says"), world.description);
  const uncertain = world.numbers.filter((one) => one.likely).length;
  byId("world-counts").textContent = word("world-counts", { n: uncertain, sources: world.sources });
  showControls();
  views.show(world.start, scenario.until ?? world.end);
  changed();
}

// Enter a world, and leave behind what is set of numbers that it does not have.
async function enter(name) {
  const { scenario } = now;
  now.world = await get(`world?name=${encodeURIComponent(name)}`);
  now.answer = null;
  scenario.world = now.world.name;
  const on = new Set(scenario.policies.map((policy) => parted(policy).name));
  now.world.policies.sort((a, b) => on.has(b.name) - on.has(a.name)); // those that come with a link are seen at once
  const gone = [...drop(scenario.assumptions, now.world.numbers), ...drop(scenario.levers, now.world.levers)];
  for (const lever of Object.values(scenario.levers)) lever.from ??= firstYear();
  showAll();
  if (gone.length) notice(word("not-here", { paths: gone.join(", ") }));
}

function drop(where, numbers) {
  const there = new Set(numbers.map((one) => one.path));
  const gone = Object.keys(where).filter((path) => !there.has(path));
  for (const path of gone) delete where[path];
  return gone;
}

// Read the address: at the start, and when somebody puts another into it.
async function follow() {
  const { scenario, page } = fromAddress(location.hash);
  remembered = null;
  const first = byId("world").options[0].value;
  now.scenario = { ...scenario, world: scenario.world ?? first };
  if (page.view in VIEWS) now.view = page.view;
  if (hasAssumptions(scenario) && !hasPolicies(scenario)) now.kind = "assumptions";
  views.years.year = page.year;
  speak(page.lang ?? spoken());
  try {
    await enter(now.scenario.world);
  } catch (fault) {
    if (!(fault instanceof Trouble) || fault.lost) throw fault;
    await enter(first);
    notice(fault.message, false);
  }
}

function listen() {
  const on = (id, what, does) => byId(id).addEventListener(what, does);
  on("world", "change", () => reading(() => {
    now.scenario.until = null;
    return enter(byId("world").value);
  }));
  on("until", "change", () => {
    const until = Math.round(Number(byId("until").value));
    now.scenario.until = until && until !== now.world.end ? until : null;
    views.years.span(now.world.start, now.scenario.until ?? now.world.end);
    changed();
  });
  on("seed", "change", () => {
    const seed = Number(byId("seed").value || NaN);
    const allowed = Number.isSafeInteger(seed) && seed >= 0;
    if (allowed) now.scenario.seed = seed;
    else notice(word("seed-is"));
    byId("seed").value = now.scenario.seed;
    if (allowed) changed();
  });
  on("language", "change", () => {
    speak(byId("language").value);
    showAll();
  });
  on("scenario", "change", () => {
    now.scenario.scenario = byId("scenario").value || null;
    showScenarios(now.world, now.scenario.scenario);
    changed();
  });
  on("reset-policies", "click", () => reset({ policies: [], levers: {} }, "tab-policies"));
  on("reset-assumptions", "click", () => reset({ scenario: null, assumptions: {} }, "tab-assumptions"));
  on("retry", "click", () => {
    calm();
    if (now.world) runs.changed();
    else begin();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the fragment of the address is the scenario's
    byId("answer").focus();
  });
  window.addEventListener("hashchange", () => reading(follow));
  files.listen(address, () => {
    showControls();
    changed();
  });
}

function reset(values, focus) {
  Object.assign(now.scenario, values);
  showControls();
  byId(focus).focus();
  changed();
}

// Do something that needs the server, and say what goes wrong.
async function reading(does) {
  try {
    await does();
  } catch (fault) {
    if (fault instanceof Trouble) failed(fault);
    else if (!(fault instanceof Superseded)) throw fault;
  }
}

function begin() {
  return reading(async () => {
    await load();
    const wanted = fromAddress(location.hash).page.lang;
    speak(wanted ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
    const found = await get("worlds");
    const names = new Set([found.default, ...found.worlds.map((one) => one.name)]);
    byId("world").replaceChildren(...[...names].map((name) => element("option", { value: name }, name)));
    byId("version").textContent = `Tokenshed ${found.version}`;
    await follow();
  });
}

// The controls stay in sight below the answer, however long it is.
new ResizeObserver(([entry]) => {
  document.documentElement.style.setProperty("--answer", `${entry.target.offsetHeight}px`);
}).observe(byId("answer"));

// On a narrow screen the first look is for the answer and the pictures.
const narrow = matchMedia("(max-width: 960px)");
const fold = () => byId("controls").toggleAttribute("open", !narrow.matches);
narrow.addEventListener("change", fold);
fold();

listen();
begin();
