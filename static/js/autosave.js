// Saves each answer of the form by itself, soon after its writer pauses: one request at a time, field by field, each
// with the version it started from, each with a token of its own, so that a request sent again writes nothing twice.
// What cannot be sent stays in this browser and is sent later. Without this script the form has its Save buttons.

const PAUSE = 1_000; // after the last key
const LONGEST = 8_000; // of somebody who never pauses
const AGAIN = [2_000, 5_000, 10_000, 20_000, 30_000];
const PATIENCE = 20_000; // for one answer of the server
const KEPT = "unsent:"; // site.js wipes what begins so
const NAME = /^(.+)-(judgement|text|missing|feasibility|detail|reason|choices)$/;

const form = document.querySelector("form[data-autosave]");
const part = (name) => document.querySelector(`[data-save-${name}]`);
const words = part("words")?.dataset ?? {};

const plain = (value) => JSON.stringify(value).normalize("NFC").replaceAll("\\r\\n", "\\n");
const same = (one, other) => plain(one) === plain(other);

// ── One field of one answer ───────────────────────────────────────────────────────────────────

class Field {
  /** `base`: the version that the field shows; `known`: what the server has been told of it. */
  constructor(code, name, controls, base) {
    Object.assign(this, { code, name, controls, base });
    this.place = controls[0].closest(".field") ?? controls[0].parentElement;
    this.known = this.read((control) => control.defaultChecked, (control) => this.atFirst(control));
  }

  atFirst(control) {
    if (control.localName !== "select") return control.defaultValue;
    return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
  }

  read(ticked, text) {
    const [first] = this.controls;
    if (first.type === "checkbox") return this.controls.filter(ticked).map((control) => control.value);
    if (first.type === "radio") return this.controls.find(ticked)?.value ?? "";
    return text(first);
  }

  get value() {
    return this.read((control) => control.checked, (control) => control.value);
  }

  /** Show another value; never asked for while the field has the focus. */
  set value(given) {
    const values = [given].flat();
    for (const control of this.controls) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
    this.controls[0].dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "ours" }));
  }

  get focused() {
    return this.controls.includes(document.activeElement);
  }

  get changed() {
    return !same(this.value, this.known);
  }

  /** Whether it is worth sending: changed, and not the very words that were refused. */
  get due() {
    return this.changed && !(this.refused && same(this.value, this.refused));
  }

  /** What is said below the field; `tone` names the shape and colour. */
  say(text, tone = "neutral") {
    this.state ??= this.place.appendChild(document.createElement("p"));
    this.state.className = `answer-state tag tag-${tone}`;
    this.state.textContent = text;
  }

  saved(value, number) {
    Object.assign(this, { known: value, base: number, refused: null });
    this.controls[0].dispatchEvent(new Event("saved", { bubbles: true }));
  }

  /** A colleague's newer value: shown at once, or on leaving the field; words of one's own stay. */
  renew(value, number) {
    if (this.changed) return;
    if (this.focused) {
      this.newer = { value, number };
      return;
    }
    this.newer = null;
    this.value = value;
    this.saved(this.value, number);
    this.say(words.changed, "info");
  }
}

// ── What waits in this browser ────────────────────────────────────────────────────────────────

class Waiting {
  constructor(person, assessment) {
    this.mine = `${KEPT}${person}:${assessment}:`;
    this.page = crypto.randomUUID?.() ?? uuid();
    this.allowed = true;
    navigator.locks?.request(`page:${this.page}`, () => new Promise(() => {}));
    window.addEventListener("storage", ({ key }) => {
      if (key === null || key === "signed-out") this.allowed = false;
    });
  }

  get works() {
    return this.allowed && !document.documentElement.dataset.signingOut;
  }

  /** Keep these edits and no others; none: forget. Out: whether they are safe here. */
  keep(edits) {
    if (!this.works) return false;
    try {
      if (edits.length) localStorage.setItem(this.mine + this.page, JSON.stringify({ path: location.pathname, edits }));
      else localStorage.removeItem(this.mine + this.page);
      return true;
    } catch {
      return false; // full, or forbidden here
    }
  }

  /** Take over what pages that are gone have left, now or when their tab closes. */
  adopt(take) {
    let keys = [];
    try {
      keys = Object.keys(localStorage).filter((key) => key.startsWith(this.mine));
    } catch {
      return;
    }
    for (const key of keys) {
      const one = () => {
        const left = JSON.parse(localStorage.getItem(key) ?? "null");
        localStorage.removeItem(key);
        if (left) take(left.edits);
      };
      if (navigator.locks) navigator.locks.request(`page:${key.slice(this.mine.length)}`, one);
      else one();
    }
  }
}

function uuid() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
}

// ── The form ──────────────────────────────────────────────────────────────────────────────────

class Autosave {
  constructor() {
    this.fields = new Map();
    for (const place of form.querySelectorAll("[data-answer]")) this.answer(place);
    this.waiting = new Waiting(form.dataset.writer, form.dataset.assessment);
    this.left = []; // edits that were sent or are to be sent as they are, the oldest first
    this.tries = 0;
    this.held = "held" in form.dataset; // a save would void the clearance: only the button asks for that
    this.listen();
    this.waiting.adopt((edits) => this.adopt(edits));
    this.soon(0);
  }

  answer(place) {
    const code = place.dataset.answer;
    const base = Number(form.elements[`${place.id}-base`]?.value);
    for (const control of form.elements) {
      const [, prefix, name] = NAME.exec(control.name ?? "") ?? [];
      if (prefix !== place.id || this.fields.has(control.name)) continue;
      const controls = [...form.elements].filter((one) => one.name === control.name);
      this.fields.set(control.name, new Field(code, name, controls, base));
    }
  }

  of(code) {
    return [...this.fields.values()].filter((field) => field.code === code);
  }

  listen() {
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
    });
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", (event) => {
      if (event.detail !== "ours") this.typed(event.target.localName === "textarea" ? 0 : 100);
    });
    form.addEventListener("focusout", (event) => this.leave(event.target));
    form.addEventListener("click", (event) => this.choose(event.target.closest("[data-choose]")));
    form.addEventListener("submit", (event) => this.submit(event));
    part("go-on")?.addEventListener("click", () => this.goOn());
    window.addEventListener("online", () => this.goOn());
    document.addEventListener("visibilitychange", () => this.goOn());
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-language-switch]")) this.passing = true; // site.js carries what is typed
    });
    window.addEventListener("beforeunload", (event) => {
      const safe = this.keep() && !this.failing;
      if (this.unsent && !safe && !this.passing && !this.held) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.last());
  }

  typed(wait = PAUSE) {
    delete document.documentElement.dataset.signingOut; // whoever types has stayed
    if (this.held) {
      this.keep();
      for (const field of this.due) field.say(words.held, "attention");
      return;
    }
    form.dispatchEvent(new Event("saved")); // leaving is watched over here, not by site.js
    this.keep();
    if (!this.unsent) return;
    this.since ??= Date.now();
    this.soon(Math.min(wait, Math.max(this.since + LONGEST - Date.now(), 0)));
  }

  leave(control) {
    const field = this.fields.get(control.name);
    if (!field) return;
    // The focus moves on first; then the field may be touched.
    setTimeout(() => {
      if (field.newer && !field.focused) field.renew(field.newer.value, field.newer.number);
      this.settle(field.code);
      if (this.unsent) this.soon(0);
    });
  }

  // ── Edits

  get due() {
    return [...this.fields.values()].filter((field) => field.due);
  }

  get unsent() {
    return this.left.length > 0 || [...this.fields.values()].some((field) => field.changed);
  }

  /** What is changed, as edits: one for each answer and version. */
  edits(fields = this.due) {
    const found = new Map();
    for (const field of fields) {
      const key = `${field.code} ${field.base}`;
      if (!found.has(key)) found.set(key, { code: field.code, base: field.base, values: {} });
      const suggested = this.suggestion(field.code) ? this.of(field.code) : [field];
      for (const one of suggested) found.get(key).values[one.name] = one.value;
    }
    return [...found.values()];
  }

  /** The register's suggestion counts as seen as soon as anything of the answer is changed. */
  suggestion(code) {
    return form.querySelector(`[data-answer="${code}"] > [data-suggested]`);
  }

  keep() {
    return this.waiting.keep([...this.left, ...this.edits([...this.fields.values()].filter((one) => one.changed))]);
  }

  /** What a page that is gone had not sent: shown where nobody writes now, else sent as it is and kept beside. */
  adopt(edits) {
    for (const edit of edits) {
      const names = Object.keys(edit.values);
      const fields = this.of(edit.code).filter((field) => names.includes(field.name) && !field.focused && !field.changed);
      edit.raw = fields.length < names.length;
      if (edit.token || edit.raw) this.left.push(edit);
      if (edit.raw) continue;
      for (const field of fields) {
        field.value = edit.values[field.name];
        field.base = edit.base;
        if (edit.token) field.known = field.value;
      }
    }
    if (this.held) this.typed();
    this.keep();
    this.soon(0);
  }

  // ── Sending, one after the other

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), wait);
  }

  async pump() {
    clearTimeout(this.timer);
    if (this.busy || this.composing || this.expired || this.held) return;
    this.busy = true;
    this.since = null;
    try {
      while (!this.composing && (this.left.length || this.due.length)) {
        if (!this.left.length) this.left.push(this.edits()[0]);
        this.left[0].token ??= uuid();
        this.keep();
        if (!(await this.send(this.left[0]))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Out: whether to go on. The edit stays first in the row until its outcome is known. */
  async send(edit) {
    this.show(edit, words.saving);
    let answer = null;
    try {
      answer = await this.ask(edit);
    } catch {
      return this.later(edit);
    }
    const told = await answer.json().catch(() => null);
    if (answer.type === "opaqueredirect" || answer.status === 401) return this.signIn(edit, told?.said);
    if (answer.status >= 500 || [408, 429].includes(answer.status)) return this.later(edit, answer.status);
    this.left.shift();
    this.failing = this.tries = 0;
    this.waiting.allowed = true;
    part("again").hidden = true;
    if (answer.ok && told) this.saved(edit, told);
    else this.refused(edit, told?.said ?? words.refused);
    this.keep();
    return true;
  }

  ask(edit, options = { signal: AbortSignal.timeout?.(PATIENCE) }) {
    const prefix = edit.code.replaceAll(".", "_");
    const body = new URLSearchParams({ token: edit.token, writer: form.dataset.writer, [`${prefix}-base`]: edit.base });
    for (const [name, value] of Object.entries(edit.values)) {
      body.append("field", name);
      for (const one of [value].flat()) body.append(`${prefix}-${name}`, one);
    }
    const csrf = /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const url = form.dataset.autosave.replace("CODE", encodeURIComponent(edit.code));
    const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
    const send = () => fetch(url, { method: "POST", body, headers, redirect: "manual", ...options });
    return options.keepalive || !navigator.locks ? send() : navigator.locks.request(`send:${this.waiting.mine}`, send);
  }

  later(edit, status = 0) {
    this.failing = status || true;
    const wait = AGAIN[Math.min(this.tries++, AGAIN.length - 1)];
    const said = this.keep() ? words.retrying : words.unkept;
    for (const one of [edit, ...this.edits()]) this.show(one, said, "attention");
    this.announce(said, "", "attention");
    this.soon(wait);
    return false;
  }

  signIn(edit, said) {
    this.failing = this.expired = true;
    this.show(edit, words.waiting, "attention");
    const place = part("again");
    place.querySelector("[data-said]").textContent = said ?? "";
    if (place.hidden) this.announce(words.waiting, "", "attention");
    place.hidden = false;
    document.activeElement.scrollIntoView({ block: "nearest" }); // never under the notice
    return false;
  }

  goOn() {
    if (document.hidden && this.expired) return;
    this.expired = false;
    this.tries = 0;
    if (this.unsent) this.pump();
  }

  /** The page goes: what is not sent is sent without waiting for a word; what stays here can be sent again. */
  last() {
    if (!this.unsent || this.busy || this.failing || this.held || this.left.length) {
      this.keep();
      return;
    }
    this.left = this.edits().map((edit) => ({ ...edit, token: uuid() }));
    this.waiting.keep(this.left);
    for (const edit of this.left) this.ask(edit, { keepalive: true }).catch(() => {});
  }

  // ── What became of it

  saved(edit, told) {
    const clashed = [];
    for (const field of this.of(edit.code)) {
      const name = field.controls[0].name;
      const sent = Object.hasOwn(edit.values, field.name);
      if (!sent && field.base !== edit.base) continue;
      if (sent && edit.raw) {
        field.renew(edit.values[field.name], told.number);
        continue;
      }
      if (sent) Object.assign(field, { known: edit.values[field.name], refused: null });
      if (name in told.clashes) clashed.push(Object.assign(field, { theirs: told.clashes[name], number: told.number }));
      else if (name in told.changed) field.renew(told.changed[name], told.number);
      else if (sent) field.saved(edit.values[field.name], told.number);
      else field.base = told.number;
    }
    const alone = !Object.keys({ ...told.clashes, ...told.changed }).length;
    for (const one of this.left) {
      if (alone && !one.token && one.code === edit.code && one.base === edit.base) one.base = told.number;
    }
    if (!clashed.length || !told.clash) this.show(edit, told.said, "ok");
    else this.clash(clashed, told);
    this.settle(edit.code);
    this.around(edit.code, told);
    this.announce(told.said, edit.code, clashed.length ? "attention" : "ok");
  }

  refused(edit, said) {
    for (const field of this.of(edit.code)) {
      if (Object.hasOwn(edit.values, field.name)) field.refused = edit.values[field.name];
    }
    this.show(edit, `${words.notSaved} ${said}`, "problem");
    this.announce(`${words.notSaved} ${said}`, edit.code, "problem");
  }

  /** The Save button sends the whole answer: from the oldest version that one of its fields shows. */
  settle(code) {
    const fields = this.of(code);
    const hidden = form.elements[`${code.replaceAll(".", "_")}-base`];
    if (hidden && fields.length) hidden.value = Math.min(...fields.map((field) => field.base));
  }

  around(code, told) {
    this.suggestion(code)?.remove();
    const question = form.querySelector(`[data-answer="${code}"]`)?.closest("[data-question]");
    const derived = question?.querySelector("[data-derived]");
    if (derived && told.derived) derived.replaceWith(piece(told.derived));
    if (!derived && !told.unconfirmed) question?.querySelector("[data-unconfirmed]")?.remove();
  }

  // ── Two texts for the same question

  clash(fields, told) {
    this.notice(fields[0])?.remove();
    const notice = piece(told.clash);
    notice.dataset.clashOf = fields[0].code;
    fields[0].place.after(notice);
    for (const field of fields) field.say(told.said, "attention");
  }

  notice(field) {
    return form.querySelector(`[data-clash-of="${field.code}"]`);
  }

  choose(button) {
    const notice = button?.closest("[data-clash-of]");
    if (!notice) return;
    const fields = this.of(notice.dataset.clashOf).filter((field) => field.number);
    notice.remove();
    for (const field of fields) {
      field.base = field.number;
      if (button.dataset.choose === "theirs") {
        field.value = field.theirs;
        field.saved(field.value, field.number);
        field.say(words.theirs, "ok");
      } else field.known = field.theirs;
      field.number = null;
    }
    fields[0]?.controls[0].focus();
    if (fields[0]) this.settle(fields[0].code);
    this.keep();
    this.pump();
  }

  // ── The Save button

  /** First what is typed is sent as always, so that the button never clashes with the page's own saves. */
  async submit(event) {
    if (this.passing || this.held || (!this.busy && !this.due.length && !this.left.length)) return;
    event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    while (this.busy) await new Promise((done) => setTimeout(done, 50));
    this.expired = false;
    await this.pump();
    event.submitter?.removeAttribute("aria-busy");
    if (this.failing && !this.expired && this.unsent) return; // stays here, where the text is
    this.passing = true;
    form.requestSubmit(event.submitter);
  }

  // ── Words

  show(edit, text, tone) {
    for (const field of this.of(edit.code)) if (Object.hasOwn(edit.values, field.name)) field.say(text, tone);
  }

  /** The last word for the whole form, always in sight and read out once. */
  announce(text, code, tone) {
    const said = code ? `${code.replace(/\.\D.*$/, "")}: ${text}` : text;
    part("said").className = `save-said tag tag-${tone}`;
    if (part("said").textContent !== said) part("said").textContent = said;
  }
}

/** A piece of the page that the server has made. */
function piece(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

if (form) new Autosave();
