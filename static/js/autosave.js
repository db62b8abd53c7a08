// Saves each answer of the page by itself, soon after its writer pauses: one request at a time, field by field, each
// with the version it started from, each with a token of its own, so that a request sent again writes nothing twice.
// What cannot be sent stays in this browser and is sent later. Without this script the forms have their Save buttons.

import { Field, Outcome, prefix } from "./autosave/answers.js";
import { Sender, Waiting } from "./autosave/sender.js";

const PAUSE = 1_000; // after the last key
const LONGEST = 8_000; // of somebody who never pauses
const NAMES = ["judgement", "text", "missing", "feasibility", "detail", "reason", "choices", "confirm"];

const forms = [...document.querySelectorAll("form[data-autosave]")];
const part = (name) => document.querySelector(`[data-save-${name}]`);
const words = part("words")?.dataset ?? {};

class Autosave {
  constructor() {
    const { dataset } = forms[0];
    this.fields = new Map(); // by the name of their controls
    this.stuck = [];
    this.bases = new Map(); // by answer: the hidden field that tells the Save button where it started
    for (const form of forms) for (const place of form.querySelectorAll("[data-answer]")) this.answer(form, place);
    this.waiting = new Waiting(dataset.writer, dataset.place);
    this.sender = new Sender(this, dataset);
    this.outcome = new Outcome(this, words);
    this.held = "held" in dataset; // a save would void the clearance: only the button asks for that
    this.composing = document.documentElement.composing;
    forms.forEach((form) => this.listen(form));
    this.watch();
    this.waiting.adopt((edits) => this.adopt(edits));
    if (this.changed.length) this.typed(forms[0], 0); // before this was there
  }

  /** Note the fields of one answer: a question or part, or the one control of a cell. */
  answer(form, place) {
    const { elements } = form;
    if (place.matches("select")) {
      const code = `${place.closest("[data-programme]").dataset.programme}/${place.dataset.answer}`;
      const was = elements[`${place.name}-was`];
      this.bases.set(code, was);
      this.fields.set(place.name, new Field(code, "judgement", [place], Number.parseInt(was.value, 10)));
      return;
    }
    const code = place.dataset.answer;
    const hidden = elements[`${prefix(code)}-base`];
    if (!hidden) return;
    this.bases.set(code, hidden);
    for (const name of NAMES.map((one) => `${prefix(code)}-${one}`)) {
      const controls = [...elements].filter((one) => one.name === name);
      const own = name.slice(prefix(code).length + 1);
      if (controls.length) this.fields.set(name, new Field(code, own, controls, Number(hidden.value)));
    }
  }

  of(code) {
    return [...this.fields.values()].filter((field) => field.code === code);
  }

  listen(form) {
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed(form);
    });
    form.addEventListener("input", () => this.typed(form));
    form.addEventListener("change", ({ target, detail }) => {
      if (target.name?.endsWith("-which")) this.outcome.which(target);
      if (detail !== "ours" || target.closest("[data-which]")) this.typed(form, target.localName === "textarea" ? 0 : 100);
    });
    form.addEventListener("focusout", (event) => this.leave(event.target));
    form.addEventListener("click", (event) => this.outcome.choose(event.target.closest("[data-choose]")));
    form.addEventListener("submit", (event) => this.submit(event));
  }

  watch() {
    part("go-on")?.addEventListener("click", () => this.sender.goOn());
    window.addEventListener("online", () => this.sender.goOn());
    document.addEventListener("visibilitychange", () => this.sender.goOn());
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-language-switch]")) this.passing = this.switching = true; // site.js carries what is typed
    });
    window.addEventListener("beforeunload", (event) => {
      const safe = this.keep() && !this.sender.failing;
      if (this.unsent && !safe && !this.passing && !this.held) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.last());
  }

  typed(form, wait = PAUSE) {
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
    this.sender.soon(Math.min(wait, Math.max(this.since + LONGEST - Date.now(), 0)));
  }

  leave(control) {
    const field = this.fields.get(control.name);
    if (!field) return;
    // The focus moves on first; then the field may be touched.
    setTimeout(() => {
      if (field.newer && !field.focused) field.renew(field.newer.value, field.newer.number, words);
      this.outcome.settle(field.code);
      if (this.unsent) this.sender.soon(0);
    });
  }

  // ── Edits

  get changed() {
    return [...this.fields.values()].filter((field) => field.changed);
  }

  get due() {
    return [...this.fields.values()].filter((field) => field.due);
  }

  get unsent() {
    return this.sender.left.length > 0 || this.changed.length > 0;
  }

  /** What is changed, as edits: one for each answer and version. */
  edits(fields = this.due) {
    const found = new Map();
    for (const field of fields) {
      const key = `${field.code} ${field.base}`;
      if (!found.has(key)) found.set(key, { code: field.code, base: field.base, values: {} });
      const edit = found.get(key);
      const suggested = this.outcome.suggestion(field.code) ? this.of(field.code) : [field];
      for (const one of suggested) edit.values[one.name] = one.value;
      if (field.name === "confirm") edit.parts = this.parts(field);
    }
    return [...found.values()];
  }

  /** The parts that are confirmed together with their question, each with the version that is shown. */
  parts(field) {
    const places = field.controls[0].closest("[data-question]").querySelectorAll(".part[data-answer]");
    const codes = [...places].map((place) => place.dataset.answer);
    return Object.fromEntries(codes.map((code) => [code, Number(this.bases.get(code).value)]));
  }

  keep() {
    return this.waiting.keep([...this.stuck, ...this.sender.left, ...this.edits(this.changed)]);
  }

  /** What a page that is gone had not sent: shown where nobody writes now, else sent as it is and kept beside. */
  adopt(edits) {
    for (const edit of edits) {
      const names = Object.keys(edit.values);
      const fields = this.of(edit.code).filter((field) => names.includes(field.name) && !field.focused && !field.changed);
      edit.raw = fields.length < names.length;
      if (edit.token || edit.raw) this.sender.left.push(edit);
      if (edit.raw) continue;
      for (const field of fields) {
        field.value = edit.values[field.name];
        field.base = edit.base;
        if (edit.token) field.known = field.value;
      }
    }
    if (this.held) this.typed(forms[0]);
    this.keep();
    this.sender.soon(0);
  }

  last() {
    const { busy, failing, left } = this.sender;
    if (!this.unsent || busy || failing || this.held || left.length) this.keep();
    else this.sender.last(this.edits());
    const { left: door } = forms[0].dataset;
    if (this.wrote && door && !this.switching) this.sender.leave(door);
    this.wrote = false;
  }

  // ── What the sender tells

  saving(edit) {
    this.show(edit, words.saving);
  }

  saved(edit, told) {
    this.welcome();
    this.wrote = true;
    const clashed = this.outcome.saved(edit, told);
    const alone = !Object.keys({ ...told.clashes, ...told.changed }).length;
    for (const one of this.sender.left) {
      if (alone && !one.token && one.code === edit.code && one.base === edit.base) one.base = told.number;
    }
    this.announce(told.said, edit.code, clashed ? "attention" : "ok");
  }

  refused(edit, said = words.refused) {
    this.welcome();
    if (edit.raw) this.stuck.push(edit); // no field here shows these words: they stay, to be read and copied
    this.outcome.refused(edit, `${words.notSaved} ${said}`);
    this.announce(`${words.notSaved} ${said}`, edit.code, "problem");
  }

  /** The server knows the writer: nothing more to ask for. */
  welcome() {
    this.waiting.allowed = true;
    part("again").hidden = true;
  }

  later(edit) {
    const said = this.keep() ? words.retrying : words.unkept;
    for (const one of [edit, ...this.edits()]) this.show(one, said, "attention", words.waits);
    this.announce(said, "", "attention");
  }

  signIn(edit, said = "") {
    this.show(edit, words.waiting, "attention", words.waits);
    const place = part("again");
    place.querySelector("[data-said]").textContent = said;
    if (place.hidden) this.announce(words.waiting, "", "attention");
    place.hidden = false;
    document.activeElement.scrollIntoView({ block: "nearest" }); // never under the notice
  }

  show(edit, text, tone, brief) {
    for (const field of this.of(edit.code)) if (Object.hasOwn(edit.values, field.name)) field.say(text, tone, brief);
  }

  /** The last word for the whole page, always in sight and read out once. */
  announce(text, code, tone) {
    const said = code ? `${this.of(code)[0]?.label ?? code}: ${text}` : text;
    part("said").className = `save-said tag tag-${tone}`;
    if (part("said").textContent !== said) part("said").textContent = said;
  }

  // ── The Save button

  /** First what is typed is sent as always, so that the button never clashes with the page's own saves. */
  async submit(event) {
    const { sender } = this;
    if (this.passing || this.held || (!sender.busy && !this.due.length && !sender.left.length)) return;
    event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    while (sender.busy) await new Promise((done) => setTimeout(done, 50));
    sender.expired = false;
    await sender.pump();
    event.submitter?.removeAttribute("aria-busy");
    if (sender.failing && !sender.expired && this.unsent) return; // stays here, where the text is
    this.passing = true;
    event.target.requestSubmit(event.submitter);
  }
}

if (forms.length) new Autosave();
