// The ends of a region as fields: numbers to be typed, variants to be chosen.

import { make } from "./dom.js";

const SIDES = ["from", "to"];

// Make the fields of one axis; `given(box)` is told of two ends. Return the row, with a way to show a box in it.
export function ends(scale, given) {
  const { axis } = scale;
  const fields = SIDES.map((side, end) => field(scale, side, end));
  const told = () => {
    const box = fields.map((one) => one.value());
    const fits = box.every(Number.isFinite) && box[0] <= box[1];
    for (const one of fields) one.made.setAttribute("aria-invalid", String(!fits));
    if (fits) given(box);
  };
  for (const one of fields) one.made.addEventListener("change", told);
  const labels = fields.map((one, end) => make("label", {}, make("span", {}, SIDES[end]), one.made));
  const row = make("div", { role: "group", "aria-label": axis.meaning }, make("span", { class: "of" }, axis.meaning, axis.unit ? ` (${axis.unit})` : ""), ...labels);
  return { row, show: (box) => fields.forEach((one, end) => one.show(box[end])) };
}

function field(scale, side, end) {
  const { axis } = scale;
  const name = `${axis.meaning}, ${side}`;
  if (axis.variants.length) {
    const options = axis.variants.map((one, at) => make("option", { value: at }, one.replaceAll("_", " ")));
    const made = make("select", { "aria-label": name }, ...options);
    const half = end ? 0.5 : -0.5;
    return { made, value: () => Number(made.value) + half, show: (at) => (made.value = String(at - half)) };
  }
  const made = make("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": name });
  const value = () => (made.value.trim() ? Number(made.value.trim().replace(",", ".")) : NaN);
  const show = (at) => {
    made.setAttribute("aria-invalid", "false");
    if (document.activeElement !== made) made.value = String(Number(at.toPrecision(4)));
  };
  return { made, value, show };
}
