// The page Explore: runs on top, what is found in one of them below; the address holds what is looked at.

import { get } from "./api.js";
import { byId } from "./dom.js";
import { Ensembles } from "./ensemble.js";
import { Space } from "./space.js";

const main = byId("main");
const ensembles = new Ensembles(main.dataset.study, main.dataset.version, { done: look, chosen: look });

function kept(state) {
  const held = new URLSearchParams({ run: state.run, claim: state.claim, x: state.x, y: state.y });
  if (state.box) held.set("box", [...state.box.x, ...state.box.y].map((one) => Number(one.toPrecision(6))).join(" "));
  history.replaceState(null, "", `#${held}`);
}

function held() {
  const found = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const box = (found.box ?? "").split(" ").map(Number);
  const whole = box.length === 4 && box.every(Number.isFinite);
  return { ...found, box: whole ? { x: box.slice(0, 2), y: box.slice(2) } : null };
}

async function look(run, state = {}) {
  const words = byId("key");
  try {
    const found = await get(`/api/runs/${encodeURIComponent(run)}`);
    byId("found").hidden = false;
    ensembles.mark(run);
    words.textContent =
      `Of ${found.draws.toLocaleString("en")} draws, seed ${found.seed}. Above each line: all draws, with the 95 % interval; ` +
      "below it: those in the region; the ticks part the words of a verdict (10, 40, 60, 90 %). A claim stands above those that support it. Click one to colour the picture by it.";
    if (found.axes.length > 1) new Space(found, state, kept);
    else words.textContent += " Fewer than two assumptions differ, so there is no space to look into.";
    main.dataset.run = run;
  } catch (trouble) {
    byId("trouble").hidden = false;
    byId("trouble").textContent = `${trouble.message}.`;
  }
}

async function begin() {
  const state = held();
  const runs = await ensembles.list();
  const wanted = runs.find((one) => one.finished && one.run === state.run);
  const first = wanted ?? runs.find((one) => one.finished && one.same_text) ?? runs.find((one) => one.finished);
  if (first) await look(first.run, wanted ? state : {});
}

begin().catch((trouble) => {
  byId("trouble").hidden = false;
  byId("trouble").textContent = `${trouble.message}.`;
});
