"use strict";
(() => {
  const filters = document.querySelector(".filters");
  const fields = [...filters.querySelectorAll("input, select")];
  const count = filters.querySelector("output");
  const rows = [...document.querySelectorAll("tr[data-status]")].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    actors: row.dataset.actors.split("\n"),
  }));
  const groups = [...document.querySelectorAll("tbody, section.year")];

  function fits({ row, text, actors }, asked) {
    return (
      asked.words.every((word) => text.includes(word)) &&
      (!asked.actor || actors.includes(asked.actor)) &&
      (!asked.type || row.dataset.type === asked.type) &&
      (!asked.status || row.dataset.status === asked.status)
    );
  }

  function filter() {
    const asked = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    asked.words = asked.words.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      each.row.hidden = !fits(each, asked);
      shown += each.row.hidden ? 0 : 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("tr[data-status]:not([hidden])");
    }
    count.textContent = `${shown} of ${rows.length} events`;
  }

  for (const field of fields) field.addEventListener("input", filter);
  filters.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    filter();
    fields[0].focus();
  });
  filters.hidden = false;
  filter();
})();
