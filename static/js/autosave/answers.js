// One field of one answer: what stands in it, what the server knows of it, what is said below it; and what became of an
// edit, shown beside its answer: saved, refused, or two texts for the same question.

const plain = (value) => JSON.stringify(value).normalize("NFC").replaceAll("\\r\\n", "\\n");
export const same = (one, other) => plain(one) === plain(other);

export class Field {
  /** `code`: the answer, with its programme before a "/" where a page holds several; `name`: the answer's field;
   *  `base`: the version that is shown; `known`: what the server has been told of it. */
  constructor(code, name, controls, base) {
    Object.assign(this, { code, name, controls, base });
    this.place = controls[0].closest(".field, td") ?? controls[0].parentElement;
    this.known = this.read((control) => control.defaultChecked, (control) => this.atFirst(control));
  }

  /** How the server names it. */
  get sent() {
    return `${prefix(this.code)}-${this.name}`;
  }

  /** Whether it is a cell of a table, in which there is room for a word only. */
  get small() {
    return this.place.localName === "td";
  }

  /** What a person calls it. */
  get label() {
    const ids = this.small ? this.controls[0].getAttribute("aria-labelledby").split(" ") : [];
    const words = ids.map((id) => document.getElementById(id)?.firstChild.textContent.trim());
    if (words.length) return words.join(", ");
    return this.place.closest("[data-answer]")?.dataset.name ?? this.code.replace(/\.\D.*$/, "");
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

  /** What is said below the field; `tone` names the shape and colour; a cell has room for `brief`. */
  say(text, tone = "neutral", brief = text) {
    this.state ??= this.place.appendChild(document.createElement("p"));
    this.state.className = `answer-state tag tag-${tone}`;
    this.state.textContent = this.small ? brief : text;
  }

  saved(value, number) {
    Object.assign(this, { known: value, base: number, refused: null });
    this.controls[0].dispatchEvent(new Event("saved", { bubbles: true }));
  }

  /** A colleague's newer value: shown at once, or on leaving the field; words of one's own stay. */
  renew(value, number, words) {
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

/** The first part of the names that the server gives the fields of an answer. */
export function prefix(code) {
  return code.slice(code.indexOf("/") + 1).replaceAll(".", "_");
}

/** A piece of the page that the server has made. */
function piece(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

export class Outcome {
  constructor(page, words) {
    Object.assign(this, { page, words });
  }

  saved(edit, told) {
    const clashed = [];
    for (const field of this.page.of(edit.code)) {
      const sent = Object.hasOwn(edit.values, field.name);
      if (!sent && field.base !== edit.base) continue;
      if (sent && edit.raw) {
        field.renew(edit.values[field.name], told.number, this.words);
        continue;
      }
      if (sent) Object.assign(field, { known: edit.values[field.name], refused: null });
      if (field.sent in told.clashes) {
        clashed.push(Object.assign(field, { theirs: told.clashes[field.sent], number: told.number }));
      } else if (field.sent in told.changed) field.renew(told.changed[field.sent], told.number, this.words);
      else if (sent) field.saved(edit.values[field.name], told.number);
      else field.base = told.number;
    }
    for (const [code, number] of Object.entries(told.parts ?? {})) {
      for (const field of this.page.of(code)) if (field.base === edit.parts?.[code]) field.base = number;
      this.settle(code);
    }
    if (!clashed.length || !told.clash) this.page.show(edit, told.said, "ok", this.words.saved);
    else this.clash(clashed, told);
    this.settle(edit.code);
    this.around(edit.code, told);
    return clashed.length > 0;
  }

  refused(edit, said) {
    for (const field of this.page.of(edit.code)) {
      if (Object.hasOwn(edit.values, field.name)) field.refused = edit.values[field.name];
    }
    this.page.show(edit, said, "problem");
  }

  /** The Save button sends the whole answer: from the oldest version that one of its fields shows. */
  settle(code) {
    const fields = this.page.of(code);
    const hidden = this.page.bases.get(code);
    if (!hidden || !fields.length) return;
    const base = Math.min(...fields.map((field) => field.base));
    hidden.value = fields[0].small ? `${base}:${fields[0].known}` : base;
  }

  // ── The answer's own notices

  /** The register's suggestion counts as seen as soon as anything of the answer is changed. */
  suggestion(code) {
    return document.querySelector(`[data-answer="${code}"] > [data-suggested]`);
  }

  around(code, told) {
    this.suggestion(code)?.remove();
    const [field] = this.page.of(code);
    const cell = field?.small && field.place.querySelector("[data-to-confirm]");
    if (cell) cell.hidden = !told.unconfirmed;
    const question = field?.controls[0].closest("[data-question]");
    const derived = question?.querySelector("[data-derived]");
    if (derived && told.derived) derived.replaceWith(piece(told.derived));
    if (!told.unconfirmed) this.done(question?.querySelector("[data-unconfirmed]"), this.words.confirmed);
    if (told.disputed === false) this.done(question?.querySelector("[data-which]"), told.said);
  }

  /** A notice that is dealt with goes; where the focus was in it, a word takes its place. */
  done(notice, word) {
    if (!notice) return;
    const inside = notice.contains(document.activeElement);
    const said = document.createElement("p");
    Object.assign(said, { className: "tag tag-ok", textContent: word, tabIndex: -1 });
    notice.replaceWith(said);
    if (inside) said.focus();
    else if (!word) said.remove();
  }

  // ── Two texts for the same question

  clash(fields, told) {
    this.drop(this.notice(fields[0].code));
    const notice = piece(told.clash);
    notice.dataset.clashOf = fields[0].code;
    const { place, small } = fields[0];
    if (small) this.below(place.closest("tr")).append(notice);
    else place.after(notice);
    for (const field of fields) field.say(told.said, "attention", this.words.both);
  }

  /** A row of its own below the row of a cell, which is too narrow for two texts. */
  below(row) {
    const own = document.createElement("tr");
    const cell = own.insertCell();
    own.className = "clash-row";
    cell.colSpan = row.cells.length;
    row.after(own);
    return cell;
  }

  drop(notice) {
    (notice?.closest(".clash-row") ?? notice)?.remove();
  }

  notice(code) {
    return document.querySelector(`[data-clash-of="${CSS.escape(code)}"]`);
  }

  /** A button of the notice was pressed: this text stands. */
  choose(button) {
    const notice = button?.closest("[data-clash-of]");
    if (!notice) return;
    const fields = this.page.of(notice.dataset.clashOf).filter((field) => field.number);
    this.drop(notice);
    for (const field of fields) {
      field.base = field.number;
      if (button.dataset.choose === "theirs") {
        field.value = field.theirs;
        field.saved(field.value, field.number);
        field.say(this.words.theirs, "ok");
      } else field.known = field.theirs;
      field.number = null;
    }
    fields[0]?.controls[0].focus();
    if (fields[0]) this.settle(fields[0].code);
    this.page.keep();
    this.page.sender.pump();
  }

  // ── Two answers to the same question: its parts, or the whole

  /** "The parts stand" empties the answer to the whole; "the whole stands" asks for the reason. */
  which(control) {
    const question = control.closest("[data-question]");
    const field = (name) => this.page.of(question.dataset.answer).find((one) => one.name === name);
    if (control.value === "parts") field("judgement").value = "";
    else field("reason").controls[0].focus();
  }
}
