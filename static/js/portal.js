// Loads a behaviour's module when a page asks for it: <div data-behaviour="carousel">.
// Every journey works without any of them.

const behaviours = {
  focus: () => import("./focus.js"),
  finder: () => import("./finder.js"),
  carousel: () => import("./carousel.js"),
  copy: () => import("./copy.js"),
  shortlist: () => import("./shortlist.js"),
  "submit-on-change": () => import("./submit_on_change.js"),
};

for (const [name, load] of Object.entries(behaviours)) {
  const elements = document.querySelectorAll(`[data-behaviour~="${name}"]`);
  if (elements.length) {
    load().then((module) => elements.forEach((element) => module.default(element)));
  }
}
