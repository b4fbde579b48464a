// Saving a point as a study: as a download, or as a file beside the others; a file is replaced only as it was when that was asked.

import { post, study } from "./api.js";

const byId = (id) => document.getElementById(id);

export function bind(name, version, store) {
  const dialog = byId("saving");
  const file = byId("file");
  const told = dialog.querySelector(".told");
  const overwrite = byId("overwrite");
  let present = "";

  byId("save").addEventListener("click", () => {
    file.value = `${name.replace(/\.ya?ml$/, "")}-here.yaml`;
    told.textContent = "";
    overwrite.hidden = true;
    dialog.showModal();
  });
  file.addEventListener("input", () => (overwrite.hidden = true));

  async function save(more) {
    told.textContent = "";
    try {
      const made = await post(study(name, "save"), { ...store.plain, version, ...more });
      const left = made.left.length ? ` A study file cannot hold ${made.left.join(", ")}; they stay drawn.` : "";
      if (made.written) told.textContent = `Written: ${made.file}.${left}`;
      else if (left) told.textContent = left.trim();
      overwrite.hidden = true;
      return made;
    } catch (trouble) {
      told.textContent = `${trouble.message}.`;
      present = trouble.error?.mark ?? "";
      overwrite.hidden = !trouble.error?.exists;
      return null;
    }
  }

  byId("write").addEventListener("click", () => save({ file: file.value, mark: "" }));
  overwrite.addEventListener("click", () => save({ file: file.value, mark: present }));
  byId("download").addEventListener("click", async () => {
    const made = await save({});
    if (made) download(made.text, file.value || made.file);
  });
}

function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
