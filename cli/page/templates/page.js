"use strict";
(() => {
const { root, name } = document.body.dataset;
const flash = document.querySelector(".flash");
const figure = document.getElementById("night");
const items = [...document.querySelectorAll(".list li")];
const relabel = document.querySelector(".relabel");
const excluding = document.querySelector("[data-edit=exclude]");
let selected = null;

async function send(what, body) {
  let answer, said = {};
  try {
    answer = await fetch(`${root}/night/${encodeURIComponent(name)}/${what}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    said = await answer.json();
  } catch {
    said.error = "limbwatch does not answer. Is it still running? Nothing was changed.";
  }
  if (said.error) {
    flash.textContent = said.error;
    flash.classList.add("bad");
    return null;
  }
  return said;
}
async function change(body) {
  const said = await send("change", body);
  if (!said) return;
  const text = said.before === said.after ? `Saved. The index stays ${said.after} per hour of sleep.`
    : `Saved. The index goes from ${said.before} to ${said.after} per hour of sleep.`;
  sessionStorage.setItem("flash", text);
  sessionStorage.setItem("view", JSON.stringify({ ...figure.dataset, y: scrollY, onset: selected && selected.dataset.t }));
  location.reload();
}
function correct(kind) {
  if (selected) change({ change: "relabel", onset_s: Number(selected.dataset.t), kind });
}
function exclude(on) {
  excluding.setAttribute("aria-pressed", String(on));
  figure.classList.toggle("excluding", on);
  flash.classList.remove("bad");
  flash.textContent = on ? "Drag across the night to leave out a span. Press x or Esc to stop." : "";
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
  if (button.dataset.edit === "exclude") exclude(!pressed());
  if (button.dataset.edit === "undo") change({ change: "undo" });
  if (button.dataset.edit === "relabel") correct(relabel.querySelector("select").value);
});
for (const moment of ["bedtime", "rising"])
  document.querySelector(`input[name=${moment}]`).addEventListener("change", event => {
    if (event.target.value) change({ change: moment, time: event.target.value });
  });
const KINDS = { 1: "limb_movement", 2: "hypnic_jerk", 3: "gross_movement", 4: "twitch", 5: "wake_movement", 6: "uncertain" };
document.addEventListener("keydown", event => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (KINDS[event.key]) correct(KINDS[event.key]);
  if (event.key === "x") exclude(!pressed());
  if (event.key === "Escape" && pressed()) exclude(false);
  if (event.key === "u") change({ change: "undo" });
});
const NUMBERS = ["caffeine", "alcohol", "stress"], ANSWERS = ["sleep_debt", "irregular"];
document.querySelector(".noting form").addEventListener("submit", async event => {
  event.preventDefault();
  const told = {};
  for (const [field, value] of new FormData(event.target)) {
    if (value === "") continue;
    told[field] = NUMBERS.includes(field) ? Number(value) : ANSWERS.includes(field) ? value === "true" : value;
  }
  if (!(await send("notes", told))) return;
  sessionStorage.setItem("flash", "Notes saved.");
  location.reload();
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
      output.textContent = `Detecting and scoring the night again with its thresholds times ${times} ...`;
      let found;
      try {
        found = await (await fetch(`${root}/night/${encodeURIComponent(name)}/rescan?factor=${times}`)).json();
      } catch {
        found = { error: "limbwatch does not answer. Is it still running?" };
      }
      if (found.error) { output.textContent = found.error; continue; }
      const index = found.index === null ? "no sleep" : `${found.index.toFixed(1)} per hour of sleep`;
      const levels = Object.entries(found.mg).map(([limb, mg]) => `${limb} ${mg.toFixed(1)} mg`).join(", ");
      output.textContent = `Thresholds times ${times} (${levels}): ${found.movements} leg movements asleep, ${found.onsets.length} periodic, ${index}. A look only; the night stays as it was scored.`;
      figure.dispatchEvent(new CustomEvent("marks", { detail: found.onsets }));
    }
    busy = false;
    progress.hidden = true;
  };
  slider.addEventListener("input", () => { if (!busy) output.textContent = `Thresholds times ${factor()}: let go to look.`; });
  slider.addEventListener("change", () => { wanted = factor(); rescan(); });
}

const said = sessionStorage.getItem("flash"), view = sessionStorage.getItem("view");
sessionStorage.removeItem("flash");
sessionStorage.removeItem("view");
if (said) flash.textContent = said;
if (view) {
  const { from, to, onset, y } = JSON.parse(view);
  const number = onset === null ? -1 : items.findIndex(item => item.dataset.t === onset);
  figure.dispatchEvent(new CustomEvent("restore", { detail: { from: Number(from), to: Number(to), number } }));
  scrollTo({ top: y, behavior: "instant" });
}
if (matchMedia("(max-width:60rem)").matches) document.querySelector(".shelf details").open = false;
const current = document.querySelector(".shelf li [aria-current]");
if (current) current.scrollIntoView({ block: "nearest", behavior: "instant" });
})();
