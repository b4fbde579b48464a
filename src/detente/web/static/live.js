// The live page: controls change the store, the store asks the models, answers fill the page.

import { get, pause, study } from "./api.js";
import { Answers } from "./answers.js";
import { bind } from "./controls.js";
import { bind as bindFind } from "./find.js";
import { bind as bindJumps } from "./jump.js";
import { bind as bindSaving } from "./save.js";
import { Solver } from "./solver.js";
import { Store } from "./store.js";

const main = document.getElementById("main");
const { study: name, version } = main.dataset;
const store = new Store();
const { known, moves } = bind(main, store);
const answers = new Answers(main);
const solver = new Solver(name, version, shown, troubled);
const button = (id) => document.getElementById(id);

bindFind(main.querySelector(".controls"));
bindJumps(main, name, version, store, note);
bindSaving(name, version, store);

function tell(words, kind = "") {
  const state = document.getElementById("state");
  state.className = `state ${kind}`;
  state.querySelector(".words").textContent = words;
}

// What stays to be read while answers come and go: where a jump led.
function note(words, kind) {
  button("note").textContent = words;
  button("note").className = `note ${kind}`;
}

function shown(answer, mark, milliseconds) {
  const turned = answers.show(answer);
  store.use(answer.parts, mark);
  const news = turned.length ? ` ${turned.map((one) => `“${one.says}” is now ${one.truth}.`).join(" ")}` : "";
  tell(`Solved in ${Math.round(milliseconds)} ms.${news}`, "ready");
  main.dataset.shown = mark;
}

function troubled(trouble) {
  tell(`${trouble.message[0].toUpperCase()}${trouble.message.slice(1)}.`, "trouble");
}

function buttons() {
  button("undo").disabled = !store.past.length;
  button("redo").disabled = !store.future.length;
  button("reset").disabled = store.atCentre;
}

async function untilReady() {
  for (;;) {
    const state = await get(study(name, "ready"));
    if (state.failed) throw new Error(state.stage);
    if (state.done) return;
    tell(
      `One moment: ${state.stage}, ${Math.round(state.seconds)} s so far. The first time takes up to a minute or two, ` +
        "later some seconds. You can look around meanwhile.",
      "busy",
    );
    await pause(0.5);
  }
}

// Take the state of the address, and say what of it the study does not have.
function adopt() {
  const unknown = store.read(location.hash, known, moves);
  if (unknown.length) note(`The link names what this study does not have: ${unknown.join(", ")}.`, "trouble");
}

function listen() {
  let waiting = true;
  store.addEventListener("changed", () => {
    buttons();
    if (!waiting) solver.ask(store.plain, store.text);
  });
  store.addEventListener("kept", buttons);
  store.addEventListener("wanted", (event) => store.read(event.detail, known, moves));
  addEventListener("hashchange", () => {
    adopt();
    store.commit();
  });
  button("undo").addEventListener("click", () => store.undo());
  button("redo").addEventListener("click", () => store.redo());
  button("reset").addEventListener("click", () => store.go({}));
  button("link").addEventListener("click", copy);
  addEventListener("keydown", keys);
  return () => (waiting = false);
}

function keys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("input.value, input[type=search]")) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) store.redo();
    else store.undo();
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(location.href);
    tell("The link is copied: it holds this point.", "ready");
  } catch {
    tell("Copy the address of this page: it holds this point.", "ready");
  }
}

async function begin() {
  const go = listen();
  if (location.hash) adopt();
  store.kept = store.text;
  buttons();
  await untilReady();
  answers.begin(await solver.one({ values: {}, off: [] }));
  go();
  solver.ask(store.plain, store.text);
}

addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  troubled(event.reason);
});
begin().catch(troubled);
