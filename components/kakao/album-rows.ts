/**
 * How KakaoTalk cuts an album into rows: up to three pictures stand in one row, four are 2 × 2, more are rows of three
 * with the short ones (two) last. (5, 7 and 8 are to be verified on a phone; see mock/README.)
 */
export function albumRows(count: number): number[] {
  if (count <= 3) return count > 0 ? [count] : [];
  const twos = (3 - (count % 3)) % 3;
  const threes = (count - 2 * twos) / 3;
  return [...Array<number>(threes).fill(3), ...Array<number>(twos).fill(2)];
}

/** Where each picture lies, row by row: `albumSlices(5)` → [[0, 3], [3, 5]]. */
export function albumSlices(count: number): [from: number, to: number][] {
  let from = 0;
  return albumRows(count).map((size) => {
    from += size;
    return [from - size, from];
  });
}

/** A picture that stands alone keeps its shape, within what a phone shows uncut. */
export function pictureRatio(width: number | undefined, height: number | undefined): number {
  if (!width || !height) return 1;
  return Math.min(2, Math.max(0.6, width / height));
}
