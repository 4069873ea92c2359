// What is taken away and brought back: links, files of policies and assumptions, tables and reports.

import { ask, notice } from "./answer.mjs";
import { byId, element, save } from "./build.mjs";
import { now } from "./now.mjs";
import { said, word } from "./words.mjs";

// Listen to the buttons; address() is the fragment of what is chosen, brought() is called once a file was laid over it.
export function listen(address, brought) {
  byId("share").addEventListener("click", () => share(address()));
  byId("export-policy").addEventListener("click", () => exported("policy"));
  byId("export-scenario").addEventListener("click", () => exported("scenario"));
  byId("report").addEventListener("click", () => download("report"));
  byId("import").addEventListener("change", async () => (await imported()) && brought());
}

// Save what a figure shows, or all outcomes, or a report.
export async function download(what, figure = undefined) {
  const asked = { scenario: now.scenario, replications: now.answer?.replications ?? 0, what, figure };
  const found = await ask("download", asked);
  if (found) save(found.name, found.text, what === "csv" ? "text/csv" : "text/html");
}

async function share(fragment) {
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    notice(word("copied"));
  } catch {
    notice(word("copy-yourself"));
  }
}

async function exported(what) {
  const found = await ask("export", { scenario: now.scenario, what }, say);
  if (found) save(found.name, found.text, "text/yaml");
}

// Lay what a file says over what is chosen, and return whether that was possible.
async function imported() {
  const [file] = byId("import").files;
  if (!file) return false;
  const text = await file.text();
  byId("import").value = "";
  const found = await ask("import", { text, world: now.scenario.world }, say);
  if (!found) return false;
  Object.assign(now.scenario.assumptions, found.assumptions);
  Object.assign(now.scenario.levers, found.levers);
  now.scenario.policies = [...new Set([...now.scenario.policies, ...found.policies])];
  say(word("read-file", { name: file.name }), ...found.notes);
  return true;
}

function say(...texts) {
  byId("files-says").replaceChildren(...texts.map((text) => said(element("p", {}), text)));
}
