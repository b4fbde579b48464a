// The space of assumptions of one run: which claim, which two axes, the picture, the region in it.

import { get, post } from "./api.js";
import { Brush } from "./brush.js";
import { byId, make } from "./dom.js";
import { ends } from "./ends.js";
import { Judged } from "./judged.js";
import { counted } from "./numbers.js";
import { Plot } from "./plot.js";

export class Space {
  // `kept(state)` is told of each change: claim, axes and region, to be held in the address.
  constructor(found, state, kept) {
    this.found = found;
    this.path = `/api/runs/${encodeURIComponent(found.run)}`;
    this.kept = kept;
    this.axes = new Map(found.axes.map((one) => [one.name, one]));
    this.claims = found.verdicts.filter((one) => one.share !== null);
    this.judged = new Judged(byId("claims"), found.run, found.verdicts, (claim) => this.#claim(claim));
    this.wanted = null;
    this.busy = false;
    this.#begin(state);
  }

  #begin(state) {
    this.claim = this.claims.some((one) => one.claim === state.claim) ? state.claim : this.claims[0]?.claim;
    const [first, second] = this.#deciding();
    this.x = this.axes.has(state.x) ? state.x : first;
    this.y = this.axes.has(state.y) && state.y !== this.x ? state.y : this.x === second ? first : second;
    byId("claim").replaceChildren(...this.claims.map((one) => make("option", { value: one.claim }, one.says)));
    byId("claim").onchange = () => this.#claim(byId("claim").value);
    for (const side of ["x", "y"]) byId(side).onchange = () => this.#axis(side, byId(side).value);
    byId("mark").onclick = () => {
      this.brush.mark();
      this.brush.edges[0].made.focus({ preventScroll: true });
    };
    byId("clear").onclick = () => this.brush.set(null);
    this.wide = byId("plot").clientWidth;
    new ResizeObserver(() => this.#resized()).observe(byId("plot"));
    this.#lists();
    this.#load(state.box);
  }

  // The two assumptions that decide the claim most; others of the study where none stands out.
  #deciding() {
    const named = (this.claims.find((one) => one.claim === this.claim)?.drivers ?? []).map((one) => one.column);
    return [...new Set([...named, ...this.axes.keys()])].filter((one) => this.axes.has(one)).slice(0, 2);
  }

  #lists() {
    const drivers = new Map((this.claims.find((one) => one.claim === this.claim)?.drivers ?? []).map((one) => [one.column, one.words]));
    const first = [...drivers.keys()].filter((one) => this.axes.has(one));
    const rest = [...this.axes.keys()].filter((one) => !drivers.has(one)).sort((one, other) => this.#name(one).localeCompare(this.#name(other)));
    const option = (name) => make("option", { value: name }, this.#name(name) + (drivers.has(name) ? ` – decides ${drivers.get(name)}` : ""));
    for (const side of ["x", "y"]) {
      byId(side).replaceChildren(...[...first, ...rest].map(option));
      byId(side).value = this[side];
    }
    byId("claim").value = this.claim;
  }

  #name(column) {
    const axis = this.axes.get(column);
    const twin = [...this.axes.values()].some((one) => one !== axis && one.meaning === axis.meaning);
    return twin ? `${axis.meaning} (${column})` : axis.meaning;
  }

  #claim(claim) {
    this.claim = claim;
    this.#lists();
    this.#draw();
    this.#region();
  }

  #axis(side, name) {
    const other = side === "x" ? "y" : "x";
    if (this[other] === name) this[other] = this[side];
    this[side] = name;
    this.#lists();
    this.#load();
  }

  async #load(box = null) {
    const asked = `${this.path}/points?${new URLSearchParams({ x: this.x, y: this.y })}`;
    const points = await get(asked);
    this.points = points;
    this.#plot(box);
    this.#keep();
  }

  #plot(box) {
    this.plot = new Plot(byId("plot"), [this.axes.get(this.x), this.axes.get(this.y)], this.points);
    this.plot.svg.setAttribute("aria-label", `Draws by ${this.#name(this.x)}, across, and ${this.#name(this.y)}, up`);
    this.brush = new Brush(this.plot);
    this.fields = Object.fromEntries(["x", "y"].map((side) => [side, ends(this.plot[side], (pair) => this.brush.set({ ...this.brush.box, [side]: pair }))]));
    byId("ends").replaceChildren(this.fields.x.row, this.fields.y.row);
    this.brush.addEventListener("changed", () => this.#region());
    this.#draw();
    this.brush.set(box);
  }

  #resized() {
    const wide = byId("plot").clientWidth;
    if (!this.plot || wide === this.wide || !wide) return;
    this.wide = wide;
    this.#plot(this.brush.box);
  }

  #draw() {
    const counts = this.plot.claim(this.points.claims[this.claim]);
    const shown = this.points.shown;
    const marks = [["true", "●"], ["false", "×"], ["unknown", "□"]];
    const parts = marks.filter(([kind]) => counts[kind]).map(([kind, mark]) =>
      make("span", { class: kind }, make("b", { "aria-hidden": "true" }, mark), ` ${kind === "unknown" ? "cannot be told" : kind} ${counted(counts[kind] / shown, shown)}`));
    byId("legend").replaceChildren(...parts);
    const some = shown < this.points.draws ? `${shown.toLocaleString("en")} of ${this.points.draws.toLocaleString("en")} draws are drawn; shares are of all. ` : "";
    byId("of").textContent = `${some}Each mark is one draw, by whether the claim is true in it.`;
    this.judged.mark(this.claim);
  }

  #region() {
    const { box } = this.brush;
    byId("ends").hidden = byId("clear").hidden = !box;
    byId("mark").hidden = Boolean(box);
    if (box) for (const side of ["x", "y"]) this.fields[side].show(box[side]);
    this.#keep();
    this.wanted = { box };
    byId("found").dataset.counting = "yes";
    if (!this.busy) this.#count();
  }

  async #count() {
    this.busy = true;
    while (this.wanted) {
      const { box } = this.wanted;
      this.wanted = null;
      try {
        const found = box && (await post(`${this.path}/region`, { box: { [this.x]: box.x, [this.y]: box.y } }));
        if (this.wanted) continue;
        this.judged.region(found);
        byId("counted").textContent = found ? this.#counted(found) : "";
        byId("found").dataset.counted = found ? String(found.count) : "";
      } catch (trouble) {
        byId("counted").textContent = `${trouble.message}.`;
      }
    }
    this.busy = false;
    byId("found").dataset.counting = "";
  }

  #counted(found) {
    const number = (one) => one.toLocaleString("en");
    const here = found.claims[this.claim];
    const share = here && here.share !== null ? ` The claim is true in ${here.words} of these (95 % interval ${here.interval_words}).` : "";
    return `${number(found.count)} of ${number(found.draws)} draws lie in the region.${share}`;
  }

  #keep() {
    this.kept({ run: this.found.run, claim: this.claim, x: this.x, y: this.y, box: this.brush?.box ?? null });
  }
}
