"use strict";
(() => {
const lead = document.querySelector(".lead"), list = document.querySelector(".sensors");
const events = new EventSource(`${document.body.dataset.root}/live/events`);
const say = text => { if (lead.textContent !== text) lead.textContent = text; };
const age = seconds => seconds === null ? "no data" : seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
const add = (parent, name, className, text) => parent.appendChild(Object.assign(document.createElement(name), { className, textContent: text }));
events.addEventListener("message", event => {
  const state = JSON.parse(event.data);
  list.textContent = "";
  if (!state.running) { say("No recording is running in this folder."); return; }
  const late = state.sensors.filter(sensor => sensor.late).map(sensor => sensor.placement);
  say(late.length ? `No new data from: ${late.join(", ")}.` : "All sensors deliver.");
  for (const sensor of state.sensors) {
    const item = add(list, "li", sensor.late ? "late" : "", "");
    add(item, "b", "", sensor.placement);
    add(item, "span", "age", age(sensor.age));
    add(item, "small", "", (sensor.late ? "late" : "age of the newest data") + (sensor.battery ? `, battery ${sensor.battery}` : ""));
  }
  add(list, "li", "total", `${state.name}: ${Math.floor(state.minutes / 60)} h ${String(state.minutes % 60).padStart(2, "0")} min, ${state.size_mb} MB`);
});
events.addEventListener("error", () => say("limbwatch does not answer. Is it still running?"));
})();
