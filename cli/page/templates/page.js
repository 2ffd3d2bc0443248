"use strict";
(() => {
const { root, name, of: hour, seen } = document.body.dataset;
const flash = document.querySelector(".flash");
const figure = document.getElementById("night");
const items = [...document.querySelectorAll(".list li")], hours = [...document.querySelectorAll(".list .hour")];
const relabel = document.querySelector(".relabel");
const excluding = document.querySelector("[data-edit=exclude]");
const times = document.querySelector(".times"), spanning = document.querySelector(".spanning");
const noting = document.querySelector(".noting form"), about = document.querySelector(".about form");
let selected = null, busy = false;
const local = value => String(value).replace(".", tr("."));

// only what was changed here is sent, beside what stood here: what was told elsewhere meanwhile stays
const told = form => Object.fromEntries(new FormData(form));
const opened = new Map([noting, about].filter(Boolean).map(form => [form, told(form)]));
const altered = form => Object.fromEntries(Object.entries(told(form)).filter(([field, value]) => value !== opened.get(form)[field]));
const shown = form => JSON.parse(form.dataset.shown);
const say = (text, bad = false) => { flash.textContent = text; flash.classList.toggle("bad", bad); };
async function send(what, body) {
  // one change at a time: Enter and the loss of the focus come together
  if (busy) return null;
  busy = true;
  let said = {};
  try {
    const answer = await fetch(`${root}/night/${encodeURIComponent(name)}/${what}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    said = await answer.json();
  } catch {
    said.error = tr("limbwatch is not responding. Is it still running? Nothing was changed.");
  }
  if (said.error) { say(said.error, true); busy = false; return null; }
  return said;
}
function reload(text, done = null) {
  const active = document.activeElement;
  sessionStorage.setItem("flash", text);
  sessionStorage.setItem("view", JSON.stringify({ ...figure.dataset, y: scrollY, onset: selected && selected.dataset.t,
    field: active.name || "", noting: document.querySelector(".noting").open, about: document.querySelector(".about").open, hours: hours.map(hour => hour.open),
    // what is typed and not saved yet outlives a correction; of the form that was saved nothing is left to keep
    typed: [...opened.keys()].map(form => form === done ? {} : altered(form)), stood: [...opened.keys()].map(shown) }));
  location.reload();
}
async function change(body) {
  const said = await send("change", { ...body, seen: Number(seen) });
  if (!said) return;
  if (said.number === null) { busy = false; say(tr("That is so already: nothing was changed.")); return; }
  reload((said.before === said.after ? tr("Saved. The index stays {after} per hour {of}.", { ...said, of: hour })
    : tr("Saved. The index goes from {before} to {after} per hour {of}.", { ...said, of: hour })) + ` ${said.what}.`);
}
function correct(kind) {
  if (selected) change({ change: "relabel", onset_s: Number(selected.dataset.t), kind });
}
function exclude(on, typing = false) {
  excluding.setAttribute("aria-pressed", String(on));
  figure.classList.toggle("excluding", on);
  spanning.hidden = !on;
  if (on && typing) spanning.elements.from.focus();
  say(on ? tr("Drag across the night to leave out a span, or type its times.") : "");
}
const pressed = () => excluding.getAttribute("aria-pressed") === "true";

figure.addEventListener("movement", event => {
  selected = items[event.detail];
  relabel.querySelector("select").value = selected.dataset.k === "plm" ? "limb_movement" : selected.dataset.k;
  relabel.hidden = false;
  figure.querySelector(".one").append(relabel);
});
figure.addEventListener("span", event => {
  if (!pressed()) return;
  event.preventDefault();
  const [start, end] = event.detail;
  change({ change: "exclude", start_s: start, end_s: end });
});
document.addEventListener("click", event => {
  const button = event.target.closest("[data-edit]");
  if (!button) return;
  const what = button.dataset.edit;
  // a click that no pointer made is the keyboard's
  if (what === "exclude") exclude(!pressed(), event.detail === 0);
  if (what === "undo" || what === "redo") change({ change: what });
  if (what === "undo-notes") note({ undo: true, shown: shown(noting) });
  if (what === "undo-wearer") tell({ undo: true, shown: shown(about) });
  if (what === "relabel") correct(relabel.querySelector("select").value);
});

// a time is asked for when it is done: Enter, the button, or the focus goes elsewhere on the page;
// the browser's own "change" comes with every digit
const moments = [times.elements.bedtime, times.elements.rising];
const undone = field => field.value !== field.defaultValue && field.value !== field.dataset.tried;
async function settle(field) {
  const stays = () => " " + tr("{what} stays {value}.", { what: field.labels[0].textContent.trim(), value: field.defaultValue || tr("unknown") });
  if (field.validity.badInput) {
    say(tr("That time is not complete: nothing was changed.") + stays(), true);
    if (document.activeElement !== field) field.value = field.defaultValue;
    return;
  }
  if (!field.value || !undone(field)) return;
  field.dataset.tried = field.value;
  await change({ change: field.name, time: field.value });
  // still here, so it was not taken: what is in force stands in the field again
  if (busy) return;
  field.value = field.defaultValue;
  if (flash.classList.contains("bad")) say(flash.textContent + stays(), true);
}
times.addEventListener("input", () => { times.querySelector("button").disabled = !moments.some(field => field.value && undone(field)); });
times.addEventListener("focusout", event => { if (document.hasFocus() && moments.includes(event.target)) settle(event.target); });
times.addEventListener("submit", async event => {
  event.preventDefault();
  for (const field of moments) { delete field.dataset.tried; await settle(field); }
});
spanning.addEventListener("submit", event => {
  event.preventDefault();
  change({ change: "exclude", from: spanning.elements.from.value, to: spanning.elements.to.value });
});
spanning.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  exclude(false);
  excluding.focus();
});

const KINDS = { 1: "limb_movement", 2: "hypnic_jerk", 3: "gross_movement", 4: "twitch", 5: "wake_movement", 6: "uncertain" };
const ACTIONS = { x: () => exclude(!pressed(), !pressed()), u: () => change({ change: "undo" }), r: () => change({ change: "redo" }) };
// keys that were meant for what was there before the page came anew must not hit it: they count a
// second after loading, after a typist's pause of a second, or when a pointer was used
const PAUSE_MS = 1000;
let quiet = performance.now() + PAUSE_MS, typist = false;
addEventListener("pointerdown", () => { quiet = 0; }, true);
// what was saved a while ago is no answer to what is done now
const old = () => { if (!busy && !flash.classList.contains("bad")) say(""); };
addEventListener("pointerdown", event => { if (!event.target.closest("[data-edit], [type=submit]")) old(); }, true);
addEventListener("input", event => { if (event.timeStamp >= quiet) old(); }, true);
document.addEventListener("keydown", event => {
  const soon = event.timeStamp < quiet;
  if (soon && typist) quiet = event.timeStamp + PAUSE_MS;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (soon || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Escape" && pressed()) exclude(false);
  else if (Object.hasOwn(KINDS, event.key)) correct(KINDS[event.key]);
  else if (Object.hasOwn(ACTIONS, event.key)) { event.preventDefault(); ACTIONS[event.key](); }
});
const ANSWERS = ["sleep_debt", "irregular"];
const elsewhere = said => said.elsewhere ? " " + tr("Meanwhile changed elsewhere, and kept so: {elsewhere}.", said) : "";
async function note(asked) {
  const said = await send("notes", asked);
  if (!said) return;
  if (!said.changed && !said.elsewhere) { busy = false; say(tr("The notes are like that already: nothing was changed.")); return; }
  reload(asked.undo ? tr("The notes are as before. Saved.") : (said.changed ? tr("Notes saved.") : tr("The notes are like that already: nothing was changed.")) + elsewhere(said), noting);
}
noting.addEventListener("submit", event => {
  event.preventDefault();
  const asked = {};
  for (const [field, value] of Object.entries(altered(noting)))
    asked[field] = value === "" ? null : ANSWERS.includes(field) ? value === "true" : value;
  note({ told: asked, shown: shown(noting) });
});

async function tell(asked) {
  const said = await send("wearer", asked);
  if (!said) return;
  if (!said.changed && !said.elsewhere) { busy = false; say(tr("The answers are like that already: nothing was changed.")); return; }
  reload(asked.undo ? tr("The answers are as before. Saved.") : (said.changed ? tr("Answers saved.") : tr("The answers are like that already: nothing was changed.")) + elsewhere(said), about);
}
if (about) about.addEventListener("submit", event => {
  event.preventDefault();
  tell({ told: altered(about), shown: shown(about) });
});

const slider = document.querySelector("[name=factor]");
if (slider) {
  const output = document.querySelector(".threshold output"), progress = document.querySelector(".threshold progress");
  const factor = () => Number((2 ** slider.value).toPrecision(2));
  let wanted = null, busy = false;
  const rescan = async () => {
    if (busy) return;
    busy = true;
    progress.hidden = false;
    while (wanted !== null) {
      const times = wanted;
      wanted = null;
      output.textContent = tr("Detecting and scoring the night again with its thresholds times {times} ...", { times: local(times) });
      let found;
      try {
        found = await (await fetch(`${root}/night/${encodeURIComponent(name)}/rescan?factor=${times}`)).json();
      } catch {
        found = { error: tr("limbwatch is not responding. Is it still running?") };
      }
      if (found.error) { output.textContent = found.error; continue; }
      const index = found.index === null ? tr("no sleep") : tr("{index} per hour of sleep", { index: fixed(found.index, 1) });
      const levels = Object.entries(found.mg).map(([limb, mg]) => `${limb} ${fixed(mg, 1)} mg`).join(", ");
      output.textContent = tr("Thresholds times {times} ({levels}): {movements} leg movements asleep, {periodic} periodic, {index}. A preview; the night stays as it was scored.", { times: local(times), levels, movements: found.movements, periodic: found.onsets.length, index });
      figure.dispatchEvent(new CustomEvent("marks", { detail: found.onsets }));
    }
    busy = false;
    progress.hidden = true;
  };
  const spoken = () => slider.setAttribute("aria-valuetext", tr("thresholds times {times}", { times: local(factor()) }));
  spoken();
  slider.addEventListener("input", spoken);
  slider.addEventListener("input", () => { if (!busy) output.textContent = tr("Thresholds times {times}: let go to look.", { times: local(factor()) }); });
  slider.addEventListener("change", () => { wanted = factor(); rescan(); });
}

const said = sessionStorage.getItem("flash"), view = sessionStorage.getItem("view");
sessionStorage.removeItem("flash");
sessionStorage.removeItem("view");
document.querySelector(".controls").hidden = false;
if (said) say(said);
if (view) {
  const { from, to, onset, y, field, noting, about: asking, hours: open, typed, stood } = JSON.parse(view);
  hours.forEach((hour, number) => { hour.open = open[number]; });
  document.querySelector(".noting").open = noting;
  document.querySelector(".about").open = asking;
  [...opened.keys()].forEach((form, number) => {
    // what was typed was typed beside what stood there then: what was told elsewhere since is no less refused
    const now = shown(form);
    for (const [field, value] of Object.entries(typed[number])) if (form.elements[field]) {
      form.elements[field].value = value;
      now[field] = stood[number][field];
    }
    form.dataset.shown = JSON.stringify(now);
  });
  typist = field !== "";
  const number = onset === null ? -1 : items.findIndex(item => item.dataset.t === onset);
  figure.dispatchEvent(new CustomEvent("restore", { detail: { from: Number(from), to: Number(to), number } }));
  // who went on to the next field goes on there
  const next = field && document.querySelector(`.edit [name="${CSS.escape(field)}"]`);
  if (next) next.focus({ preventScroll: true });
  scrollTo({ top: y, behavior: "instant" });
}
document.querySelector(".shelf details").open = !matchMedia("(max-width:60rem)").matches;
const current = document.querySelector(".shelf li [aria-current]");
if (current) current.scrollIntoView({ block: "nearest", behavior: "instant" });
})();
