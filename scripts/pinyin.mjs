// Writes the pinyin table to stdout: node pinyin.mjs, beside a node_modules that holds pinyin-pro. scripts/pinyin.sh calls it.
import { readFileSync } from "node:fs";
import { convert, pinyin } from "pinyin-pro";
import surnames from "pinyin-pro/dist/esm/data/surname.mjs";

// What the source lacks: characters of living people's names, and readings that only a family name has.
const characters = { 𠮷: "ji2", 㐂: "xi3" };
const families = { 种: "chong2", 秘: "bi4", 洗: "xian3" };

const folder = new URL("node_modules/pinyin-pro/", import.meta.url);
const source = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
const licence = readFileSync(new URL("LICENSE", folder), "utf8").trim().split("\n");

// zhang1, lü4; the neutral tone is 5, after the others as in a dictionary. Exclamations such as hng have no place in names.
const plain = (reading) => (/^[a-z]+[0-4]$/.test(reading) ? reading.replace("v", "ü").replace("0", "5") : null);

// As in a dictionary: lu, lü, luan, lüe; then the tone.
const order = (a, b) => compare(a.replace("ü", "u").slice(0, -1), b.replace("ü", "u").slice(0, -1)) || compare(a.includes("ü"), b.includes("ü")) || compare(a, b);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const readings = new Map();
const letters = new Map();
const put = (lines, key, character) => lines.set(key, (lines.get(key) ?? "") + character);

for (let code = 0x2e80; code < 0x34000; code++) {
  if (code >= 0xd800 && code < 0xe000) continue;
  const character = String.fromCodePoint(code);
  const known = pinyin(character, { toneType: "num", v: true, multiple: true, type: "array" });
  const all = (known[0] === character ? [] : known).map(plain).filter((reading) => reading);
  const usual = characters[character] ?? all[0];
  if (!usual) continue;
  put(readings, usual, character);
  for (const letter of new Set(all.map((reading) => reading[0]))) if (letter !== usual[0]) put(letters, letter, character);
}

const names = new Map();
const all = Object.entries(surnames).map(([name, reading]) => [name, convert(reading, { format: "symbolToNum" }).split(" ").map((one) => plain(one.replace("ü", "v"))).join(" ")]);
for (const [name, reading] of new Map([...all, ...Object.entries(families)])) {
  put(names, reading, name);
  // A reading that only family names have still has its place in the order.
  for (const one of reading.split(" ")) put(readings, one, "");
}

const section = (title, lines, by) => ["", `[${title}]`, ...[...lines].sort(([a], [b]) => by(a, b)).map(([key, characters]) => `${key} ${characters}`.trim())];

console.log(
  [
    `# Pinyin, made by scripts/pinyin.sh from the npm package ${source.name} ${source.version} (${source.license}); not to be edited by hand.`,
    "# [readings]: each character once, under its usual reading, in the order of a dictionary. [letters]: first letters of a character's other readings.",
    "# [surnames]: family names and how they are read as such.",
    "#",
    ...licence.map((line) => `# ${line}`.trim()),
    ...section("readings", readings, order),
    ...section("letters", letters, compare),
    ...section("surnames", names, compare),
  ].join("\n"),
);
