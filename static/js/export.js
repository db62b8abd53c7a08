// While a file is being made, its page looks again every two seconds; without this module there is a Refresh link.
const PAUSE = 2000;

async function look() {
  const place = document.querySelector("[data-export]");
  if (!place || !place.hasAttribute("data-busy")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-export]");
    if (fresh && !fresh.hasAttribute("data-busy")) return location.reload();
    if (fresh) place.replaceChildren(...fresh.childNodes);
  } catch {
    // no connection: the next look may succeed
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
