const MOST = 80;

/**
 * The name an alimtalk template gets here. Names are unique in an organisation, at Solapi they aren't: a second one carries
 * the end of its id.
 */
export function templateName(name: string, templateId: string, isTaken: (name: string) => boolean): string {
  const plain = [...name.normalize("NFC").replace(/\s+/g, " ").trim()].slice(0, MOST).join("") || templateId;
  if (!isTaken(plain)) return plain;
  const mark = ` (${templateId.slice(-8)})`;
  return [...plain].slice(0, MOST - mark.length).join("") + mark;
}
