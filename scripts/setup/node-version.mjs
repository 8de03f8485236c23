// Read by whatever Node is installed, however old: no syntax newer than ES modules here.

export const NEEDED = "20.19.0";

/** True when version `have` is `need` or newer; missing and non-numeric places count as 0. */
export function atLeast(have, need) {
  const parts = (version) =>
    version
      .replace(/^v/, "")
      .split(".")
      .map((part) => parseInt(part, 10) || 0);
  const a = parts(have);
  const b = parts(need);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if ((a[i] || 0) !== (b[i] || 0)) return (a[i] || 0) > (b[i] || 0);
  }
  return true;
}

/** Ends the process with one clear line when Node is too old. */
export function requireNode(have) {
  const version = have || process.versions.node;
  if (atLeast(version, NEEDED)) return;
  console.error(
    "Node.js " +
      NEEDED +
      " 이상이 필요해요. 지금은 " +
      version +
      "이에요. https://nodejs.org 에서 새 버전을 설치한 뒤 다시 실행해 주세요.\n" +
      "Dochak needs Node.js " +
      NEEDED +
      " or newer; this is " +
      version +
      ".",
  );
  process.exit(1);
}
