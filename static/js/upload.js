// Says before sending that a chosen file is too large: a refused upload would cost minutes on a slow line, and the
// browser would forget the file. Without this script the server says the same.

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const large = [...input.files].some((file) => file.size > Number(input.dataset.most));
    input.setCustomValidity(large ? input.dataset.tooLarge : "");
    if (large) {
      input.reportValidity();
      input.value = "";
    }
  });
}
