// Beginning a run, following it by server-sent events, stopping it, and the list of runs that are kept.

import { get, post, study } from "./api.js";
import { Cost } from "./cost.js";
import { byId, make } from "./dom.js";

const run = (name, what = "") => `/api/runs/${encodeURIComponent(name)}${what}`;

export class Ensembles {
  // `done(run)` is told of a run that is finished, `chosen(run)` of one that is to be looked into.
  constructor(name, version, { done, chosen }) {
    this.name = name;
    this.version = version;
    this.done = done;
    this.chosen = chosen;
    this.stream = null;
    this.bound = false; // whether a run of one's own goes on
    this.shown = "";
    this.cost = new Cost(name);
    byId("order").addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin(Number(byId("draws").value), Number(byId("seed").value || NaN));
    });
    byId("stop").addEventListener("click", () => this.#stop());
  }

  async begin(draws, seed) {
    try {
      this.#trouble("");
      byId("begin").disabled = true;
      const order = { draws, seed, flips: byId("flips").checked, version: this.version };
      this.#follow(await post(study(this.name, "run"), order));
    } catch (trouble) {
      if (this.stream) byId("begin").disabled = false;
      else this.#idle();
      this.#trouble(trouble.message);
    }
  }

  // Show the runs that are kept; follow one that goes on. Return the list.
  async list() {
    const { kept, going } = await get(study(this.name, "runs"));
    this.kept = kept;
    this.live = new Set(going.map((one) => one.run));
    this.#show();
    this.cost.tell();
    if (going.length && !this.stream) this.#follow(going.find((one) => one.may_stop) ?? going[0]);
    return kept;
  }

  mark(name) {
    this.shown = name;
    this.#show();
  }

  async #stop() {
    byId("stop").disabled = true;
    try {
      await post(run(this.going, "/stop"), {});
    } catch (trouble) {
      this.#trouble(trouble.message);
    }
  }

  #follow(state) {
    this.going = state.run;
    this.bound = byId("begin").disabled = state.may_stop;
    byId("stop").disabled = false;
    byId("stop").hidden = !state.may_stop;
    byId("whose").hidden = state.may_stop;
    byId("progress").hidden = false;
    this.#progress(state);
    this.stream?.close();
    this.stream = new EventSource(run(state.run, "/events"));
    this.stream.addEventListener("message", (event) => this.#progress(JSON.parse(event.data)));
    this.stream.addEventListener("error", () => {
      if (this.stream?.readyState === EventSource.CLOSED) this.#lost();
      else byId("stage").textContent = "The server does not answer; trying again";
    });
  }

  #progress(state) {
    const bar = byId("bar");
    bar.max = state.draws;
    if (state.done || state.ended) bar.value = state.done;
    else bar.removeAttribute("value");
    byId("stage").textContent = said(state);
    if (state.ended) this.#ended(state);
  }

  async #ended(state) {
    this.#idle();
    if (state.ended === "failed") this.#trouble(`The run failed: ${state.stage}`);
    if (state.ended === "stopped") this.#trouble("");
    byId("progress").hidden = state.ended === "failed";
    await this.list();
    if (state.ended === "done") this.done(state.run);
  }

  async #lost() {
    this.#idle();
    byId("progress").hidden = true;
    await this.list().catch((trouble) => this.#trouble(trouble.message));
  }

  #idle() {
    this.stream?.close();
    this.stream = null;
    this.bound = byId("begin").disabled = false;
    byId("stop").disabled = true;
  }

  #trouble(words) {
    byId("trouble").hidden = !words;
    byId("trouble").textContent = words && `${words[0].toUpperCase()}${words.slice(1)}.`;
  }

  #show() {
    byId("none").hidden = this.kept.length > 0;
    byId("kept").replaceChildren(...this.kept.map((one) => this.#row(one)));
  }

  #row(one) {
    const words = `${one.draws.toLocaleString("en")} draws, seed ${one.seed}`;
    const when = new Date(1000 * one.when).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const other = one.same_text ? "" : make("span", { class: "badge judged", title: "The study's text has changed since" }, "another text");
    const at = `${this.live.has(one.run) ? "goes on from" : "stopped at"} ${one.done.toLocaleString("en")}`;
    const far = one.finished ? when : at;
    const told = make("span", { class: "told" }, words, " ", make("span", { class: "soft" }, far), " ", other);
    return make("li", { "data-run": one.run, class: one.run === this.shown ? "shown" : "" }, told, this.#doing(one, words));
  }

  #doing(one, words) {
    if (one.finished) {
      const look = make("button", { type: "button", "aria-pressed": String(one.run === this.shown), onclick: () => this.chosen(one.run) }, "Look into it");
      look.setAttribute("aria-label", `Look into it: ${words}`);
      const page = make("a", { href: `/report/${encodeURIComponent(one.run)}/report.html`, target: "_blank", rel: "noopener" }, "Report");
      page.setAttribute("aria-label", `Report of ${words}, in a tab of its own`);
      return make("span", { class: "doing" }, look, page);
    }
    if (this.live.has(one.run)) return "";
    if (!one.resumes) return make("span", { class: "soft" }, "goes on where it was begun");
    const go = make("button", { type: "button", onclick: () => this.begin(one.draws, one.seed) }, "Go on");
    go.setAttribute("aria-label", `Go on: ${words}`);
    go.disabled = this.bound;
    return make("span", { class: "doing" }, go);
  }
}

function said(state) {
  const draws = `${state.done.toLocaleString("en")} of ${state.draws.toLocaleString("en")} draws`;
  if (state.ended === "done") return `Done: ${state.draws.toLocaleString("en")} draws.`;
  if (state.ended) return `${state.stage[0].toUpperCase()}${state.stage.slice(1)}.`;
  if (!state.done) return `${state.stage[0].toUpperCase()}${state.stage.slice(1)} …`;
  if (state.done === state.draws) return `${draws}; ${state.stage} …`;
  const left = state.left === null ? "" : `, about ${Math.max(1, Math.round(state.left))} s left`;
  return `${draws}${left}`;
}
