import { readFileSync } from "node:fs";

/** Reads `KEY=value` lines; quotes as a shell would take them, `#` comments and blank lines left out. */
export function parseEnvFile(text) {
  const values = {};
  for (const line of text.split(/\r?\n/)) {
    const [, key, raw] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (key) values[key] = unquote(raw.trim());
  }
  return values;
}

/** The text of an environment file that parseEnvFile and `. file` of a shell read alike. */
export const formatEnvFile = (values) =>
  Object.entries(values)
    .map(
      ([key, value]) =>
        `${key}=${/^[\w@%+=:,./-]*$/.test(value) ? value : `'${String(value).replaceAll("'", "'\\''")}'`}\n`,
    )
    .join("");

function unquote(raw) {
  if (/^'.*'$/.test(raw)) return raw.slice(1, -1).replaceAll("'\\''", "'");
  if (/^".*"$/.test(raw)) return raw.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
  return raw;
}

/** The values of a file, {} when there is none. */
export function readEnvFile(file) {
  try {
    return parseEnvFile(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
