/** An object of a JSON file as its own text, with the name of the list it stood in and the line it began in. */
export type JsonPiece = { line: number; list: string | null; text: string };

/** No object of an old table is near this. */
const MOST_CHARS = 32 * 1_048_576;

/**
 * The objects of a JSON file one by one as its text comes: of a list, of lists in an object (`{ "messages": […] }`), or one on
 * each line. Never more than one object is in hand, so the file may be of any size.
 * @throws SyntaxError where an object doesn't end
 */
export async function* splitJson(texts: AsyncIterable<string>): AsyncGenerator<JsonPiece> {
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let begun: { line: number; depth: number } | null = null;
  let text = "";
  let word = "";
  let list: string | null = null;
  /** Depth of objects that hold lists of records, not a record themselves. */
  let outer = 0;
  for await (const piece of texts) {
    let from = 0;
    for (let i = 0; i < piece.length; i++) {
      const c = piece[i];
      if (c === "\n") line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (c === "\\") escaped = true;
        else if (c === '"') inString = false;
        else if (!begun) word += c;
        continue;
      }
      if (c === '"') {
        inString = true;
        if (!begun) word = "";
      } else if (c === "{" || c === "[") {
        if (c === "[" && begun && begun.depth === 1 && outer === 0 && isWrapper(text + piece.slice(from, i))) {
          // What looked like a record is an object of lists.
          list = lastWord(text + piece.slice(from, i));
          begun = null;
          text = "";
          outer = 1;
        } else if (c === "[" && !begun && outer > 0) list = word;
        depth += 1;
        if (c === "{" && !begun) {
          begun = { line, depth };
          text = "";
          from = i;
        }
      } else if (c === "}" || c === "]") {
        if (begun && c === "}" && depth === begun.depth) {
          yield { line: begun.line, list, text: text + piece.slice(from, i + 1) };
          begun = null;
          text = "";
        }
        depth -= 1;
      }
    }
    if (begun) text += piece.slice(from);
    if (text.length > MOST_CHARS) throw new SyntaxError(`an object of line ${begun?.line} doesn't end`);
  }
  if (begun) throw new SyntaxError(`an object of line ${begun.line} doesn't end`);
}

/** `{ "messages": ` and nothing before it: a list of records begins, not a field of one. */
const isWrapper = (text: string): boolean =>
  /^\{(\s*"[^"]*"\s*:\s*("[^"]*"|[\d.]+|true|false|null)\s*,)*\s*"(messages|message_?logs|logs|customer_?images|rows|items|data)"\s*:\s*$/i.test(
    text,
  );
const lastWord = (text: string): string | null => /"([^"]+)"\s*:\s*$/.exec(text)?.[1] ?? null;
