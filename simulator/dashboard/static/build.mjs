// Making elements: everything that is shown is put in as text.

// Return an element with its attributes and what stands in it; null and false attributes are left out.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

// Give a row of tabs to an element, and show the panel of the one that is chosen.
// tabs: {id, text} each; chosen(id) is called when another one is.
export function tabs(list, entries, current, chosen, panelOf) {
  const buttons = entries.map(({ id, text }) =>
    element("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panelOf(id) }, text));
  const choose = (button, focus) => {
    for (const one of buttons) {
      one.setAttribute("aria-selected", one === button);
      one.tabIndex = one === button ? 0 : -1;
    }
    if (focus) button.focus();
  };
  const pick = (button, focus = false) => {
    choose(button, focus);
    chosen(button.id.slice(4));
  };
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  buttons.forEach((button, place) => {
    button.addEventListener("click", () => pick(button));
    button.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: buttons.length - 1 };
      const to = ends[event.key] ?? (event.key in steps ? (place + steps[event.key] + buttons.length) % buttons.length : null);
      if (to === null) return;
      event.preventDefault();
      pick(buttons[to], true);
    });
  });
  list.replaceChildren(...buttons);
  choose(buttons.find((button) => button.id === `tab-${current}`) ?? buttons[0], false);
}

// Return a table that can be scrolled sideways on its own, by keyboard too.
export function table(caption, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((cells) => element("tr", {}, ...cells));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", { class: "unseen" }, caption),
      element("thead", {}, head), element("tbody", {}, ...body)));
}

export function save(name, content, type = "text/plain") {
  const address = typeof content === "string" && content.startsWith("data:")
    ? content : URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: address, download: name }).click();
  if (address.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
