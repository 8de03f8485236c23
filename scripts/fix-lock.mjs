// Run after every change of dependencies: node scripts/fix-lock.mjs
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./setup/files.mjs";
import { repairLock } from "./setup/lock-file.mjs";

const file = path.join(ROOT, "package-lock.json");
const before = readFileSync(file, "utf8");
const after = `${JSON.stringify(repairLock(JSON.parse(before)), null, 2)}\n`;
if (after !== before) writeFileSync(file, after);
console.log(after === before ? "package-lock.json: ok" : "package-lock.json: repaired");
