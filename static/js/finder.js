// The zone finder at once: a choice fetches the same page that a plain visit would get, and takes over
// its list, counts and address. Whatever goes wrong, the browser goes to that address by itself.

import morph from "./morph.js";

const wide = matchMedia("(min-width: 60rem)");
const pageOf = (url) => url.pathname + url.search;

export default function finder(form) {
  const status = document.querySelector("[data-finder-status]");
  const home = new URL(form.action).pathname;
  let shown = pageOf(location);
  let running = null;

  // The finder's own words for a choice: no empty fields, values in order. Others are redirected to these.
  const address = () => {
    const values = new Map();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value.trim()) values.set(name, [...(values.get(name) ?? []), value.trim()]);
    }
    const params = new URLSearchParams();
    for (const [name, all] of values) for (const value of all.sort()) params.append(name, value);
    return new URL(`${home}${params.size ? `?${params}` : ""}`, location.href);
  };

  const show = async (url, { push = true, focus = null, hash = "" } = {}) => {
    running?.abort();
    const mine = (running = new AbortController());
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: mine.signal });
      const arrived = new URL(answer.url);
      if (!answer.ok || arrived.pathname !== home) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById(form.id);
      if (!next) throw new Error("no finder");
      if (mine.signal.aborted) return;
      take(page, next, focus);
      if (push && pageOf(arrived) !== pageOf(location)) history.pushState(null, "", pageOf(arrived) + location.hash);
      shown = pageOf(arrived);
      // Its own step of the browser, since only that moves what :target shows.
      if (hash) location.replace(hash);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (push) location.assign(url);
      else location.reload();
    } finally {
      if (running === mine) form.removeAttribute("aria-busy");
    }
  };

  const take = (page, next, focus) => {
    const before = document.activeElement;
    morph(form, next);
    document.title = page.title;
    for (const rel of ["canonical", "alternate"]) {
      const links = page.querySelectorAll(`link[rel=${rel}]`);
      document.querySelectorAll(`link[rel=${rel}]`).forEach((link, i) => links[i] && (link.href = links[i].href));
    }
    for (const link of page.querySelectorAll(".languages a[hreflang]")) {
      const own = document.querySelector(`.languages a[hreflang="${link.hreflang}"]`);
      if (own) own.href = link.href;
    }
    const title = document.getElementById("found-title");
    if (focus) {
      focus.scrollIntoView({ behavior: "instant" });
      focus.focus({ preventScroll: true });
    } else if (document.activeElement !== before) {
      (before.isConnected ? before : title).focus({ preventScroll: true });
    }
    say(title);
  };

  const say = (title) => {
    const texts = [title, ...["found-left-out", "found-mistakes", "found-suggestion"].map((id) => document.getElementById(id))];
    status.textContent = texts.filter(Boolean).map(({ textContent }) => textContent.trim().replace(/\s+/g, " ")).join(". ");
  };

  form.addEventListener("change", ({ target }) => {
    // On a narrow screen several choices are made at once and then sent; the order is one choice.
    if (target.matches("select") || (wide.matches && target.matches("[type=checkbox], .range__input"))) show(address());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // On a narrow screen the choices close when they are sent.
    show(address(), wide.matches ? {} : { hash: "#found" });
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || link.target || link.hasAttribute("download") || event.defaultPrevented) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== home || url.hash) return;
    event.preventDefault();
    show(url, { focus: link.closest(".pagination") ? document.getElementById("found-title") : null });
  });
  // Also sent for a step to another place on the same page, which shows nothing new.
  addEventListener("popstate", () => {
    if (pageOf(location) !== shown) show(new URL(location.href), { push: false });
  });
}
