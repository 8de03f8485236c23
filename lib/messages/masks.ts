/** `홍길동` → `홍*동`, `김철` → `김*`: enough to recognise whom one knows, not to learn who it is (anchors §7). */
export function maskName(name: string): string {
  const [first = "", ...rest] = [...name];
  if (rest.length === 0) return first;
  const last = rest.length > 1 ? rest.at(-1) : "";
  return `${first}${"*".repeat(rest.length - (last ? 1 : 0))}${last}`;
}
