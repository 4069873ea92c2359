// The year: a slider that marks it in every picture, and plays the network over the years.

import { byId } from "./build.mjs";
import { word } from "./words.mjs";

const PACE = 700; // milliseconds a year
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Years {
  #timer = 0;
  year = null;

  // moved(year) is called when another year is chosen, with null for all of them.
  constructor(moved) {
    this.moved = moved;
    byId("year").addEventListener("input", () => this.go(Number(byId("year").value)));
    byId("all-years").addEventListener("click", () => {
      this.pause();
      this.go(null);
    });
    byId("play").addEventListener("click", () => (this.#timer ? this.pause() : this.#play()));
    still.addEventListener("change", () => this.pause());
  }

  // Set the years of a world.
  span(start, end) {
    this.pause();
    Object.assign(byId("year"), { min: Math.ceil(start), max: Math.floor(end) });
    if (this.year !== null && (this.year < start || this.year > end)) this.year = null;
    this.show();
  }

  go(year) {
    this.year = year;
    this.show();
    this.moved(year);
  }

  // Where motion is unwanted, the button goes one year on.
  #play() {
    const step = () => {
      const at = this.year === null ? Number(byId("year").min) : this.year + 1;
      if (at > Number(byId("year").max)) this.pause();
      else this.go(at);
    };
    if (this.year !== null && this.year >= Number(byId("year").max)) this.year = null;
    if (!still.matches) this.#timer = setInterval(step, PACE);
    step();
    this.show();
  }

  pause() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.show();
  }

  show() {
    byId("year").value = this.year ?? byId("year").max;
    byId("year").classList.toggle("unset", this.year === null);
    byId("year").setAttribute("aria-valuetext", this.year === null ? word("all-years") : String(this.year));
    byId("year-says").textContent = this.year ?? word("all");
    byId("all-years").disabled = this.year === null;
    byId("play").textContent = word(this.#timer ? "pause" : still.matches ? "next-year" : "play");
  }
}
