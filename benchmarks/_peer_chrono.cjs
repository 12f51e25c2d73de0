// chrono over each article; what it is certain of becomes the granularity. Arguments: a folder of npm's.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const path = require("node:path");

const [folder, asked] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "peers.cjs"));
const chrono = load("chrono-node");
if (asked === "--version") process.exit(0);

const two = (number) => String(number).padStart(2, "0");

// TIMEX3 type and value of a start or an end: as fine as the finest part that was said or reckoned.
function plain(part) {
  const year = String(part.get("year")).padStart(4, "0");
  const month = two(part.get("month"));
  const day = `${year}-${month}-${two(part.get("day"))}`;
  if (part.isCertain("hour")) return ["TIME", `${day}T${two(part.get("hour"))}:${two(part.get("minute"))}`];
  if (part.isCertain("day") || part.isCertain("weekday")) return ["DATE", day];
  if (part.isCertain("month")) return ["DATE", `${year}-${month}`];
  return part.isCertain("year") ? ["DATE", year] : ["DATE", day];
}

// The ISO week of a day.
function week(part) {
  const day = new Date(Date.UTC(part.get("year"), part.get("month") - 1, part.get("day")));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const first = Date.UTC(day.getUTCFullYear(), 0, 1);
  return `${day.getUTCFullYear()}-W${two(Math.floor((day - first) / 86400000 / 7) + 1)}`;
}

function timex(found) {
  if (found.tags().has("casualReference/now")) return ["DATE", "PRESENT_REF"];
  if (/\bweeks?\b/i.test(found.text)) return ["DATE", week(found.start)];
  return plain(found.start);
}

// Offsets of code points, from those of UTF-16 units.
function points(text) {
  const wide = /[\ud800-\udbff][\udc00-\udfff]/.test(text);
  return (offset) => (wide ? Array.from(text.slice(0, offset)).length : offset);
}

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line.trim()) continue;
  const article = JSON.parse(line);
  const at = points(article.text);
  const instant = new Date(`${article.dateline ?? "2000-01-01"}T12:00:00Z`);
  const timexes = chrono.parse(article.text, { instant, timezone: 0 }).map((found) => {
    const [type, value] = timex(found);
    const span = { start: at(found.index), end: at(found.index + found.text.length), type, value };
    return found.end ? { ...span, end_value: plain(found.end)[1] } : span;
  });
  process.stdout.write(`${JSON.stringify({ id: article.id, timexes })}\n`);
}
