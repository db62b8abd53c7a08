// After a paste that may be Bijoy text: the server says whether it is, and shows it in Unicode; the person decides.
// Without this script the saved answer says the same, with a page that shows both.

const help = document.getElementById("bijoy-help");
const SUSPECT = /[†‡ˆ‰©¨ªš¯®`¶¼½¾Ëßóôþ]|v[bcdfghjklmnpqstvwxz]|[a-z][A-Z]|\b[b-df-hj-np-tw-z]v/;
const BANGLA = /[\u0980-\u09ff]/;

async function ask(text, form) {
  const body = new FormData();
  body.set("text", text);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(help.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : { bijoy: false };
}

function offer(box, pasted, converted) {
  const field = box.closest(".field") ?? box.parentElement;
  field.querySelector("[data-bijoy]")?.remove();
  const notice = help.content.firstElementChild.cloneNode(true);
  notice.dataset.bijoy = "";
  notice.querySelector("[data-preview]").textContent = converted;
  notice.addEventListener("click", (event) => {
    if (!event.target.matches("[data-use], [data-leave]")) return;
    if (event.target.matches("[data-use]") && box.value.includes(pasted)) {
      box.value = box.value.replace(pasted, () => converted);
      box.lang = "bn";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    notice.remove();
    box.focus();
  });
  field.append(notice);
}

document.addEventListener("paste", async (event) => {
  const box = event.target;
  if (!help || !(box instanceof HTMLTextAreaElement) || !box.form?.elements.csrfmiddlewaretoken) return;
  const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n");
  if (!SUSPECT.test(text) || BANGLA.test(text)) return;
  try {
    const found = await ask(text, box.form);
    if (found.bijoy) offer(box, text, found.text);
  } catch {
    // No connection, or no longer signed in: the warning comes when the answer is saved.
  }
});
