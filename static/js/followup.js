// Folds the follow-up fields of a judged question until "no" or "partly" is chosen. What was typed in a folded field
// stays there and is saved with the rest; without this script every field is simply visible.

function values(question) {
  const stated = question.querySelector("select[name$='-judgement']")?.value ?? "";
  const chosen = [...question.querySelectorAll("input[name$='-judgement']:checked")].map((radio) => radio.value);
  return stated ? [stated] : chosen;
}

function fold(question, part) {
  const wrong = part.querySelector(".field-wrong");
  const answered = values(question);
  const applies = answered.some((value) => value === "no" || value === "partly");
  part.hidden = answered.length > 0 && !applies && !wrong;
}

for (const part of document.querySelectorAll("[data-follow-up]")) {
  const question = part.closest("[data-question]");
  question.addEventListener("change", () => fold(question, part));
  // A link from the check page goes to a field in here: then it stays open.
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target || !part.contains(target)) fold(question, part);
}
