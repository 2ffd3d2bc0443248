"use strict";
(() => {
const figure = document.getElementById("night");
if (!figure) return;
const NIGHT = Number(figure.dataset.seconds), CLOCK = Number(figure.dataset.clock);
const tracks = figure.querySelector(".tracks"), readout = figure.querySelector(".readout");
const panel = figure.querySelector(".one"), heard = figure.querySelector(".heard"), list = document.querySelector(".list");
const items = [...list.querySelectorAll("li")];
const at = items.map(item => Number(item.dataset.t));
const SVG = "http://www.w3.org/2000/svg";
let from = 0, to = NIGHT, now = -1;

const element = (parent, name, given) => {
  const made = document.createElementNS(SVG, name);
  for (const key in given) made.setAttribute(key, given[key]);
  return parent.appendChild(made);
};
const two = number => String(Math.floor(number)).padStart(2, "0");
const clock = seconds => {
  const day = (((CLOCK + seconds) % 86400) + 86400) % 86400;
  return two(day / 3600) + ":" + two(day % 3600 / 60) + ":" + two(day % 60);
};
const share = seconds => 100 * (seconds - from) / (to - from);
const place = (node, seconds, until) => {
  const x = share(seconds) + "%";
  if (node.tagName === "line") { node.setAttribute("x1", x); node.setAttribute("x2", x); }
  else node.setAttribute("x", x);
  if (until !== undefined) node.setAttribute("width", Math.max(0, share(until) - share(seconds)) + "%");
};

const STEPS = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
function axis() {
  const pictures = tracks.querySelectorAll(".plot > svg");
  tracks.querySelectorAll(".hour").forEach(node => node.remove());
  const room = tracks.querySelector(".plot").clientWidth || 600;
  const step = STEPS.find(size => (to - from) / size <= room / 58) || 7200;
  const first = Math.ceil((from + CLOCK) / step) * step - CLOCK;
  for (let time = first; time <= to; time += step) {
    for (const picture of pictures) {
      const line = element(picture, "line", { class: "hour", y2: "100%" });
      picture.prepend(line);
      place(line, time);
    }
    const text = element(tracks.querySelector("svg.axis"), "text", { class: "hour", y: 15 });
    text.textContent = step < 60 ? clock(time) : clock(time).slice(0, 5);
    place(text, time);
    // one that is told at the very end stays within the picture
    if (time > from + (to - from) / 2 && room * (1 - share(time) / 100) < text.getComputedTextLength() / 2) text.classList.add("end");
  }
}
function show(start, end) {
  const length = Math.min(NIGHT, Math.max(20, end - start));
  from = Math.min(Math.max(0, start), NIGHT - length);
  to = from + length;
  for (const picture of tracks.querySelectorAll("svg[data-night]")) {
    const width = Number(picture.dataset.night), box = picture.viewBox.baseVal;
    box.x = width * from / NIGHT;
    box.width = width * length / NIGHT;
  }
  for (const node of tracks.querySelectorAll("[data-t]:not(.hour)"))
    place(node, Number(node.dataset.t), node.dataset.u === undefined ? undefined : Number(node.dataset.u));
  figure.dataset.from = from;
  figure.dataset.to = to;
  axis();
  here();
}
function here() {
  tracks.querySelectorAll(".here").forEach(node => node.remove());
  if (now < 0) return;
  for (const picture of tracks.querySelectorAll(".plot > svg"))
    place(element(picture, "line", { class: "here", y2: "100%" }), at[now]);
}

const LABELS = (list.dataset.lanes || "").split("|").filter(Boolean);
function enlarge(item) {
  panel.textContent = "";
  panel.dataset.k = item.dataset.k;
  panel.append(...[...item.querySelectorAll(":scope > p")].map(line => line.cloneNode(true)));
  const small = item.querySelector(":scope > svg");
  if (small) {
    const [start, end] = item.dataset.w.split(" ").map(Number), height = 46 * LABELS.length;
    const box = document.createElement("div"), names = document.createElement("div");
    box.className = "trace";
    names.className = "limbs";
    for (const label of LABELS) names.append(Object.assign(document.createElement("span"), { textContent: label }));
    const frame = element(box, "svg", { height, "aria-hidden": "true" });
    const onset = Number(item.dataset.t), length = end - start;
    element(frame, "rect", { class: "span", x: 100 * (onset - start) / length + "%",
      width: 100 * Number(item.dataset.d) / length + "%", height: "100%" });
    frame.append(small.cloneNode(true));
    names.style.height = height + "px";
    box.prepend(names);
    const ticks = element(box, "svg", { class: "ticks", "aria-hidden": "true" });
    const step = length / 4;
    for (let time = 0; time < length; time += step) {
      const text = element(ticks, "text", { x: 100 * time / length + "%", y: 13 });
      text.textContent = clock(start + time);
    }
    panel.append(box);
    panel.append(Object.assign(document.createElement("p"), { className: "basis",
      textContent: tr("Top of each lane: {top}. Shaded: from onset to return to rest.", { top: item.dataset.s }) }));
  }
  panel.hidden = false;
}
function select(number, options = {}) {
  if (now >= 0) items[now].classList.remove("now");
  now = number;
  if (now < 0) { panel.hidden = true; here(); return; }
  const item = items[now];
  item.classList.add("now");
  enlarge(item);
  if (options.zoom) {
    const wide = Math.min(to - from, 600), middle = at[now];
    show(middle - wide / 2, middle + wide / 2);
  } else if (at[now] < from || at[now] > to) {
    const wide = to - from;
    show(at[now] - wide / 2, at[now] + wide / 2);
  } else here();
  figure.dispatchEvent(new CustomEvent("movement", { detail: now, bubbles: true }));
}
function step(direction) {
  let next = now < 0 && direction > 0 ? at.findIndex(time => time >= from) : now + direction;
  while (items[next] && items[next].hidden) next += direction;
  if (items[next]) seek(next, {});
}
// who selects without pointing at it is taken there, and told which it is
function seek(number, options) {
  select(number, options);
  panel.scrollIntoView({ block: "nearest" });
  heard.textContent = items[number].querySelector("p").textContent.replace(/\s+/g, " ").trim();
}
const zoom = factor => {
  const middle = now >= 0 && at[now] >= from && at[now] <= to ? at[now] : (from + to) / 2;
  const wide = (to - from) * factor;
  show(middle - wide / 2, middle + wide / 2);
};
const pan = part => show(from + part * (to - from), to + part * (to - from));
const ACTIONS = {
  in: () => zoom(0.5), out: () => zoom(2), left: () => pan(-0.25), right: () => pan(0.25),
  all: () => show(0, NIGHT), next: () => step(1), previous: () => step(-1),
};
const KEYS = { "+": "in", "=": "in", "-": "out", ArrowLeft: "left", ArrowRight: "right",
  Escape: "all", n: "next", p: "previous" };
document.addEventListener("keydown", event => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  // the arrows of a table that is wider than the screen are its own
  const scrolling = event.key.startsWith("Arrow") && event.target.closest(".wide");
  if (event.ctrlKey || event.metaKey || event.altKey || typing || scrolling || !KEYS[event.key]) return;
  event.preventDefault();
  ACTIONS[KEYS[event.key]]();
});
figure.querySelector(".tools").addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button && ACTIONS[button.dataset.do]) ACTIONS[button.dataset.do]();
});

const timeAt = event => {
  const box = tracks.querySelector(".plot").getBoundingClientRect();
  return from + (to - from) * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
};
function nearest(time, within) {
  let best = -1, distance = within;
  at.forEach((onset, number) => {
    const away = Math.max(onset - time, time - onset - Number(items[number].dataset.d), 0);
    if (!items[number].hidden && away <= distance) { best = number; distance = away; }
  });
  return best;
}
// a finger draws a span across as a mouse does; where it goes up or down instead, the browser scrolls
// (touch-action) and cancels the drag
let drag = null;
const unmark = () => tracks.querySelectorAll(".drag").forEach(node => node.remove());
tracks.addEventListener("pointerdown", event => {
  if (event.button !== 0 || !event.isPrimary || !event.target.closest(".plot")) return;
  drag = { time: timeAt(event), x: event.clientX, moved: false, pointer: event.pointerId };
});
addEventListener("pointermove", event => {
  if (event.target.closest && event.target.closest(".plot")) {
    const time = timeAt(event), found = nearest(time, (to - from) / 150);
    readout.textContent = clock(time) + (found < 0 ? "" : "   " + items[found].querySelector("b").textContent.trim() + ": " + items[found].querySelectorAll("p")[1].textContent);
    readout.hidden = false;
  }
  if (!drag || event.pointerId !== drag.pointer) return;
  drag.moved = drag.moved || Math.abs(event.clientX - drag.x) > 4;
  unmark();
  if (!drag.moved) return;
  event.preventDefault();
  const time = timeAt(event);
  for (const picture of tracks.querySelectorAll(".plot > svg"))
    place(element(picture, "rect", { class: "drag", height: "100%" }), Math.min(time, drag.time), Math.max(time, drag.time));
});
addEventListener("pointerup", event => {
  if (!drag || event.pointerId !== drag.pointer) return;
  unmark();
  const start = drag, time = timeAt(event);
  drag = null;
  if (start.moved) {
    const span = [Math.min(time, start.time), Math.max(time, start.time)];
    const asked = new CustomEvent("span", { detail: span, bubbles: true, cancelable: true });
    if (figure.dispatchEvent(asked)) show(...span);
  } else {
    const found = nearest(time, (to - from) / 100);
    if (found >= 0) select(found, {});
  }
});
addEventListener("pointercancel", () => { drag = null; unmark(); });
list.addEventListener("click", event => {
  const item = event.target.closest("li");
  if (!item) return;
  if (event.target.closest("a")) event.preventDefault();
  seek(items.indexOf(item), { zoom: true });
});
figure.addEventListener("restore", event => {
  show(event.detail.from, event.detail.to);
  if (event.detail.number >= 0) select(event.detail.number, {});
});
figure.addEventListener("marks", event => {
  let row = tracks.querySelector(".tried");
  if (!row) {
    row = document.createElement("div");
    row.className = "track lane tried";
    const title = Object.assign(document.createElement("div"), { className: "name" });
    title.append(tr("Tried"), document.createElement("small"));
    const plot = Object.assign(document.createElement("div"), { className: "plot" });
    const outer = element(plot, "svg", { class: "lane", width: "100%", height: 15, role: "img", "aria-label": tr("Periodic movements with the tried threshold") });
    const inner = element(outer, "svg", { viewBox: `0 0 ${NIGHT} 15`, preserveAspectRatio: "none", width: "100%", height: "100%", "data-night": NIGHT });
    element(inner, "path", { class: "mark k-plm" });
    row.append(title, plot);
    tracks.insertBefore(row, tracks.querySelector(".track.sleep"));
  }
  row.querySelector("small").textContent = event.detail.length;
  row.querySelector("path").setAttribute("d", event.detail.map(time => `M${time} 3h2v9h-2z`).join(""));
  show(from, to);
});
const filter = document.querySelector(".filter");
const boxes = [...filter.querySelectorAll("input")];
function sift() {
  const shown = new Set(boxes.filter(box => box.checked).map(box => box.value));
  for (const item of items) item.hidden = !shown.has(item.dataset.k);
  for (const hour of list.querySelectorAll(".hour")) {
    const all = hour.querySelectorAll("li").length, left = hour.querySelectorAll("li:not([hidden])").length;
    const told = hour.querySelector("summary small");
    told.dataset.all = told.dataset.all || told.textContent;
    told.textContent = left === all ? told.dataset.all : tr("{left} of {all} movements shown", { left, all });
  }
}
filter.addEventListener("change", sift);
filter.addEventListener("click", event => {
  const button = event.target.closest("[data-kinds]");
  if (!button) return;
  for (const box of boxes) box.checked = button.dataset.kinds === "all";
  sift();
});
figure.querySelector(".tools").hidden = false;
filter.hidden = false;
show(0, NIGHT);
addEventListener("resize", axis);
addEventListener("beforeprint", () => show(0, NIGHT));
})();
