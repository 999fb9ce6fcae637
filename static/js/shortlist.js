// The shortlist that this device keeps: switches beside zones, a tray at the foot of the window,
// an offer at the form. It stands in localStorage alone; a list travels only in an address.

const KEY = "edz.shortlist";
const MOST = 12;
const MOST_COMPARED = 4;

const all = (selector) => document.querySelectorAll(selector);
const slugsOf = (entries) => entries.map(({ slug }) => slug);
const query = (slugs) => (slugs.length ? `?${new URLSearchParams(slugs.map((slug) => ["zone", slug]))}` : "");
const isEntry = (entry) => /^[-\w]{1,100}$/.test(entry?.slug ?? "") && typeof entry.name === "string";

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isEntry).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function write(entries) {
  try {
    if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

export default function shortlist(tray) {
  // In a private window that keeps nothing the links stay links, and the address keeps the list.
  if (!write(read())) return;
  const part = (name, root = tray) => root.querySelector(`[data-shortlist-${name}]`);
  const listAddress = part("link").getAttribute("href");
  const formAddress = part("ask").getAttribute("href");
  const page = document.querySelector("[data-shortlist-page]");
  const onPage = page && [...page.querySelectorAll("[data-shortlist-zone]")].map(
    ({ dataset }) => ({ slug: dataset.shortlistZone, name: dataset.name }),
  );
  // Whether this page shows the list that is kept, so that a step on it is a step of that list.
  const isKept = (entries) => Boolean(page) && String(slugsOf(entries)) === String(slugsOf(onPage));

  const change = (entries) => {
    write(entries);
    refresh();
  };
  const say = (text) => { part("status").textContent = text; };

  const toggle = ({ shortlistToggle: slug, name }) => {
    const entries = read();
    const others = entries.filter((entry) => entry.slug !== slug);
    if (others.length === entries.length && entries.length >= MOST) return say(tray.dataset.full);
    change(others.length < entries.length ? others : [...entries, { slug, name }]);
  };

  const step = (link) => {
    const entries = read();
    if (!isKept(entries)) return;
    const names = new Map([...onPage, ...entries].map(({ slug, name }) => [slug, name]));
    names.set(link.dataset.slug, link.dataset.name);
    const slugs = new URL(link.href).searchParams.getAll("zone");
    write(slugs.map((slug) => ({ slug, name: names.get(slug) ?? slug })));
  };

  const join = () => {
    const entries = read();
    const known = slugsOf(entries);
    const joined = [...entries, ...onPage.filter(({ slug }) => !known.includes(slug))];
    if (joined.length > MOST) return say(tray.dataset.full);
    write(joined);
    location.assign(listAddress + query(slugsOf(joined)));
  };

  const asSwitch = (link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    Object.assign(button.dataset, link.dataset);
    button.append(...link.childNodes);
    button.firstElementChild.textContent = link.dataset.label;
    const hadFocus = document.activeElement === link;
    link.replaceWith(button);
    if (hadFocus) button.focus();
  };

  const refreshSwitches = (entries) => {
    all("a[data-shortlist-toggle]").forEach(asSwitch);
    const slugs = slugsOf(entries);
    for (const button of all("button[data-shortlist-toggle]")) {
      const pressed = String(slugs.includes(button.dataset.shortlistToggle));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  };

  const refreshPage = (entries) => {
    if (!page) return;
    const same = isKept(entries);
    part("kept", page).hidden = !same || !onPage.length;
    part("shared", page).hidden = same;
    part("own", page).hidden = !entries.length;
    const [keep, joiner] = [part("keep", page), part("join", page)];
    if (!keep) return;
    joiner.hidden = !entries.length;
    keep.textContent = entries.length ? keep.dataset.instead : keep.dataset.first;
  };

  const refreshOffer = (offer, entries) => {
    const inputs = [...offer.closest("form").querySelectorAll('[name="zones"]')];
    const taken = inputs.filter((input) => !offer.contains(input)).map(({ value }) => value);
    const ticked = inputs.filter((input) => offer.contains(input) && input.checked).map(({ value }) => value);
    const choices = entries.filter(({ slug }) => !taken.includes(slug)).map(({ slug, name }) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), {
        type: "checkbox", name: "zones", value: slug, checked: ticked.includes(slug),
      });
      label.append(box, name);
      return label;
    });
    part("choices", offer).replaceChildren(...choices);
    offer.hidden = !choices.length;
  };

  const refresh = () => {
    const entries = read();
    const address = query(slugsOf(entries));
    tray.hidden = !entries.length || (isKept(entries));
    say("");
    part("count").textContent = entries.length;
    for (const link of all("[data-shortlist-link]")) link.setAttribute("href", listAddress + address);
    part("ask").setAttribute("href", formAddress + address);
    const comparable = entries.length <= MOST_COMPARED;
    part("compare").setAttribute("href", (comparable ? tray.dataset.compare : listAddress) + address);
    part("compare").hidden = entries.length < 2 || !tray.dataset.compare;
    refreshSwitches(entries);
    refreshPage(entries);
    for (const offer of all("[data-shortlist-offer]")) refreshOffer(offer, entries);
  };

  document.addEventListener("click", ({ target }) => {
    const hit = (selector) => target.closest?.(selector);
    const button = hit("button[data-shortlist-toggle]");
    if (button) toggle(button.dataset);
    else if (hit("a[data-shortlist-step]")) step(hit("a[data-shortlist-step]"));
    else if (hit("[data-shortlist-keep]")) change(onPage);
    else if (hit("[data-shortlist-join]")) join();
    else if (hit("[data-shortlist-print]")) print();
    else if (hit("[data-shortlist-copy]")) copy(hit("[data-shortlist-copy]"));
  });

  const copy = async (button) => {
    await navigator.clipboard.writeText(document.getElementById("shortlist-address").value);
    button.textContent = button.dataset.done;
  };
  for (const button of all("[data-shortlist-print]")) button.hidden = false;
  for (const button of all("[data-shortlist-copy]")) button.hidden = !navigator.clipboard;

  // Names follow the language in which the zones are read now; other tabs do not answer back.
  const named = new Map([...all("[data-shortlist-toggle]")].map(({ dataset }) => [dataset.shortlistToggle, dataset.name]));
  for (const { slug, name } of onPage ?? []) named.set(slug, name);
  write(read().map(({ slug, name }) => ({ slug, name: named.get(slug) ?? name })));

  refresh();
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && refresh());
  addEventListener("pageshow", ({ persisted }) => persisted && refresh());
  // Lists that another script brings in have links again.
  new MutationObserver(() => {
    if (document.querySelector("a[data-shortlist-toggle]")) refreshSwitches(read());
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
}
