// What is chosen and known now: the one place of what changes.

import { EMPTY } from "./scenario.mjs";

export const now = {
  scenario: structuredClone(EMPTY), // what the user has chosen
  world: null, // what the server says of the world
  answer: null, // the newest answer
  view: "overview",
  kind: "policies", // of the controls: policies or assumptions
};
