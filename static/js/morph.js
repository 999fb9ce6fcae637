// Makes one element like another that came later, and keeps every node that may stay: focus, scroll and
// what is open survive. Children are the same when they share an id or a data-key, else by place and name.
//   data-unchanging   a node that never changes as long as its key stays
//   data-keeps-order  a list whose entries stay where they stand, so that nothing jumps under a finger

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE && (node.id || node.dataset.key)) || null;
const isLike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

export default function morph(from, to) {
  if (from.hasAttribute("data-unchanging")) return;
  syncAttributes(from, to);
  if (from.matches("input")) syncInput(from, to);
  else morphChildren(from, to);
  if (from.matches("select") && from !== document.activeElement) from.value = to.value;
}

function syncAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // Whether a part is open is the visitor's own choice, once there is one.
    if (!to.hasAttribute(name) && !(name === "open" && from.matches("details"))) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function syncInput(from, to) {
  if (from.type === "checkbox") from.checked = to.checked;
  // What is being typed now is not written over.
  else if (from !== document.activeElement && from.value !== to.value) from.value = to.value;
}

function morphChildren(from, to) {
  const keepsOrder = from.hasAttribute("data-keeps-order");
  const known = new Map([...from.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const kept = new Set();
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted);
    const same = key ? known.get(key) : nextLike(place, wanted, kept);
    if (same && isLike(same, wanted)) {
      kept.add(same);
      if (same.nodeType === Node.ELEMENT_NODE) morph(same, wanted);
      else if (same.data !== wanted.data) same.data = wanted.data;
      if (keepsOrder) continue;
      if (same === place) place = place.nextSibling;
      else from.insertBefore(same, place);
    } else {
      const added = document.importNode(wanted, true);
      kept.add(added);
      from.insertBefore(added, keepsOrder ? null : place);
    }
  }
  for (const child of [...from.childNodes]) if (!kept.has(child)) child.remove();
}

function nextLike(place, wanted, kept) {
  for (let node = place; node; node = node.nextSibling) {
    if (!kept.has(node) && isLike(node, wanted)) return node;
    // Past a node with a key the places no longer tell what belongs together.
    if (keyOf(node) && !kept.has(node)) return null;
  }
  return null;
}
