// One question at a time: while one is being answered, only the newest of those that follow is kept.

import { Trouble, pause, post, study } from "./api.js";

const AGAIN = [429, 503];

export class Solver {
  constructor(name, version, shown, troubled) {
    this.path = study(name, "point");
    this.fixed = { version, tab: crypto.randomUUID?.() ?? String(Math.random()) };
    this.shown = shown;
    this.troubled = troubled;
    this.wanted = null;
    this.busy = false;
  }

  // `mark` is given back with the answer: what state it is of.
  ask(point, mark) {
    this.wanted = { point, mark };
    if (!this.busy) this.#work();
  }

  async one(point) {
    for (;;) {
      try {
        return await post(this.path, { ...this.fixed, ...point });
      } catch (trouble) {
        if (!(trouble instanceof Trouble) || !AGAIN.includes(trouble.status)) throw trouble;
        await pause(trouble.error.after ?? 1);
      }
    }
  }

  async #work() {
    this.busy = true;
    while (this.wanted) {
      const { point, mark } = this.wanted;
      this.wanted = null;
      try {
        const began = performance.now();
        const answer = await this.one(point);
        this.shown(answer, mark, performance.now() - began);
      } catch (trouble) {
        this.troubled(trouble);
      }
    }
    this.busy = false;
  }
}
