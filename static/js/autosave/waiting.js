// What could not be sent yet waits in this browser, apart for each person, report and page.

const KEPT = "unsent:"; // site.js wipes what begins so

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

export function uuid() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
}
