"use strict";
(() => {
const { root } = document.body.dataset;
const find = selector => document.querySelector(selector);
const form = find(".evening"), list = find(".offered"), lead = find(".lead");
const { until, speed, other, scenario, test } = form.elements;
const buttons = [...form.querySelectorAll("button")];
let added = 0;

const say = (text, bad = false) => { lead.textContent = text; lead.classList.toggle("bad", bad); };
const rows = () => [...list.children];
async function ask(what, body, saying) {
  say(saying);
  buttons.forEach(button => { button.disabled = true; });
  let said = {};
  try {
    const answer = await fetch(`${root}/tonight/${what}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    said = await answer.json();
  } catch {
    said.error = tr("limbwatch is not responding. Is it still running?");
  }
  buttons.forEach(button => { button.disabled = false; });
  if (!said.error) return said;
  say(said.error, true);
  return null;
}
function heard({ heard: when, rssi, battery, kind, sensor }) {
  const told = [];
  if (kind) told.push(kind);
  if (sensor.startsWith("sim:")) told.push(tr("simulated"));
  else if (when === "connected") told.push(tr("connected to this computer already"));
  else if (rssi) told.push(tr("signal {rssi} dBm", { rssi }));
  else if (when === "last time") told.push(tr("worn last time, not looked for yet"));
  if (battery) told.push(tr("battery {charge} last time", { charge: battery }));
  return told.join(", ");
}
function strength(rssi) {
  // -40 dBm is beside the computer, -100 dBm the edge of what a radio hears
  const meter = Object.assign(document.createElement("meter"), { min: -100, max: -40, value: rssi, title: tr("Strength of the signal") });
  meter.setAttribute("aria-label", tr("Strength of the signal, {rssi} dBm", { rssi }));
  return meter;
}
function fill(row) {
  const { name, rssi, placement } = row.dataset;
  const select = find("template").content.querySelector("select").cloneNode(true);
  select.id = `worn-${++added}`;
  select.value = placement || "";
  select.addEventListener("change", simulated);
  const label = Object.assign(document.createElement("label"), { htmlFor: select.id, textContent: name });
  const small = Object.assign(document.createElement("small"), { textContent: heard(row.dataset) });
  row.replaceChildren(label, ...(rssi ? [strength(Number(rssi))] : []), small, select);
}
function add(one) {
  const before = rows().find(row => row.dataset.sensor === one.sensor && !one.sensor.startsWith("sim:"));
  const row = before || document.createElement("li");
  const worn = before && before.querySelector("select").value;
  for (const [key, value] of Object.entries(one)) row.dataset[key] = value ?? "";
  if (worn) row.dataset.placement = worn;
  if (!before) list.append(row);
  fill(row);
  simulated();
  return row;
}
const worn = () => rows().map(row => ({ sensor: row.dataset.sensor, kind: row.dataset.kind || "", placement: row.querySelector("select").value })).filter(one => one.placement);
const played = () => worn().length > 0 && worn().every(one => one.sensor.startsWith("sim:"));
function simulated() { find(".faster").hidden = !played(); }

async function scan() {
  const found = await ask("scan", {}, tr("Listening for eight seconds."));
  if (!found) return;
  found.sensors.forEach(add);
  const range = !found.sensors.length ? "" : found.sensors.length === 1 ? tr("One sensor is in range. Say where each is worn.") : tr("{count} sensors are in range. Say where each is worn.", { count: found.sensors.length });
  say(range || tr("No sensor that limbwatch knows is in range. Switch it on, take it out of its charger, and close its app on every phone."), !range);
}
function addTyped(field) {
  const sensor = field.value.trim();
  if (!sensor) { say(tr("Type the address or the name of the sensor first."), true); field.focus(); return; }
  const row = add({ sensor, name: field === scenario ? field.selectedOptions[0].textContent : sensor, heard: "" });
  if (field === other) other.value = "";
  row.querySelector("select").focus();
  say(tr("Added. Say where it is worn."));
}
async function start() {
  if (!worn().length) { say(tr("Say where at least one sensor is worn."), true); return; }
  const wish = { sensors: worn(), until: until.value, test: test.checked };
  if (played()) wish.speed = Number(speed.value);
  const begun = await ask("start", wish, played() ? tr("Starting: the simulated night is being made.") : tr("Starting."));
  if (begun) location.assign(`${root}/live`);
}
rows().forEach(fill);
simulated();
form.hidden = false;
find("[data-scan]").addEventListener("click", scan);
form.querySelectorAll("[data-add]").forEach(button => button.addEventListener("click", () => addTyped(form.elements[button.dataset.add])));
other.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); addTyped(other); } });
test.addEventListener("change", () => { find(".before").hidden = !test.checked; });
form.addEventListener("submit", event => { event.preventDefault(); start(); });
})();
