// What the user has chosen, and its place in the address.

export const EMPTY = {
  world: null, until: null, seed: 0, scenario: null, assumptions: {}, policies: [], levers: {},
};

// Return the name and the delay of `data-levy@+2`.
export function parted(policy) {
  const [name, delay] = policy.split("@+");
  return { name, delay: Number(delay) || 0 };
}

export function delayed(name, delay) {
  return delay > 0 ? `${name}@+${delay}` : name;
}

// Return a fragment that `fromAddress` gives back as it was.
export function toAddress(scenario, page) {
  const said = new URLSearchParams();
  if (scenario.world) said.set("world", scenario.world);
  if (scenario.until !== null) said.set("until", scenario.until);
  if (scenario.seed) said.set("seed", scenario.seed);
  if (scenario.scenario) said.set("scenario", scenario.scenario);
  for (const policy of scenario.policies) said.append("policy", policy);
  for (const [path, value] of Object.entries(scenario.assumptions)) said.append("assume", `${path}=${value}`);
  for (const [path, lever] of Object.entries(scenario.levers)) said.append("lever", `${path}=${lever.value}@${dates(lever)}`);
  for (const [key, value] of Object.entries(page)) if (value !== null && value !== "") said.set(key, value);
  return readable(said.toString());
}

function dates(lever) {
  return `${lever.from ?? ""}..${lever.until ?? ""}`;
}

// URLSearchParams writes more signs in hexadecimal than a fragment needs.
function readable(text) {
  const plain = { "%3D": "=", "%40": "@", "%2F": "/", "%3A": ":", "%2C": ",", "%5B": "[", "%5D": "]" };
  return text.replace(/%(3D|40|2F|3A|2C|5B|5D)/g, (code) => plain[code]);
}

// Return the scenario and what else the address says of the page.
export function fromAddress(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const scenario = {
    world: said.get("world"),
    until: whole(said.get("until")),
    seed: whole(said.get("seed")) ?? 0,
    scenario: said.get("scenario"),
    assumptions: Object.fromEntries(said.getAll("assume").map(pair).filter(Boolean)),
    policies: said.getAll("policy"),
    levers: Object.fromEntries(said.getAll("lever").map(pair).filter(Boolean).map(([path, text]) => [path, lever(text)])),
  };
  return { scenario, page: { lang: said.get("lang"), view: said.get("view"), year: whole(said.get("year")) } };
}

// Return path and value of `PATH=VALUE`; signs of equality in brackets belong to the path.
function pair(text) {
  const found = /^((?:[^=[]|\[[^\]]*\])+)=(.+)$/s.exec(text);
  return found && [found[1], found[2]];
}

function lever(text) {
  const found = /^(.*)@([\d.]*?)\.\.([\d.]*)$/s.exec(text);
  return found ? { value: found[1], from: year(found[2]), until: year(found[3]) } : { value: text, from: null, until: null };
}

function year(text) {
  const found = text === "" ? NaN : Number(text);
  return Number.isFinite(found) ? found : null;
}

function whole(text) {
  return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : null;
}

export function hasAssumptions(scenario) {
  return scenario.scenario !== null || Object.keys(scenario.assumptions).length > 0;
}

export function hasPolicies(scenario) {
  return scenario.policies.length > 0 || Object.keys(scenario.levers).length > 0;
}
