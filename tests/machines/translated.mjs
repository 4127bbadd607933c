// Runs programs in the page's translated Python: reads { files, programs } as JSON from
// standard input, a program being { texts, calls: [[name, arguments as JSON], ...] }, and
// prints for each program the answers of its load and its calls, as the page gets them.
import { readFileSync } from "node:fs";
import { Programs } from "../../web/src/python/program.js";

const { files, programs } = JSON.parse(readFileSync(0, "utf8"));
const all = new Programs(files);

/** What is outside is an answer, too. */
function tried(ask) {
  try {
    return ask();
  } catch (error) {
    return { outside: `${error.message}`, stack: error.name === "Outside" ? undefined : error.stack };
  }
}

const answers = programs.map(({ texts, calls }, key) => {
  const loaded = tried(() => all.load(key, texts));
  if (loaded.error || loaded.outside) return [loaded];
  return [loaded, ...calls.map(([name, args]) => tried(() => all.call(key, name, args)))];
});
const whole = (_, value) => {
  if (value instanceof Float64Array) return [...value];
  return typeof value === "number" && !Number.isFinite(value) ? { $float: `${value}` } : value;
};
process.stdout.write(JSON.stringify(answers, whole));
