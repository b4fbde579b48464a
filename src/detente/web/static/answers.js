// Putting an answer of the server into the page: claims, tables, what was not solved.

const MARKS = { true: "✓", false: "✗", unknown: "?" };

export class Answers {
  constructor(root) {
    this.claims = [...root.querySelectorAll("[data-claim]")].filter((one) => one.querySelector(".flip"));
    this.cells = [...root.querySelectorAll("[data-cell]")];
    this.sheets = [...root.querySelectorAll(".sheet table")];
    this.counts = document.querySelector("#summary .counts");
    this.unsolved = root.querySelector(".unsolved");
    this.results = root.querySelector(".results");
    this.base = null;
    this.last = null;
  }

  // Take the answer at the centre: what others are compared with.
  begin(answer) {
    this.base = answer;
  }

  show(answer) {
    const turned = [];
    for (const box of this.claims) {
      const name = box.dataset.claim;
      if (this.last && this.last.claims[name].truth !== answer.claims[name].truth) turned.push(box);
      this.#claim(box, answer.claims[name], this.base.claims[name]);
    }
    for (const cell of this.cells) this.#cell(cell, answer.cells[cell.dataset.cell]);
    for (const sheet of this.sheets) tint(sheet);
    this.#count(answer);
    const left = answer.unsolved.map((one) => `${one.world}: ${one.why}`);
    this.unsolved.hidden = !left.length;
    this.unsolved.textContent = left.length ? `Not solved here: ${left.join("; ")}.` : "";
    this.results.setAttribute("aria-busy", "false");
    this.last = answer;
    for (const box of turned) flash(box);
    return turned.map((box) => ({
      says: box.querySelector(".says").textContent,
      truth: answer.claims[box.dataset.claim].truth,
    }));
  }

  #claim(box, found, base) {
    const badge = box.querySelector(".badge");
    badge.className = `badge ${found.truth}`;
    badge.textContent = `${MARKS[found.truth]} ${found.truth}`;
    box.classList.toggle("turned", found.truth !== base.truth);
    box.querySelector(".margin").textContent =
      found.words + (found.truth === base.truth ? "" : `; at the centre it is ${base.truth}`);
    const flip = box.querySelector(".flip");
    flip.disabled = found.truth === "unknown";
    flip.textContent = found.truth === "true" ? "Make it false" : "Make it true";
    flip.dataset.want = found.truth === "true" ? "false" : "true";
    const name = box.querySelector(".says").textContent;
    flip.setAttribute("aria-label", `${flip.textContent}: ${name}`);
    const parts = box.querySelector(".parts");
    parts.replaceChildren(...found.parts.map(part));
  }

  #cell(cell, found) {
    if (!found) return;
    const [value, words] = found;
    cell.textContent = words;
    cell.dataset.value = value ?? "";
  }

  #count(answer) {
    const all = Object.values(answer.claims);
    const parts = ["true", "false", "unknown"].map((truth) => [truth, all.filter((one) => one.truth === truth).length]);
    this.counts.replaceChildren(
      ...parts
        .filter(([truth, count]) => count || truth !== "unknown")
        .map(([truth, count]) => {
          const one = document.createElement("span");
          one.className = `badge ${truth}`;
          one.textContent = `${MARKS[truth]} ${count} ${truth}`;
          return one;
        }),
    );
  }
}

function part(one) {
  const item = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = one.text;
  const holds = one.margin === null ? "cannot be told" : one.margin > 0 ? "holds" : "does not hold";
  item.append(code, ` ${holds}, margin ${one.words}`);
  return item;
}

// Colour each number by its size among the numbers of its table; the square root lets small ones be seen.
function tint(sheet) {
  const cells = [...sheet.querySelectorAll("[data-cell]")];
  const most = Math.max(...cells.map((one) => Math.abs(Number(one.dataset.value) || 0)), 1e-12);
  const signed = sheet.classList.contains("signed");
  for (const cell of cells) {
    const value = Number(cell.dataset.value) || 0;
    const size = sheet.classList.contains("share") ? Math.abs(value) : Math.sqrt(Math.abs(value) / most);
    cell.classList.toggle("loses", signed && value < 0);
    cell.classList.toggle("nil", !/[1-9]/.test(cell.textContent));
    cell.style.setProperty("--size", sheet.classList.contains("plain") ? 0 : Math.min(size, 1).toFixed(2));
  }
}

function flash(box) {
  box.classList.remove("flash");
  void box.offsetWidth; // lets the animation begin anew
  box.classList.add("flash");
}
