// The answer at the top: what comes of what is chosen, how far the computation is, and what went wrong.

import { byId, element } from "./build.mjs";
import { now } from "./now.mjs";
import { FINER, Superseded, post } from "./server.mjs";
import { said, spoken, word } from "./words.mjs";

export function tell(answer, step) {
  const sentences = (spoken() === "zh" && answer.answer_zh?.map(wide)) || answer.answer;
  const known = spoken() === "en" || Boolean(answer.answer_zh);
  const told = headline(sentences, answer.sides.length);
  byId("sentences").replaceChildren(...told.map((text) => said(element("p", {}), text, known)));
  byId("warnings").replaceChildren(...answer.warnings.map((text) => said(element("li", {}), text)));
  byId("command").textContent = answer.command;
  byId("answer").dataset.replications = answer.replications;
  if (step > 0) byId("spoken").textContent = sentences.join(" "); // not at every step of a slider
}

// Return a Chinese sentence with the signs that stand in one.
function wide(text) {
  return text.replaceAll(":", "：").replaceAll("(", "（").replaceAll(")", "）");
}

// Put first what is asked for, the last side and what it changes, and behind it what it is held against.
function headline(sentences, sides) {
  if (sides === 1) return sentences;
  return [sentences.slice(sides - 1).join(" "), sentences.slice(0, sides - 1).join(" ")];
}

// Say which step of the computation is under way; null for none.
export function busy(step) {
  byId("progress").value = step ?? FINER.length;
  byId("progress").classList.toggle("done", step === null);
  const shown = now.answer?.replications ?? 0;
  const here = now.answer ? word(shown ? "bands-of" : "central", { n: shown }) : "";
  const next = step === null ? "" : word(step ? "computing-bands" : "computing", { n: FINER[step] });
  byId("state").textContent = [here, next].filter(Boolean).join(" ");
  byId("answer").setAttribute("aria-busy", step === 0);
}

// Say what went wrong, with a way to try again.
export function alarm(trouble) {
  const text = trouble.lost ? word("lost") : trouble.message;
  said(byId("trouble-says"), text, trouble.lost || spoken() === "en");
  byId("trouble").hidden = false;
}

export function calm() {
  byId("trouble").hidden = true;
  document.body.classList.remove("outdated");
}

// Say that what is shown is still of what was chosen before.
export function outdated() {
  document.body.classList.add("outdated");
  byId("state").textContent = word("of-before");
}

let fading = 0;

// Say something for a moment.
export function notice(text, translated = true) {
  const place = said(byId("notice"), text, translated || spoken() === "en");
  place.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("shown"), 5000);
}

// Ask for something beside the runs; `says` shows what goes wrong where the user looks. Nothing comes back then.
export async function ask(what, body, says = (text) => notice(text, false)) {
  try {
    return await post(what, body);
  } catch (fault) {
    if (!(fault instanceof Superseded)) says(fault.lost ? word("lost") : fault.message);
    return null;
  }
}
