// "Make it true", "make it false": to the nearest point known at which a claim turns.

import { pause, post, study } from "./api.js";

export function bind(root, name, version, store, tell) {
  let latest = 0;
  for (const button of root.querySelectorAll(".flip")) {
    button.addEventListener("click", async () => {
      const mine = ++latest;
      const claim = button.closest("[data-claim]").dataset.claim;
      const want = button.dataset.want;
      button.setAttribute("aria-busy", "true");
      try {
        for (;;) {
          const found = await post(study(name, "flip"), { claim, want, version });
          if (mine !== latest) return;
          if (found.values) store.go(found.values);
          tell(found.words, found.searching ? "busy" : "ready");
          if (!found.searching) return;
          await pause(1);
        }
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
}
