"use strict";
// The pages work without this: it closes a list of choices that is left, and lets Escape close it.
(() => {
  const choices = [...document.querySelectorAll("details.choice")];
  document.addEventListener("click", (event) => {
    for (const each of choices) if (!each.contains(event.target)) each.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of choices) {
      if (!each.open) continue;
      each.open = false;
      each.querySelector("summary").focus();
    }
  });
  // A form's address holds what was filled in, not its empty fields.
  for (const form of document.querySelectorAll("form.asking:not(.data)")) {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
    });
  }
})();
