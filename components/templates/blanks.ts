/** `[ 날짜 ]`: a gap to fill when the template is used. Brackets without the inner spaces, such as `[정자점]`, are only text. */
const BLANK = /\[ [^[\]\n]+ \]/g;

export type Piece = { at: number; text: string; isBlank: boolean };

/** The text in pieces, blanks apart; put together again they are the text. */
export function piecesOf(body: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (at: number, text: string, isBlank: boolean) => text !== "" && pieces.push({ at, text, isBlank });
  let end = 0;
  for (const { 0: blank, index } of body.matchAll(BLANK)) {
    add(end, body.slice(end, index), false);
    add(index, blank, true);
    end = index + blank.length;
  }
  add(end, body.slice(end), false);
  return pieces;
}

/** How many different blanks there are to fill. */
export const blankCount = (body: string): number => new Set(body.match(BLANK)).size;
