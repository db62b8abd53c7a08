// One field of one answer: what stands in it, what the server knows of it, what is said below it.

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
