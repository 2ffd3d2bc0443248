"use strict";
(() => {
const find = selector => document.querySelector(selector);
const { root, program } = document.body.dataset;
const lead = find(".lead"), total = find(".total"), list = find(".sensors");
const night = find(".finished"), happened = find(".happened");
const events = new EventSource(`${root}/live/events`);
const say = text => { if (lead.textContent !== text) lead.textContent = text; };
const spell = seconds => seconds < 100 ? `${fixed(seconds, 1)} s` : `${Math.round(seconds / 60)} min`;
const add = (parent, name, className) => parent.appendChild(Object.assign(document.createElement(name), { className }));
const stopping = find(".stopping"), checked = find(".checked");
const SVG = "http://www.w3.org/2000/svg", WIDE = 240, HIGH = 64, MINUTE = 60, LEAST_G = 0.1;
let sensors = [], heard = 0, running = "", asked = "";

function lines(parent, count, make) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) make(add(parent, "li", ""));
}
function ages() {
  // the age goes on even when nothing is heard from limbwatch itself
  sensors.forEach((sensor, place) => {
    const age = sensor.age === null ? null : sensor.age + (performance.now() - heard) / 1000;
    list.children[place].querySelector(".age").textContent = age === null ? tr("no data") : spell(age);
  });
}
function draw(item, { placement, signal }) {
  const picture = item.querySelector("svg"), figure = item.querySelector("figure");
  figure.hidden = !signal.length;
  if (!signal.length) return;
  // at least a tenth of a g high, so that the noise of a still limb looks still
  const low = Math.min(...signal.map(([, least]) => least)), high = Math.max(...signal.map(([, , most]) => most));
  const half = Math.max(high - low, LEAST_G) / 2 * 1.1, middle = (high + low) / 2;
  const x = back => (WIDE * (1 - back / MINUTE)).toFixed(1), y = g => (HIGH / 2 * (1 - (g - middle) / half)).toFixed(1);
  picture.firstChild.setAttribute("d", signal.map(([back, least, most], k) => `${k ? "L" : "M"}${x(back)} ${y(most)}L${x(back)} ${y(least)}`).join(""));
  picture.setAttribute("aria-label", tr("Acceleration of the {limb}, newest minute: {low} to {high} g", { limb: placement, low: fixed(low, 2), high: fixed(high, 2) }));
  item.querySelector("figcaption").textContent = tr("Newest minute: {low} to {high} g. Move the limb to see it respond.", { low: fixed(low, 2), high: fixed(high, 2) });
}
function sensorItem(item) {
  add(item, "b", ""); add(item, "span", "age"); add(item, "small", "");
  const figure = add(item, "figure", "signal");
  const picture = figure.appendChild(document.createElementNS(SVG, "svg"));
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img" })) picture.setAttribute(key, value);
  picture.appendChild(document.createElementNS(SVG, "path"));
  add(figure, "figcaption", "");
}
function check(found) {
  checked.hidden = !found.length;
  lines(find(".checks"), found.length, item => { add(item, "b", ""); add(item, "span", ""); });
  found.forEach(([good, text], place) => {
    const item = find(".checks").children[place];
    item.className = good ? "" : "bad";
    item.querySelector("b").textContent = good ? tr("ok") : tr("look");
    item.querySelector("span").textContent = text;
  });
}
function show(state) {
  sensors = state.sensors;
  lines(list, sensors.length, sensorItem);
  sensors.forEach((sensor, place) => {
    const item = list.children[place];
    item.className = sensor.late ? "late" : "";
    item.querySelector("b").textContent = sensor.placement;
    draw(item, sensor);
    item.querySelector("small").textContent = (sensor.late ? tr("late") : tr("age of the newest data")) + (sensor.battery ? tr(", battery {charge}", { charge: sensor.battery }) : "");
  });
  ages();
  check(state.checks);
  const shown = find(".happenings");
  lines(shown, state.happenings.length, item => { add(item, "time", ""); add(item, "span", ""); });
  state.happenings.forEach(([time, words], place) => {
    shown.children[place].querySelector("time").textContent = time;
    shown.children[place].querySelector("span").textContent = words;
  });
  happened.hidden = !state.happenings.length;
}
const SAID = {
  none: () => tr("No recording is running in this folder."),
  starting: () => tr("The recording is starting."),
  scoring: () => tr("The recording has ended and is being scored."),
  ended: () => tr("The recording has ended."),
  broken: state => tr("The recording has stopped without being scored: {command}", { command: `${program} rescore ${state.name}` }),
  recording: state => {
    const late = state.sensors.filter(sensor => sensor.late).map(sensor => sensor.placement);
    if (asked === state.name) return tr("Ending the recording.");
    if (!state.sensors.length) return tr("Waiting for the first sensor.");
    return late.length ? tr("No new data from: {limbs}.", { limbs: late.join(", ") }) : tr("All sensors are sending.");
  },
};
events.addEventListener("message", event => {
  const state = JSON.parse(event.data);
  heard = performance.now();
  const goes = state.phase === "recording";
  running = goes ? state.name : "";
  say(SAID[state.phase](state) + (state.said ? ` ${state.said}` : ""));
  list.hidden = !goes;
  if (stopping) stopping.hidden = !goes || asked === state.name;
  if (!goes) checked.hidden = true;
  if (goes || state.phase === "scoring") show(state); else sensors = [];
  total.hidden = !goes;
  total.textContent = `${state.name}: ${Math.floor(state.minutes / 60)} h ${String(state.minutes % 60).padStart(2, "0")} min, ${fixed(state.size_mb, 1)} MB` + (state.speed > 1 ? tr(", simulated, up to {speed} times as fast", { speed: state.speed }) : "");
  night.hidden = state.phase !== "ended";
  const link = night.querySelector("a");
  link.href = `${root}/night/${encodeURIComponent(state.name)}`;
  link.textContent = tr("Look at the night {name}", { name: state.name });
});
events.addEventListener("error", () => say(tr("limbwatch is not responding. Is it still running?")));
if (stopping) {
  const first = find("[data-stop]"), sure = find(".sure");
  const open = on => { sure.hidden = !on; first.setAttribute("aria-expanded", String(on)); };
  first.addEventListener("click", () => { open(sure.hidden); if (!sure.hidden) find("[data-sure]").focus(); });
  find("[data-go-on]").addEventListener("click", () => { open(false); first.focus(); });
  sure.addEventListener("keydown", event => { if (event.key === "Escape") { open(false); first.focus(); } });
  find("[data-sure]").addEventListener("click", async () => {
    const name = running;
    let said = {};
    try {
      const answer = await fetch(`${root}/tonight/stop`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name }),
      });
      said = await answer.json();
    } catch {
      said.error = tr("limbwatch is not responding. Is it still running? The recording goes on.");
    }
    open(false);
    if (said.error) say(said.error); else asked = name;
  });
}
setInterval(ages, 500);
})();
