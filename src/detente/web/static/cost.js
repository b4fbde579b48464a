// What a run will cost, told under its order before it is begun; the newest order alone is told of.

import { get, study } from "./api.js";
import { byId, make } from "./dom.js";

export class Cost {
  constructor(name) {
    this.name = name;
    this.latest = 0;
    for (const id of ["draws", "seed", "flips"]) byId(id).addEventListener("change", () => this.tell());
  }

  async tell() {
    const mine = (this.latest += 1);
    const order = new URLSearchParams({ draws: byId("draws").value, seed: byId("seed").value, flips: byId("flips").checked });
    let told;
    try {
      const found = await get(`${study(this.name, "cost")}?${order}`);
      told = { Work: found.work, Time: found.time, Flips: found.flips, Disk: found.disk };
    } catch (trouble) {
      told = { Cost: `It cannot be told: ${trouble.message}.` };
    }
    if (mine !== this.latest) return;
    const rows = Object.entries(told).filter(([, words]) => words);
    byId("cost").replaceChildren(...rows.map(([name, words]) => make("div", {}, make("dt", {}, name), make("dd", {}, words))));
  }
}
