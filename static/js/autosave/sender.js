// Sends edits to the server, one after the other, until the outcome of each is known. What could not be sent yet waits
// in this browser, apart for each person, report and page.

import { prefix } from "./answers.js";

const AGAIN = [2_000, 5_000, 10_000, 20_000, 30_000];
const PATIENCE = 20_000; // for one answer of the server
const KEPT = "unsent:"; // site.js wipes what begins so
const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands in the address for the programme

export class Sender {
  /** `page` knows what is changed (`edits`), keeps it (`keep`), and is told what became of it. */
  constructor(page, { autosave, writer, short }) {
    Object.assign(this, { page, address: autosave, writer, short });
    this.left = []; // edits that were sent or are to be sent as they are, the oldest first
    this.tries = 0;
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), wait);
  }

  async pump() {
    clearTimeout(this.timer);
    const { page } = this;
    if (this.busy || page.composing || this.expired || page.held) return;
    this.busy = true;
    page.since = null;
    try {
      while (!page.composing && (this.left.length || page.due.length)) {
        if (!this.left.length) this.left.push(page.edits()[0]);
        this.left[0].token ??= uuid();
        page.keep();
        if (!(await this.send(this.left[0]))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Out: whether to go on. The edit stays first in the row until its outcome is known. */
  async send(edit) {
    this.page.saving(edit);
    let answer = null;
    try {
      answer = await this.ask(edit);
    } catch {
      return this.later(edit);
    }
    const told = await answer.json().catch(() => null);
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      this.failing = this.expired = true;
      this.page.signIn(edit, told?.said);
      return false;
    }
    if (answer.status >= 500 || [408, 429].includes(answer.status)) return this.later(edit, answer.status);
    this.left.shift();
    this.failing = this.tries = 0;
    if (answer.ok && told) this.page.saved(edit, told);
    else this.page.refused(edit, told?.said);
    this.page.keep();
    return true;
  }

  later(edit, status = 0) {
    this.failing = status || true;
    this.page.later(edit);
    this.soon(AGAIN[Math.min(this.tries++, AGAIN.length - 1)]);
    return false;
  }

  goOn() {
    if (document.hidden && this.expired) return;
    this.expired = false;
    this.tries = 0;
    if (this.page.unsent) this.pump();
  }

  /** The page goes: this is sent without waiting for a word; what stays in the browser can be sent again. */
  last(edits) {
    this.left = edits.map((edit) => ({ ...edit, token: uuid() }));
    this.page.waiting.keep(this.left);
    for (const edit of this.left) this.ask(edit, { keepalive: true }).catch(() => {});
  }

  /** Tell that the page is left after something was saved on it: a named line of the history. */
  leave(url) {
    this.post(url, new URLSearchParams({ left: "1" }), { keepalive: true }).catch(() => {});
  }

  ask(edit, options = { signal: AbortSignal.timeout?.(PATIENCE) }) {
    const name = prefix(edit.code);
    const body = new URLSearchParams({ token: edit.token, writer: this.writer, [`${name}-base`]: edit.base });
    if (this.short !== undefined) body.append("short", "1");
    for (const [code, base] of Object.entries(edit.parts ?? {})) body.append(`${prefix(code)}-base`, base);
    for (const [field, value] of Object.entries(edit.values)) {
      body.append("field", field);
      for (const one of [value].flat()) body.append(`${name}-${field}`, one);
    }
    return this.post(this.url(edit.code), body, options);
  }

  url(code) {
    const [programme, own] = code.includes("/") ? code.split("/") : [NOBODY, code];
    return this.address.replace(NOBODY, programme).replace("CODE", encodeURIComponent(own));
  }

  post(url, body, options) {
    const csrf = /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
    const send = () => fetch(url, { method: "POST", body, headers, redirect: "manual", ...options });
    if (options.keepalive || !navigator.locks) return send();
    return navigator.locks.request(`send:${this.page.waiting.mine}`, send);
  }
}

export class Waiting {
  constructor(person, place) {
    this.mine = `${KEPT}${person}:${place}:`;
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
    const path = location.pathname + location.search;
    try {
      if (edits.length) localStorage.setItem(this.mine + this.page, JSON.stringify({ path, edits }));
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
