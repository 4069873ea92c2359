// Asking the server: one question at a time, the newest next, and finer answers once nothing changes.

const TOKEN = document.querySelector("meta[name=tokenshed-token]").content;
const CLIENT = crypto.getRandomValues(new Uint32Array(4)).join("-");
const FINER = [0, 8, 32, 200];
const REST = 180; // milliseconds without a change after which bands are asked for

// What the server says is wrong: `field` is the path of the number to blame, `lost` that nobody answered.
export class Trouble extends Error {
  constructor(message, { field = null, lost = false } = {}) {
    super(message);
    Object.assign(this, { field, lost });
  }
}

export class Superseded extends Error {}

export async function get(address) {
  return answerOf(send(address, {}));
}

export async function post(address, body, signal) {
  const headers = { "Content-Type": "application/json", "X-Tokenshed-Token": TOKEN };
  return answerOf(send(address, { method: "POST", headers, body: JSON.stringify(body), signal }));
}

async function send(address, options) {
  try {
    return await fetch(new URL(`api/${address}`, document.baseURI), options);
  } catch (fault) {
    if (fault.name === "AbortError") throw new Superseded();
    throw new Trouble("", { lost: true });
  }
}

async function answerOf(sending) {
  const response = await sending;
  let answer;
  try {
    answer = await response.json();
  } catch (fault) {
    if (fault.name === "AbortError") throw new Superseded();
    throw new Trouble(`${response.status} ${response.statusText}`);
  }
  if (answer.superseded) throw new Superseded();
  if (!response.ok) throw new Trouble(String(answer.error ?? response.status), { field: answer.field ?? null });
  return answer;
}

// Runs of the scenario as it is now: the central run at once, then bands of more and more replications.
export class Runs {
  #number = 0;
  #flight = null; // the question under way: its step, and how to call it off
  #stale = false; // whether something has changed since it was asked
  #timer = 0;

  // question: returns what to ask now; heard(answer, step, whether it is of the scenario as it is now);
  // failed(trouble); busy(step under way or null)
  constructor(question, heard, failed, busy) {
    Object.assign(this, { question, heard, failed, busy });
    this.step = 0;
  }

  // The scenario has changed: ask for the central run, and call off bands of what was.
  changed() {
    clearTimeout(this.#timer);
    this.step = 0;
    if (this.#flight?.step === 0) this.#stale = true;
    else this.#ask(0);
  }

  // More is to be seen of the same scenario: ask for it at once as finely as was computed, and then go on.
  more() {
    if (this.#flight && this.#flight.step <= this.step) this.#stale = true;
    else this.#ask(this.step);
  }

  async #ask(step) {
    clearTimeout(this.#timer);
    this.#flight?.call.abort();
    const flight = { step, call: new AbortController() };
    this.#flight = flight;
    this.#stale = false;
    this.busy(step);
    try {
      const body = { client: CLIENT, number: ++this.#number, replications: FINER[step], ...this.question() };
      const answer = await post("run", body, flight.call.signal);
      if (this.#flight !== flight) return;
      this.step = step;
      this.heard(answer, step);
      this.#next(this.#stale ? this.step : step + 1, this.#stale);
    } catch (fault) {
      if (this.#flight !== flight) return;
      this.#flight = null;
      if (this.#stale) this.#ask(0);
      else if (fault instanceof Superseded) this.#timer = setTimeout(() => this.#ask(step), REST);
      else this.#give(fault);
    }
  }

  #next(step, atOnce) {
    this.#flight = null;
    if (atOnce) this.#ask(step);
    else if (step < FINER.length) this.#timer = setTimeout(() => this.#ask(step), step === 1 ? REST : 0);
    else this.busy(null);
  }

  #give(fault) {
    this.busy(null);
    if (fault instanceof Trouble) this.failed(fault);
    else throw fault;
  }
}

export { FINER };
