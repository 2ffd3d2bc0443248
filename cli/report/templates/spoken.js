"use strict";
// before every other script: texts of the language that is spoken, by their English, and numbers
const TEXTS = JSON.parse(document.body.dataset.texts || "{}");
const tr = (text, values = {}) => (TEXTS[text] || text).replace(/\{(\w+)\}/g, (_, key) => values[key]);
const fixed = (value, digits) => value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
