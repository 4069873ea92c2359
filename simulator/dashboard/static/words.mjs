// The words of the page, in English and Chinese.

let all = {};
let language = "en";

export async function load() {
  const response = await fetch(new URL("static/words.json", document.baseURI));
  all = await response.json();
}

export function speak(wanted) {
  language = wanted in all ? wanted : "en";
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  return language;
}

export function spoken() {
  return language;
}

// Return words by their name, with what stands in braces filled in.
export function word(name, given = {}) {
  const text = all[language]?.page[name] ?? all.en?.page[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => given[key] ?? whole);
}

// Return what the server calls or says something, in the language of the page where it is known; else as it is.
// kind: policies, scenarios, outcomes, levers, events, sides, figures.
export function known(kind, name, otherwise = name) {
  return all[language]?.[kind]?.[name] ?? otherwise;
}

export function isKnown(kind, name) {
  return all[language]?.[kind]?.[name] !== undefined;
}

// Return the words of a picture, which are joined of parts that are known one by one.
export function picture(text) {
  if (language === "en" || !text) return text;
  const parts = all[language].figures;
  return parts[text] ?? text.split(", ").map((part) => parts[part] ?? all[language].sides[part] ?? part).join("，");
}

// Put words that the server said into an element, and say that they are English where nobody translated them.
export function said(element, text, translated = language === "en") {
  element.textContent = text;
  if (translated) element.removeAttribute("lang");
  else element.lang = "en";
  return element;
}

// Return a number as people read it: four digits, and powers of ten where it is long.
export function figure(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e");
  return String(Number(value.toPrecision(4)));
}
