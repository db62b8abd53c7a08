// Shows only the fields that belong to what was chosen of a programme. What was typed in a folded field stays there;
// without this script every field is simply visible.

const form = document.querySelector("[data-claim-form]");

function fold() {
  const chosen = form.querySelector("input[name=kind]:checked")?.value ?? "";
  for (const part of form.querySelectorAll("[data-claim]")) {
    const wrong = part.querySelector(".field-wrong");
    part.hidden = !part.dataset.claim.split(" ").includes(chosen) && !wrong;
  }
}

if (form) {
  form.addEventListener("change", fold);
  fold();
}
