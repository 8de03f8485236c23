import { unsupportedCharacters } from "@/lib/transports/euc-kr";

const isControl = (char: string) => char < " " && !"\n\r\t".includes(char);
const plain = (text: string) => text.replaceAll("\r\n", "\n").replaceAll("\t", " ");

/** 1028 for a control character, 1029 for one EUC-KR can't write, null where all is well. */
export function charsetRefusal(text: string): "1028" | "1029" | null {
  if ([...text].some(isControl)) return "1028";
  return unsupportedCharacters(plain(text)).length > 0 ? "1029" : null;
}

/** The text without what EUC-KR can't write, as Solapi cuts it where `strict` is off. */
export function stripped(text: string): string {
  const cut = plain(text);
  let kept = "";
  let from = 0;
  for (const { character, index } of unsupportedCharacters(cut)) {
    kept += cut.slice(from, index);
    from = index + character.length;
  }
  return kept + cut.slice(from);
}
