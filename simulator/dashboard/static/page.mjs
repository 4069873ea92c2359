// The page: what the user has chosen, what the server says of it, and where it is shown.

import { byId, element, save, tabs } from "./build.mjs";
import { Gallery } from "./charts.mjs";
import { showLevers, showNumbers, showPolicies, showScenarios } from "./controls.mjs";
import { Years } from "./film.mjs";
import { Rows } from "./numbers.mjs";
import { EMPTY, fromAddress, hasAssumptions, hasPolicies, toAddress } from "./scenario.mjs";
import { FINER, Runs, Superseded, get, post } from "./server.mjs";
import { TABLES, comparison, differs, events, raw, side } from "./tables.mjs";
import { load, said, speak, spoken, word } from "./words.mjs";

const VIEWS = {
  overview: ["when-dry", "stock-and-corpus", "utilisation", "diet"],
  pools: ["stocks", "machine-text"],
  models: ["sizes", "losses", "lineage"],
  network: ["access"],
  events: ["timeline"],
  compare: [],
  data: [],
};

let scenario = structuredClone(EMPTY);
let world = null; // what the server says of the world
let answer = null; // the newest answer
let view = "overview";
let kind = "policies";
let film = null; // the network year by year, and of which scenario

const gallery = new Gallery(() => runs.more(), (name) => download("csv", name));
const years = new Years(moved);
const runs = new Runs(() => ({ scenario, figures: gallery.seen.filter((name) => !(name === "access" && filmed())) }), heard, failed, busy);
const assumptions = new Rows((path) => scenario.assumptions[path] ?? null, (path, text) => {
  put(scenario.assumptions, path, text);
  assumptions.show(path);
  changed();
});
const levers = new Rows((path) => scenario.levers[path]?.value ?? null, (path, text) => {
  put(scenario.levers, path, text === null ? null : { from: firstYear(), until: null, ...scenario.levers[path], value: text });
  levers.show(path);
  changed();
});
const dates = {
  get: (path) => scenario.levers[path],
  set(path, given) {
    Object.assign(scenario.levers[path], given);
    changed();
  },
};

function put(where, path, value) {
  if (value === null) delete where[path];
  else where[path] = value;
}

// Return the year from which a lever is set unless the user says so: when the shipped policies begin, or a third on.
function firstYear() {
  return world.start < 2027 && 2027 < world.end ? 2027 : Math.round(world.start + (world.end - world.start) / 3);
}

// Something was chosen: ask for what comes of it, and keep it in the address.
function changed() {
  gallery.stale();
  film = null;
  tally();
  runs.changed();
  remember();
}

let remembering = 0;

// Browsers allow an address to change only so often.
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => history.replaceState(null, "", `#${address()}`), 250);
}

function address() {
  return toAddress(scenario, { view: view === "overview" ? null : view, year: years.year, lang: spoken() === "en" ? null : spoken() });
}

// Say how much was changed, on the tabs of the controls.
function tally() {
  const counts = {
    policies: scenario.policies.length + Object.keys(scenario.levers).length,
    assumptions: (scenario.scenario ? 1 : 0) + Object.keys(scenario.assumptions).length,
  };
  for (const [id, count] of Object.entries(counts)) byId(`tab-${id}`).textContent = word(`tab-${id}`) + (count ? ` (${count})` : "");
  byId("reset-policies").disabled = !hasPolicies(scenario);
  byId("reset-assumptions").disabled = !hasAssumptions(scenario);
  byId("export-policy").disabled = !hasPolicies(scenario);
  byId("export-scenario").disabled = !hasAssumptions(scenario);
}

// Hear an answer: first the sentences and the pictures, then what stands in tables.
function heard(given, step) {
  answer = given;
  calm();
  const sentences = (spoken() === "zh" && given.answer_zh?.map(wide)) || given.answer;
  const told = headline(sentences, given.sides.length);
  byId("sentences").replaceChildren(...told.map((text) => said(element("p", {}), text, spoken() === "en" || Boolean(given.answer_zh))));
  byId("warnings").replaceChildren(...given.warnings.map((text) => said(element("li", {}), text)));
  byId("command").textContent = given.command;
  byId("answer").dataset.replications = given.replications;
  if (filmed()) delete given.figures.access;
  gallery.show(given.figures);
  showTables();
  if (step > 0) byId("spoken").textContent = sentences.join(" ");
  if (step === 0 && filmed()) fetchFilm();
}

// Return a Chinese sentence with the signs that stand in one.
function wide(text) {
  return text.replaceAll(":", "：").replaceAll("(", "（").replaceAll(")", "）");
}

// Put first what is asked for, the last side and what it changes, and behind it what it is held against.
function headline(sentences, sides) {
  const told = [...sentences.slice(sides - 1), ...sentences.slice(0, sides - 1)];
  return sides > 1 ? [told.slice(0, sentences.length - sides + 1).join(" "), told.slice(sentences.length - sides + 1).join(" ")] : told;
}

function busy(step) {
  const done = step === null ? FINER.length : step;
  byId("progress").value = done;
  byId("progress").classList.toggle("done", step === null);
  const shown = answer?.replications ?? 0;
  const now = answer ? word(shown ? "bands-of" : "central", { n: shown }) : "";
  const next = step === null ? "" : word(step ? "computing-bands" : "computing", { n: FINER[step] });
  byId("state").textContent = [now, next].filter(Boolean).join(" ");
  byId("answer").setAttribute("aria-busy", step === 0);
}

function calm() {
  byId("trouble").hidden = true;
  for (const id of ["policies-trouble", "assumptions-trouble"]) byId(id).hidden = true;
  assumptions.blame(null);
  levers.blame(null);
}

// Show what is wrong beside what caused it.
function failed(trouble) {
  calm();
  if (trouble.lost) return alarm(word("lost"));
  const blamed = trouble.field && [assumptions.blame(trouble.field, trouble.message), levers.blame(trouble.field, trouble.message)].some(Boolean);
  if (blamed) return undefined;
  return alarm(trouble.message, true);
}

function alarm(text, english = false) {
  said(byId("trouble-says"), text, !english || spoken() === "en");
  byId("trouble").hidden = false;
}

function notice(text, english = false) {
  const place = said(byId("notice"), text, !english || spoken() === "en");
  place.classList.add("shown");
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => place.classList.remove("shown"), 4000);
}

// Ask for something beside the runs; what goes wrong is said where the user looks.
async function ask(what, body, says = (text) => notice(text, true)) {
  try {
    return await post(what, body);
  } catch (fault) {
    if (!(fault instanceof Superseded)) says(fault.lost ? word("lost") : fault.message);
    return null;
  }
}

async function download(what, figure = undefined) {
  const found = await ask("download", { scenario, replications: answer?.replications ?? 0, what, figure });
  if (found) save(found.name, found.text, what === "csv" ? "text/csv" : "text/html");
}

// --- the views

function showView() {
  const panel = byId("view");
  panel.setAttribute("aria-labelledby", `tab-${view}`);
  panel.className = `view ${view}`;
  const figures = gallery.fill(view === "network" ? ["access"] : VIEWS[view]);
  panel.replaceChildren(...figures, ...(ALSO[view]?.() ?? []));
  document.querySelector(".time").hidden = view === "compare" || view === "data";
  if (answer) showTables();
  if (filmed()) showFilm();
}

const ALSO = {
  events: () => [element("h3", {}, word("events")), element("div", { id: "events" })],
  compare: () => [
    element("div", { class: "between" }, element("h3", {}, word("differs")),
      element("button", { type: "button", class: "plain", onclick: () => download("csv") }, word("save-outcomes"))),
    element("div", { id: "differs" }), element("h3", {}, word("comparison")),
    element("p", { class: "quiet" }, word("comparison-says")), element("div", { id: "comparison" })],
  data: rawControls,
};

function showTables() {
  if (view === "compare") {
    byId("differs").replaceChildren(differs(answer, scenario));
    byId("comparison").replaceChildren(comparison(answer));
  }
  if (view === "events") byId("events").replaceChildren(events(answer, years.year));
}

function rawControls() {
  const pick = element("select", { id: "raw-table" }, ...TABLES.map((name) => element("option", { value: name }, word(`table-${name}`))));
  const sides = element("select", { id: "raw-side" }, ...(answer?.sides ?? ["as shipped"]).map((name, place) => element("option", { value: place }, side(name))));
  sides.value = String(sides.options.length - 1);
  const place = element("div", { id: "raw" });
  const show = async () => {
    place.setAttribute("aria-busy", true);
    const asked = { scenario, replications: answer?.replications ?? 0, table: pick.value, side: Number(sides.value) };
    const found = await ask("rows", asked, (text) => place.replaceChildren(element("p", { class: "wrong" }, text)));
    place.removeAttribute("aria-busy");
    if (found) place.replaceChildren(raw(word(`table-${pick.value}`), found));
  };
  pick.addEventListener("change", show);
  sides.addEventListener("change", show);
  show();
  return [
    element("div", { class: "set" }, element("label", {}, word("table"), " ", pick), element("label", {}, word("side"), " ", sides),
      element("button", { type: "button", onclick: show }, word("fetch")),
      element("button", { type: "button", onclick: () => download("csv") }, word("save-outcomes"))),
    place];
}

// Another year was chosen.
function moved(year) {
  gallery.mark(year);
  if (view === "events" && answer) showTables();
  if (view === "network") showFilm();
  remember();
}

// Whether the network is shown in one year; of all years it is one of the usual pictures.
function filmed() {
  return view === "network" && years.year !== null;
}

function showFilm() {
  document.querySelector("figure.access h3").textContent = word("figure-access") + (filmed() ? `: ${years.year}` : "");
  if (!filmed()) {
    gallery.stale();
    runs.more();
  } else if (film?.figures) {
    const place = film.years.indexOf(years.year);
    const figure = film.figures[place < 0 ? film.figures.length - 1 : place];
    gallery.show({ access: figure });
  } else fetchFilm();
}

async function fetchFilm() {
  if (film) return;
  const mine = { asked: JSON.stringify(scenario) };
  film = mine;
  const found = await ask("film", { scenario, side: (answer?.sides.length ?? 1) - 1 });
  if (film !== mine) return;
  film = found;
  if (found && filmed()) showFilm();
}

// --- what may be changed

function showControls() {
  tabs(byId("kinds"), ["policies", "assumptions"].map((id) => ({ id, text: word(`tab-${id}`) })), kind, (id) => {
    kind = id;
    showKind();
  }, (id) => id);
  showKind();
  assumptions.forget();
  levers.forget();
  showPolicyList();
  showScenarioList();
  showLevers(world, levers, dates);
  showNumbers(world, assumptions);
  tally();
}

function showKind() {
  for (const id of ["policies", "assumptions"]) byId(id).hidden = id !== kind;
}

function showPolicyList() {
  showPolicies(world, scenario.policies, (policies, name) => {
    scenario.policies = policies;
    showPolicyList();
    document.querySelector(`[data-policy="${CSS.escape(name)}"]`)?.focus();
    changed();
  });
}

function showScenarioList() {
  showScenarios(world, scenario.scenario);
}

// Show everything anew: at the start, in another world or language, or when the address says so.
function showAll() {
  speak(spoken());
  byId("language").value = spoken();
  document.title = `Tokenshed: ${world.name}`;
  byId("world").value = world.name;
  Object.assign(byId("until"), { value: scenario.until ?? world.end, min: world.start + 1, max: 2200 });
  byId("seed").value = scenario.seed;
  const uncertain = world.numbers.filter((one) => one.likely).length;
  said(byId("world-says"), world.description);
  byId("world-counts").textContent = word("world-counts", { n: uncertain, sources: world.sources });
  showControls();
  tabs(byId("views"), Object.keys(VIEWS).map((id) => ({ id, text: word(`view-${id}`) })), view, (id) => {
    view = id;
    showView();
    remember();
  }, () => "view");
  years.span(world.start, scenario.until ?? world.end);
  gallery.mark(years.year);
  showView();
}

async function enter(name) {
  world = await get(`world?name=${encodeURIComponent(name)}`);
  scenario.world = world.name;
  const has = (list) => new Set(list.map((one) => one.path));
  const dropped = [...drop(scenario.assumptions, has(world.numbers)), ...drop(scenario.levers, has(world.levers))];
  for (const lever of Object.values(scenario.levers)) lever.from ??= firstYear();
  if (dropped.length) notice(word("not-here", { paths: dropped.join(", ") }));
}

// Take out what a world does not have, and return it.
function drop(where, has) {
  const gone = Object.keys(where).filter((path) => !has.has(path));
  for (const path of gone) delete where[path];
  return gone;
}

function listen() {
  byId("world").addEventListener("change", () => reading(async () => {
    Object.assign(scenario, { until: null });
    await enter(byId("world").value);
    answer = null;
    showAll();
    changed();
  }));
  byId("until").addEventListener("change", () => {
    const until = Number(byId("until").value);
    scenario.until = byId("until").value === "" || until === world.end ? null : Math.round(until);
    years.span(world.start, scenario.until ?? world.end);
    changed();
  });
  byId("seed").addEventListener("change", () => {
    scenario.seed = Math.max(0, Math.trunc(Number(byId("seed").value)) || 0);
    byId("seed").value = scenario.seed;
    changed();
  });
  byId("language").addEventListener("change", () => {
    speak(byId("language").value);
    showAll();
    changed();
  });
  byId("scenario").addEventListener("change", () => {
    scenario.scenario = byId("scenario").value || null;
    showScenarioList();
    changed();
  });
  byId("reset-policies").addEventListener("click", () => reset({ policies: [], levers: {} }, "tab-policies"));
  byId("reset-assumptions").addEventListener("click", () => reset({ scenario: null, assumptions: {} }, "tab-assumptions"));
  byId("retry").addEventListener("click", () => {
    byId("trouble").hidden = true;
    if (world) runs.changed();
    else begin();
  });
  byId("share").addEventListener("click", share);
  byId("export-policy").addEventListener("click", () => exported("policy"));
  byId("export-scenario").addEventListener("click", () => exported("scenario"));
  byId("report").addEventListener("click", () => download("report"));
  byId("import").addEventListener("change", imported);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the fragment of the address is the scenario's
    byId("answer").focus();
  });
  window.addEventListener("hashchange", () => reading(follow));
}

function reset(values, focus) {
  Object.assign(scenario, values);
  showControls();
  byId(focus).focus();
  changed();
}

async function share() {
  history.replaceState(null, "", `#${address()}`);
  try {
    await navigator.clipboard.writeText(location.href);
    notice(word("copied"));
  } catch {
    notice(word("copy-yourself"));
  }
}

async function exported(what) {
  const found = await ask("export", { scenario, what }, filesSay);
  if (found) save(found.name, found.text, "text/yaml");
}

function filesSay(...texts) {
  byId("files-says").replaceChildren(...texts.map((text) => said(element("p", {}), text)));
}

// Lay what a file says over what is chosen.
async function imported() {
  const [file] = byId("import").files;
  byId("import").value = "";
  if (!file) return;
  const found = await ask("import", { text: await file.text(), world: scenario.world }, filesSay);
  if (!found) return;
  Object.assign(scenario.assumptions, found.assumptions);
  Object.assign(scenario.levers, found.levers);
  scenario.policies = [...new Set([...scenario.policies, ...(found.policies ?? [])])];
  if (found.scenario) scenario.scenario = found.scenario;
  filesSay(word("read-file", { name: file.name }), ...(found.notes ?? []));
  showControls();
  changed();
}

// Read the address: at the start, and when somebody puts another into it.
async function follow() {
  const { scenario: given, page } = fromAddress(location.hash);
  scenario = { ...given, world: given.world ?? byId("world").options[0]?.value };
  if (page.view in VIEWS) view = page.view;
  speak(page.lang ?? spoken());
  if (hasAssumptions(scenario) && !hasPolicies(scenario)) kind = "assumptions";
  await enter(scenario.world);
  years.year = page.year;
  answer = null;
  showAll();
  changed();
}

// Do something that needs the server, and say what goes wrong.
async function reading(does) {
  try {
    await does();
  } catch (fault) {
    if (!(fault instanceof Superseded)) failed(fault);
  }
}

async function begin() {
  await reading(async () => {
    await load();
    const found = await get("worlds");
    const wanted = fromAddress(location.hash).page.lang ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    speak(wanted);
    const names = [found.default, ...found.worlds.map((one) => one.name).filter((name) => name !== found.default)];
    byId("world").replaceChildren(...names.map((name) => element("option", { value: name }, name)));
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
