// What a form page fetches once it is on the screen: saving by itself, help with pasted text, who else is here. The
// page itself comes first on a slow line, and works without any of it.

// Somebody may be in the middle of a Bangla composition before saving is there.
for (const [event, composing] of [["compositionstart", true], ["compositionend", false]]) {
  document.addEventListener(event, () => (document.documentElement.composing = composing));
}

function start() {
  if (document.querySelector("form[data-autosave]")) import("./autosave.js");
  if (document.getElementById("bijoy-help")) import("./bijoy.js");
  if (document.querySelector("[data-presence]")) import("./presence.js");
}

if (document.readyState === "complete") start();
else window.addEventListener("load", start);
