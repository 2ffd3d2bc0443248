"use strict";
(() => {
const find = selector => document.querySelector(selector);
const { root, program } = document.body.dataset;
const lead = find(".lead"), total = find(".total"), list = find(".sensors");
const night = find(".finished"), happened = find(".happened");
const events = new EventSource(`${root}/live/events`);
const say = text => { if (lead.textContent !== text) lead.textContent = text; };
const spell = seconds => seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
const add = (parent, name, className) => parent.appendChild(Object.assign(document.createElement(name), { className }));
let sensors = [], heard = 0;

function lines(parent, count, make) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) make(add(parent, "li", ""));
}
function ages() {
  // the age goes on even when nothing is heard from limbwatch itself
  sensors.forEach((sensor, place) => {
    const age = sensor.age === null ? null : sensor.age + (performance.now() - heard) / 1000;
    list.children[place].querySelector(".age").textContent = age === null ? "no data" : spell(age);
  });
}
function show(state) {
  sensors = state.sensors;
  lines(list, sensors.length, item => { add(item, "b", ""); add(item, "span", "age"); add(item, "small", ""); });
  sensors.forEach((sensor, place) => {
    const item = list.children[place];
    item.className = sensor.late ? "late" : "";
    item.querySelector("b").textContent = sensor.placement;
    item.querySelector("small").textContent = (sensor.late ? "late" : "age of the newest data") + (sensor.battery ? `, battery ${sensor.battery}` : "");
  });
  ages();
  const shown = find(".happenings");
  lines(shown, state.happenings.length, item => { add(item, "time", ""); add(item, "span", ""); });
  state.happenings.forEach(([time, words], place) => {
    shown.children[place].querySelector("time").textContent = time;
    shown.children[place].querySelector("span").textContent = words;
  });
  happened.hidden = !state.happenings.length;
}
const SAID = {
  none: () => "No recording is running in this folder.",
  scoring: () => "The recording has ended and is being scored.",
  ended: () => "The recording has ended.",
  broken: state => `The recording has stopped without being scored: ${program} rescore ${state.name}`,
  recording: state => {
    const late = state.sensors.filter(sensor => sensor.late).map(sensor => sensor.placement);
    if (!state.sensors.length) return "Waiting for the first sensor.";
    return late.length ? `No new data from: ${late.join(", ")}.` : "All sensors deliver.";
  },
};
events.addEventListener("message", event => {
  const state = JSON.parse(event.data);
  heard = performance.now();
  say(SAID[state.phase](state));
  const running = state.phase === "recording";
  list.hidden = !running;
  if (running || state.phase === "scoring") show(state); else sensors = [];
  total.hidden = !running;
  total.textContent = `${state.name}: ${Math.floor(state.minutes / 60)} h ${String(state.minutes % 60).padStart(2, "0")} min, ${state.size_mb.toFixed(1)} MB` + (state.speed > 1 ? `, simulated, up to ${state.speed} times as fast` : "");
  night.hidden = state.phase !== "ended";
  const link = night.querySelector("a");
  link.href = `${root}/night/${encodeURIComponent(state.name)}`;
  link.textContent = `Look at the night ${state.name}`;
});
events.addEventListener("error", () => say("limbwatch does not answer. Is it still running?"));
setInterval(ages, 500);
})();
