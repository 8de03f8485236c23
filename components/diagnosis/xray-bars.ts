import type { Layer } from "@/db/enums";
import type { Xray, XraySpan } from "@/lib/diagnosis/xray-dto";
import { type Scale, scaleOf } from "./xray-scale";
import { momentsOf, type Story } from "./xray-story";

/** Where the words of a bar stand: in it, beside it, or, where there is no room, only in the list for whoever asks. */
export type LabelPlace = "inside" | "after" | "before" | "none";
export type Bar = {
  span: XraySpan;
  label: string;
  left: number;
  width: number;
  place: LabelPlace;
  /** Parts of it that are drawn shorter than they were. */
  cuts: { left: number; width: number }[];
};
export type Row = { layer: Layer; bars: Bar[] };

/** Width of the line on the narrowest screen that draws it as one. */
const LINE_PX = 620;
const LETTER_PX = { wide: 12, narrow: 6.6 };
const GAP_PX = 10;
/** What is left of the width for what has not happened yet, or for the word where it stopped. */
const DRAWN_SHARE = 82;

const pxOf = (words: string) =>
  [...words].reduce((sum, letter) => sum + (letter > "\u2e7f" ? LETTER_PX.wide : LETTER_PX.narrow), 0);
const px = (percent: number) => (percent / 100) * LINE_PX;

/** The scale of an x-ray's line: the moments that begin or end something, and its end. */
export function lineOf(xray: Xray, story: Story, isShared: boolean): Scale {
  const ends = xray.spans.flatMap(({ from, to }) => [Date.parse(from), ...(to === null ? [] : [Date.parse(to)])]);
  const moments = ends.length > 0 ? ends : momentsOf(xray);
  return scaleOf([story.startMs, ...moments, story.endMs], isShared ? DRAWN_SHARE : 100);
}

/** The bars of one layer, each with its words where they fit without covering another. */
export function rowOf(layer: Layer, xray: Xray, { at, pieces }: Scale, wordsOf: (span: XraySpan) => string): Row {
  const ends = (span: XraySpan) => [Date.parse(span.from), Date.parse(span.to ?? xray.now)] as const;
  const spans = xray.spans.filter((span) => span.layer === layer).sort((a, b) => ends(a)[0] - ends(b)[0]);
  const boxes = spans.map((span) => {
    const [from, to] = ends(span);
    const [left, right] = [at(from), at(Math.max(from, to))];
    return { span, left, right, from, to };
  });
  /** Up to where words already stand. */
  let taken = 0;
  const bars = boxes.map(({ span, left, right, from, to }, i): Bar => {
    const label = wordsOf(span);
    const need = pxOf(label) + GAP_PX;
    const free = px(boxes[i + 1]?.left ?? 100) - px(right);
    const place: LabelPlace =
      px(right - left) >= need + GAP_PX
        ? "inside"
        : free >= need
          ? "after"
          : px(left) - taken >= need
            ? "before"
            : "none";
    taken = px(right) + (place === "after" ? need : 0);
    return {
      ...{ span, label, left, place },
      width: right - left,
      cuts: pieces
        .filter((piece) => piece.isCut && piece.from < to && piece.to > from)
        .map((piece) => {
          const [a, b] = [Math.max(piece.left, left), Math.min(piece.right, right)];
          return { left: a, width: b - a };
        }),
    };
  });
  return { layer, bars };
}
