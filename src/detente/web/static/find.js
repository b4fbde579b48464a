// Finding an assumption by a word of its name, meaning or source.

export function bind(root) {
  const field = document.getElementById("find");
  const found = document.getElementById("found");
  const boxes = [...root.querySelectorAll("[data-find]")];
  const groups = [...root.querySelectorAll("details")];
  const open = new Map(groups.map((one) => [one, one.open]));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const box of boxes) {
      const fits = words.every((word) => box.dataset.find.includes(word));
      box.hidden = !fits;
      count += fits;
    }
    for (const group of groups) {
      const any = [...group.querySelectorAll("[data-find]")].some((one) => !one.hidden);
      group.hidden = !any;
      group.open = words.length ? any : open.get(group);
    }
    found.textContent = words.length ? `${count} found` : "";
  });
}
