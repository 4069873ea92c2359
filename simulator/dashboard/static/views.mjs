// The views: which pictures and tables each has, and what happens when another year is chosen.

import { ask } from "./answer.mjs";
import { byId, element, tabs } from "./build.mjs";
import { Gallery } from "./charts.mjs";
import { download } from "./files.mjs";
import { Years } from "./film.mjs";
import { now } from "./now.mjs";
import { TABLES, comparison, differs, events, raw, side } from "./tables.mjs";
import { word } from "./words.mjs";

export const VIEWS = {
  overview: ["when-dry", "stock-and-corpus", "utilisation", "diet"],
  pools: ["stocks", "machine-text"],
  models: ["sizes", "losses", "lineage"],
  network: ["access"],
  events: ["timeline"],
  compare: [],
  data: [],
};

export class Views {
  #film = null; // the network year by year, of what is chosen now; while it is fetched, what was asked
  #show = { compare: () => this.#compare(), data: () => this.#data(), events: () => this.#events() };

  // wanted() is called when a picture comes into sight that is not there; turned() when view or year is another.
  constructor(wanted, turned) {
    Object.assign(this, { wanted, turned });
    this.gallery = new Gallery(wanted, (name) => download("csv", name));
    this.years = new Years((year) => this.#moved(year));
  }

  // The names of the pictures in sight; the network of one year is not among them, since it comes as a film.
  get pictures() {
    return this.gallery.seen.filter((name) => !(name === "access" && this.#filmed));
  }

  get #filmed() {
    return now.view === "network" && this.years.year !== null;
  }

  // Show the tabs and the view that is chosen, in the words of the language.
  show(start, end) {
    const entries = Object.keys(VIEWS).map((id) => ({ id, text: word(`view-${id}`) }));
    const choose = (id) => {
      now.view = id;
      this.#open();
      this.turned();
    };
    tabs(byId("views"), entries, now.view, choose, () => "view");
    this.years.span(start, end);
    this.gallery.mark(this.years.year);
    this.#open();
  }

  // What is chosen has changed: nothing that is shown is of it.
  stale() {
    this.gallery.stale();
    this.#film = null;
  }

  // Show a new answer; `first` is whether it is the first of what is chosen.
  heard(answer, first) {
    if (this.#filmed) delete answer.figures.access;
    this.gallery.show(answer.figures);
    if (first || now.view !== "data") this.#show[now.view]?.();
    if (first && this.#filmed) this.#fetchFilm();
  }

  #open() {
    const panel = byId("view");
    panel.setAttribute("aria-labelledby", `tab-${now.view}`);
    panel.className = `view ${now.view}`;
    panel.replaceChildren(...this.gallery.fill(VIEWS[now.view]), ...(ALSO[now.view]?.() ?? []));
    document.querySelector(".time").hidden = now.view === "compare" || now.view === "data";
    if (now.answer) this.#show[now.view]?.();
    if (this.#filmed) this.#showNetwork();
  }

  #compare() {
    byId("differs").replaceChildren(differs(now.answer, now.scenario));
    byId("comparison").replaceChildren(comparison(now.answer));
  }

  #events() {
    byId("events").replaceChildren(events(now.answer, this.years.year));
  }

  #data() {
    const pick = byId("raw-side");
    const options = now.answer.sides.map((name, place) => element("option", { value: place }, side(name)));
    const same = pick.options.length === options.length;
    const place = same ? pick.selectedIndex : options.length - 1;
    pick.replaceChildren(...options);
    pick.selectedIndex = place;
    fetchRows();
  }

  #moved(year) {
    this.gallery.mark(year);
    if (now.view === "events" && now.answer) this.#events();
    if (now.view === "network") this.#showNetwork();
    this.turned();
  }

  // Show the network of the chosen year; of all years it is one of the usual pictures.
  #showNetwork() {
    const { year } = this.years;
    document.querySelector("figure.access h3").textContent = word("figure-access") + (year === null ? "" : `: ${year}`);
    if (year === null) {
      this.gallery.stale();
      this.wanted();
    } else if (this.#film?.figures?.length) {
      const place = this.#film.years.indexOf(year);
      this.gallery.show({ access: this.#film.figures.at(place < 0 ? -1 : place) });
    } else this.#fetchFilm();
  }

  async #fetchFilm() {
    if (this.#film || !now.answer) return;
    const mine = {};
    this.#film = mine;
    const found = await ask("film", { scenario: now.scenario, side: now.answer.sides.length - 1 });
    if (this.#film !== mine) return;
    this.#film = found;
    if (found?.figures.length && this.#filmed) this.#showNetwork();
  }
}

// What a view has beside its pictures.
const ALSO = {
  events: () => [element("h3", {}, word("events")), element("div", { id: "events" })],
  compare: () => [
    element("div", { class: "between" }, element("h3", {}, word("differs")), outcomesButton("plain")),
    element("div", { id: "differs" }),
    element("h3", {}, word("comparison")),
    element("p", { class: "quiet" }, word("comparison-says")),
    element("div", { id: "comparison" }),
  ],
  data: () => {
    const names = TABLES.map((name) => element("option", { value: name }, word(`table-${name}`)));
    return [
      element("div", { class: "set" },
        element("label", {}, word("table"), " ", element("select", { id: "raw-table", onchange: fetchRows }, ...names)),
        element("label", {}, word("side"), " ", element("select", { id: "raw-side", onchange: fetchRows })),
        element("button", { type: "button", onclick: fetchRows }, word("fetch")), outcomesButton("")),
      element("div", { id: "raw" }),
    ];
  },
};

function outcomesButton(looks) {
  return element("button", { type: "button", class: looks, onclick: () => download("csv") }, word("save-outcomes"));
}

async function fetchRows() {
  const [place, table] = [byId("raw"), byId("raw-table").value];
  const says = (text) => place.replaceChildren(element("p", { class: "wrong" }, text));
  place.setAttribute("aria-busy", true);
  const asked = { scenario: now.scenario, replications: now.answer.replications, table, side: byId("raw-side").selectedIndex };
  const found = await ask("rows", asked, says);
  place.removeAttribute("aria-busy");
  if (found) place.replaceChildren(raw(word(`table-${table}`), found));
}
