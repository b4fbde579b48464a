// Read: finding an assumption by a word of its name, meaning or source.

import { byId } from "./dom.js";

const rows = [...document.querySelectorAll("tr[data-find]")];

byId("find").addEventListener("input", () => {
  const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.dataset.find.includes(word));
    count += !row.hidden;
  }
  byId("found").textContent = words.length ? `${count} of ${rows.length} found` : "";
});
