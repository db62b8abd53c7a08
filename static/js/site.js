// Small helps for every page. Everything works without them.

const CARRY = "carried-text";

/** The named text controls of a page that may be carried across a language switch. */
function typed(root) {
  return [...root.querySelectorAll("textarea[name], input[name], select[name]")].filter(
    (control) => !["hidden", "password", "file", "submit", "button"].includes(control.type),
  );
}

/** Something that tells one control from the others of the page. */
function place(control) {
  const choice = ["radio", "checkbox"].includes(control.type) ? `=${control.value}` : "";
  return `${[...document.forms].indexOf(control.form)}.${control.name}${choice}`;
}

function state(control) {
  if (["radio", "checkbox"].includes(control.type)) return control.checked;
  if (control.multiple) return [...control.selectedOptions].map((option) => option.value);
  return control.value;
}

function setState(control, value) {
  if (["radio", "checkbox"].includes(control.type)) control.checked = value;
  else if (control.multiple) for (const option of control.options) option.selected = value.includes(option.value);
  else control.value = value;
}

// The error summary is the first thing to be read; its links go into the field itself.
function errorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.hash?.slice(1) ?? "");
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
}

// A form marked data-guard asks before its unsaved text is left. Whoever saves in between tells the form so:
// form.dispatchEvent(new Event("saved")).
const changed = new Set();
let leaving = false;

function guard() {
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("saved", () => changed.delete(form));
    form.addEventListener("submit", () => changed.delete(form));
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !leaving) event.preventDefault();
  });
}

// A second click on the same button sends nothing; the form is free again after ten seconds or on coming back.
function once() {
  const sent = new WeakSet();
  const free = (form) => {
    sent.delete(form);
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(free, 10_000, form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));
}

/** The other controls of the same name: a choice is saved as a whole. */
function namesakes(control) {
  return [...(control.form?.elements ?? [])].filter((one) => one.name === control.name);
}

// The language switch keeps the place: what is typed but not saved, and how far the page was scrolled.
function languageSwitch() {
  const carried = JSON.parse(sessionStorage.getItem(CARRY) ?? "null");
  sessionStorage.removeItem(CARRY);
  if (carried?.path === location.pathname + location.search) {
    for (const control of typed(document)) {
      const [was, now] = carried.values[place(control)] ?? [];
      if (now === undefined || JSON.stringify(state(control)) === JSON.stringify(now)) continue;
      if (JSON.stringify(was) === JSON.stringify(now)) continue;
      setState(control, now);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    window.scrollTo(0, carried.scroll);
  }
  // A form that reports a mistake or a clash shows what was typed, and none of it is saved.
  const unsaved = (form) => form?.querySelector("[role=alert], [aria-invalid=true], [data-clash]");
  const atFirst = new Map(typed(document).map((control) => [control, unsaved(control.form) ? null : state(control)]));
  // What is saved in between is no longer carried: the new page shows what stands.
  document.addEventListener("saved", ({ target }) => {
    if (atFirst.has(target)) for (const one of [target, ...namesakes(target)]) atFirst.set(one, state(one));
  });
  document.querySelector("[data-language-switch]")?.addEventListener("submit", () => {
    leaving = true;
    const values = {};
    for (const [control, was] of atFirst) values[place(control)] = [was, state(control)];
    const kept = { path: location.pathname + location.search, scroll: window.scrollY, values };
    sessionStorage.setItem(CARRY, JSON.stringify(kept));
  });
}

// A part of the page marked data-poll="SECONDS" (it needs an id) is fetched again until it comes without the mark.
function poll(part) {
  const seconds = Math.max(Number(part.dataset.poll) || 2, 1);
  setTimeout(async () => {
    let fresh = null;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fresh = answer.ok ? page.getElementById(part.id) : null;
    } catch {
      // No connection: try again, the page itself stays usable.
    }
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    if (fresh && !fresh.dataset.poll) part.removeAttribute("data-poll");
    else poll(part);
  }, seconds * 1000);
}

// What waits unsent in this browser belongs to whoever typed it: it goes at the sign-out, and when somebody else is
// signed in. Where it waits for this person and its page is closed, the page says so.
async function unsent() {
  const person = document.querySelector("[data-person]")?.dataset.person;
  if (!person) return;
  const mine = `unsent:${person}:`;
  const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith("unsent:"));
  const forget = (keys) => keys.forEach((key) => localStorage.removeItem(key));
  forget(waiting().filter((key) => !key.startsWith(mine)));
  const door = document.querySelector("form[data-sign-out]")?.action;
  document.addEventListener("submit", (event) => {
    if (event.target.action === door) document.documentElement.dataset.signingOut = "1";
  });
  window.addEventListener("pagehide", () => {
    if (!document.documentElement.dataset.signingOut) return;
    forget(waiting());
    localStorage.setItem("signed-out", String(Date.now())); // heard by the other tabs
  });
  const notice = document.querySelector("[data-waiting]");
  if (!notice) return;
  const here = document.querySelector("form[data-autosave]")?.dataset.place; // sends its own by itself
  const open = new Set((await navigator.locks?.query())?.held.map((lock) => lock.name));
  const left = waiting().find(
    (key) => !key.startsWith(`${mine}${here}:`) && !open.has(`page:${key.slice(key.lastIndexOf(":") + 1)}`),
  );
  if (!left) return;
  // The page may be locked by now: then the words can at least be read here, copied, and thrown away.
  const { path, edits } = JSON.parse(localStorage.getItem(left));
  notice.querySelector("a").href = path;
  const texts = edits.flatMap((edit) => Object.values(edit.values).flat());
  notice.querySelector("pre").textContent = [...new Set(texts)].join("\n\n");
  notice.querySelector("button").addEventListener("click", () => {
    forget([left]);
    notice.hidden = true;
  });
  notice.hidden = false;
}

// Folds the follow-up fields of a judged question until "no" or "partly" is chosen. What was typed in a folded field
// stays there and is saved with the rest; without this script every field is simply visible.
function fold(question, part) {
  const wrong = part.querySelector(".field-wrong");
  const stated = question.querySelector("select[name$='-judgement']")?.value ?? "";
  const chosen = [...question.querySelectorAll("input[name$='-judgement']:checked")].map((radio) => radio.value);
  const answered = stated ? [stated] : chosen;
  const applies = answered.some((value) => value === "no" || value === "partly");
  part.hidden = answered.length > 0 && !applies && !wrong;
}

function followUps() {
  for (const part of document.querySelectorAll("[data-follow-up]")) {
    const question = part.closest("[data-question]");
    question.addEventListener("change", () => fold(question, part));
    // A link from the check page goes to a field in here: then it stays open.
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target || !part.contains(target)) fold(question, part);
  }
}

// What may come when the page is on the screen: help with pasted text, who else is here.
function later() {
  if (document.getElementById("bijoy-help")) import("./bijoy.js").catch(() => {});
  if (document.querySelector("[data-presence]")) import("./presence.js").catch(() => {});
}

// Somebody may be in the middle of a Bangla composition before the script of saving is there.
for (const [event, composing] of [["compositionstart", true], ["compositionend", false]]) {
  document.addEventListener(event, () => (document.documentElement.composing = composing));
}

errorSummary();
followUps();
languageSwitch();
guard();
once();
unsent().catch(() => {}); // a browser that keeps nothing
document.querySelectorAll("[data-poll][id]").forEach(poll);
if (document.readyState === "complete") later();
else window.addEventListener("load", later);
