// Prev and Next over a list that scrolls by itself already.

export default function carousel(root) {
  const list = root.querySelector("[data-carousel-list]");
  const controls = root.querySelector("[data-carousel-controls]");
  if (!list || !controls) return;
  const [previous, next] = controls.querySelectorAll("button");
  const direction = getComputedStyle(list).direction === "rtl" ? -1 : 1;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const move = (sign) =>
    list.scrollBy({ left: sign * direction * list.clientWidth * 0.9, behavior: calm.matches ? "auto" : "smooth" });

  const refresh = () => {
    const room = list.scrollWidth - list.clientWidth;
    const position = Math.abs(list.scrollLeft);
    controls.hidden = room < 4;
    // aria-disabled keeps the focus where it is when an end is reached.
    previous.setAttribute("aria-disabled", String(position < 4));
    next.setAttribute("aria-disabled", String(position > room - 4));
  };

  previous.addEventListener("click", () => move(-1));
  next.addEventListener("click", () => move(1));
  list.addEventListener("scroll", refresh, { passive: true });
  new ResizeObserver(refresh).observe(list);
  refresh();
}
