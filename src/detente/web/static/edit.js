// The page Edit: a text, its faults, its draft in this browser, and saving it without writing over what was not seen.

import { Trouble, pause, post } from "./api.js";
import { byId, make } from "./dom.js";
import { Draft, older } from "./draft.js";
import { Editor } from "./editor.js";

const WAIT = 0.35;
const main = byId("main");
const { study } = main.dataset;
const editor = new Editor();
let { mark } = main.dataset;
let saved = editor.field.defaultValue;
let latest = 0;
let replaced = "";
let draft = new Draft(study, main.dataset.version, mark);

const said = (words) => words[0].toUpperCase() + words.slice(1) + (/[.?!]$/.test(words) ? "" : ".");
const clock = (when) => new Date(when).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

function tell(words, trouble = false) {
  byId("told").textContent = words;
  byId("told").classList.toggle("fault", trouble);
}

// Checking: after a pause in typing, one text at a time, the newest wins.
async function check() {
  const mine = (latest += 1);
  await pause(WAIT);
  if (mine !== latest) return;
  const { text } = editor;
  try {
    const found = await post("/api/check", { text, name: study.slice(0, 80) });
    if (mine === latest) show(found, text);
  } catch (trouble) {
    if (mine !== latest) return;
    byId("verdict").textContent = said(trouble.message);
    if (trouble.status === 429 || trouble.status === 0) await pause(2).then(check);
  }
}

function show({ faults, holds }, text) {
  const many = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  byId("verdict").textContent = faults.length ? `${many}.` : `No fault: ${holds}.`;
  byId("verdict").className = faults.length ? "fault" : "sound";
  byId("faults").replaceChildren(...faults.map(row));
  byId("use").disabled = faults.length > 0;
  editor.mark(faults);
  main.dataset.checked = text === editor.text ? String(faults.length) : "";
}

function row(one) {
  const where = make("span", { class: "place" }, `line ${one.line}, column ${one.column}`);
  const go = make("button", { type: "button", onclick: () => editor.go(one.line, one.column) }, where, ` ${one.what}`);
  return make("li", {}, go, one.mend ? make("p", { class: "mend" }, said(one.mend)) : "", one.caret ? make("pre", {}, one.caret) : "");
}

function changed() {
  const { text } = editor;
  const same = text === saved;
  byId("changed").hidden = same;
  main.dataset.checked = "";
  if (same) draft.forget();
  else if (!draft.keep(text)) tell("This browser keeps no draft: save before you leave this page.", true);
  check();
}

// What earlier visits left: shown where the text is still the one that it was typed into, else offered.
function revive() {
  const { left } = draft;
  if (left && left.text !== saved) {
    note("draft", `Your draft of ${clock(left.when)} is shown: it was not saved.`);
    editor.text = left.text;
  }
  const other = older(study, main.dataset.version);
  if (!other) return;
  note("older", `There is a draft of ${clock(other.left.when)}, made from another text of this file; the file has changed since.`);
  byId("bring").onclick = () => {
    const found = other.left;
    draft = other;
    mark = draft.mark = found.mark;
    byId("older").hidden = byId("draft").hidden = true;
    editor.text = found.text;
  };
  byId("drop").onclick = () => {
    other.forget();
    byId("older").hidden = true;
  };
}

function note(id, words) {
  byId(id).hidden = false;
  byId(id).querySelector("p").textContent = words;
}

function discard() {
  byId("draft").hidden = true;
  editor.text = saved;
}

async function write(name, over) {
  const { text } = editor;
  const found = await post("/api/files", { file: name, text, mark: over });
  draft.forget();
  if (name !== study) {
    leaving = true;
    location.assign(`/edit/${encodeURIComponent(name)}`);
    return;
  }
  draft = new Draft(study, found.mark, found.mark);
  mark = main.dataset.mark = found.mark;
  saved = text;
  byId("draft").hidden = true;
  changed();
  tell(`Saved at ${new Date().toLocaleTimeString([], { timeStyle: "short" })}.`);
}

async function save(over = mark) {
  if (!main.dataset.writable) return saveAs();
  try {
    await write(study, over);
    byId("conflict").close();
  } catch (trouble) {
    if (trouble instanceof Trouble && trouble.status === 409) ask(trouble);
    else tell(said(trouble.message), true);
  }
  return undefined;
}

function ask(trouble) {
  const { mark: present, now, exists } = trouble.error;
  byId("conflict-told").textContent = said(trouble.message);
  byId("now").hidden = !exists;
  byId("now").querySelector("pre").textContent = now ?? "";
  byId("over").onclick = () => save(present);
  if (!byId("conflict").open) byId("conflict").showModal();
}

function saveAs() {
  byId("conflict").close();
  byId("file").value = main.dataset.file;
  byId("saving-told").textContent = "";
  byId("replace").hidden = true;
  replaced = "";
  byId("saving").showModal();
  byId("file").select();
}

async function writeAs(over) {
  try {
    await write(byId("file").value.trim(), over);
    byId("saving").close();
  } catch (trouble) {
    byId("saving-told").textContent = said(trouble.message);
    replaced = trouble.error?.mark ?? "";
    byId("replace").hidden = !trouble.error?.exists;
  }
}

async function use() {
  try {
    const { text } = editor;
    const found = text === saved ? { study } : await post("/api/texts", { text, name: study.slice(0, 80) });
    leaving = true;
    location.assign(`/live/${encodeURIComponent(found.study)}`);
  } catch (trouble) {
    tell(said(trouble.message), true);
  }
}

let leaving = false;
addEventListener("beforeunload", (event) => {
  if (!draft.kept && !leaving) event.preventDefault();
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  save();
});
byId("save").addEventListener("click", () => save());
byId("save-as").addEventListener("click", saveAs);
byId("use").addEventListener("click", use);
byId("discard").addEventListener("click", discard);
byId("elsewhere").addEventListener("click", saveAs);
byId("cancel").addEventListener("click", () => byId("saving").close());
byId("replace").addEventListener("click", () => writeAs(replaced));
byId("file").addEventListener("input", () => (byId("replace").hidden = true));
byId("write").addEventListener("click", (event) => {
  event.preventDefault();
  writeAs("");
});
editor.addEventListener("changed", changed);
revive();
check();
