// Says who else has the section open: asks now and then, never in a tab that nobody looks at. Silent without this
// script, and where the line is down; a person is told of only when somebody comes or goes.

const EVERY = 25_000;
const place = document.querySelector("[data-presence]");
let timer = null;
let names = "";

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  const csrf = /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
  try {
    const answer = await fetch(place.dataset.presence, { method: "POST", headers, redirect: "manual" });
    if (answer.ok) show((await answer.json()).people);
    else if ([403, 404].includes(answer.status)) return; // nothing to write here any more
  } catch {
    // No line: another time.
  }
  timer = setTimeout(ask, EVERY);
}

function show(people) {
  const now = JSON.stringify(people.map((one) => one.name));
  if (now === names) return;
  names = now;
  place.textContent = people.map((one) => one.said).join(" · ");
  place.classList.toggle("presence-some", people.length > 0);
}

if (place) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  ask();
}
