import sharp from "sharp";
import type { ImageMime } from "../enums";

export type StoryPicture = { key: string; name: string; mime: ImageMime; svg: string };

type Box = { width: number; height: number };
const SQUARE: Box = { width: 900, height: 900 };

const svg = ({ width, height }: Box, body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;

const backdrop = (top: string, bottom: string, { width, height }: Box) =>
  `<defs><linearGradient id="b" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>` +
  `<rect width="${width}" height="${height}" fill="url(#b)"/>`;

const leaf = (x: number, y: number, turn: number, size = 1) =>
  `<path transform="translate(${x} ${y}) rotate(${turn}) scale(${size})" d="M0 0C30-46 92-46 122 0 92 40 30 40 0 0z" fill="#3f8f4f"/>` +
  `<path transform="translate(${x} ${y}) rotate(${turn}) scale(${size})" d="M6 0h100" stroke="#2c6b3a" stroke-width="5"/>`;

const ball = (x: number, y: number, r: number, fill: string, shade: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>` +
  `<path d="M${x - r} ${y}a${r} ${r} 0 0 0 ${2 * r} 0 ${r} ${r * 0.82} 0 0 1 ${-2 * r} 0z" fill="${shade}"/>` +
  `<ellipse cx="${x - r * 0.34}" cy="${y - r * 0.42}" rx="${r * 0.24}" ry="${r * 0.15}" fill="#fff" opacity=".55"/>`;

const crate = `<g fill="#b98a58"><rect x="70" y="640" width="760" height="70" rx="10"/><rect x="70" y="724" width="760" height="70" rx="10"/></g><g fill="#98703f"><rect x="96" y="600" width="46" height="220" rx="8"/><rect x="758" y="600" width="46" height="220" rx="8"/></g>`;

/** Round fruit heaped in a crate. */
const heap = (fill: string, shade: string, top: (x: number, y: number) => string) => {
  const spots: [number, number][] = [
    [230, 600],
    [450, 610],
    [670, 600],
    [340, 450],
    [560, 450],
    [450, 310],
  ];
  return spots.map(([x, y]) => ball(x, y, 122, fill, shade) + top(x, y - 112)).join("") + crate;
};

const strawberry = (x: number, y: number, size: number) => {
  const seeds = [
    [-40, -10],
    [0, -24],
    [40, -10],
    [-24, 34],
    [24, 34],
    [0, 76],
  ]
    .map(([dx, dy]) => `<ellipse cx="${dx}" cy="${dy}" rx="6" ry="9" fill="#f6d36b"/>`)
    .join("");
  return (
    `<g transform="translate(${x} ${y}) scale(${size})"><path d="M0 128C-74 74-104 18-92-40c10-42 54-52 92-30 38-22 82-12 92 30 12 58-18 114-92 168z" fill="#d63b3f"/>` +
    `<path d="M0 128C-40 98-66 70-80 40 -30 70 30 70 80 40 66 70 40 98 0 128z" fill="#b22a33"/>${seeds}` +
    `<path d="M-78-62C-40-60-20-84 0-100 20-84 40-60 78-62 50-40 30-44 0-26-30-44-50-40-78-62z" fill="#3f8f4f"/></g>`
  );
};

const grapes = (x: number, y: number, fill: string, shade: string) => {
  const rows = [5, 5, 4, 3, 2, 1];
  const berries = rows.flatMap((n, row) =>
    Array.from({ length: n }, (_, i) => ball(x + (i - (n - 1) / 2) * 92, y + row * 82, 50, fill, shade)),
  );
  return `<path d="M${x} ${y - 40}v-90" stroke="#7a5a36" stroke-width="16" stroke-linecap="round"/>${leaf(x + 6, y - 80, -24, 1.3)}${berries.join("")}`;
};

const banana = (turn: number) =>
  `<path transform="translate(470 470) rotate(${turn})" d="M-260-120C-220 120 60 240 270 120c24-14 22-52-6-52C120 110-90 40-186-150c-14-30-78-14-74 30z" fill="#f2cf4a" stroke="#c79f23" stroke-width="8"/>`;

const persimmonTop = (x: number, y: number) =>
  `<path d="M${x - 56} ${y + 10}q28-34 56-10 28-24 56 10-28 22-56 12-28 10-56-12z" fill="#557a3c"/>`;
const stem = (x: number, y: number) =>
  `<path d="M${x} ${y + 8}q4-30 22-44" stroke="#6b4e2e" stroke-width="11" fill="none" stroke-linecap="round"/>`;
const navel = (x: number, y: number) => `<circle cx="${x}" cy="${y + 26}" r="11" fill="#3f8f4f"/>`;

const lines = (x: number, y: number, widths: readonly number[], fill: string) =>
  widths
    .map((width, i) => `<rect x="${x}" y="${y + i * 54}" width="${width}" height="24" rx="12" fill="${fill}"/>`)
    .join("");

const gift: Box = { width: 1200, height: 800 };
const tag: Box = { width: 900, height: 1200 };

/** Drawn, not photographed: fruit in crates, banners, a price card. No words, so no fonts are needed. */
export const storyPictures: readonly StoryPicture[] = [
  {
    key: "strawberry",
    name: "딸기 상자.jpg",
    mime: "image/jpeg",
    svg: svg(
      SQUARE,
      backdrop("#fdeeee", "#f6cfcf", SQUARE) +
        strawberry(250, 560, 1.25) +
        strawberry(450, 590, 1.35) +
        strawberry(660, 560, 1.25) +
        strawberry(350, 380, 1.2) +
        strawberry(560, 380, 1.2) +
        crate,
    ),
  },
  {
    key: "tangerine",
    name: "감귤.jpg",
    mime: "image/jpeg",
    svg: svg(SQUARE, backdrop("#fff4e3", "#fbd9a8", SQUARE) + heap("#f49b34", "#dd7f1d", navel)),
  },
  {
    key: "orange",
    name: "한라봉.jpg",
    mime: "image/jpeg",
    svg: svg(
      SQUARE,
      backdrop("#eef7ee", "#cfe7cf", SQUARE) +
        heap("#f3a53c", "#d98822", (x, y) => ball(x, y + 4, 34, "#f3a53c", "#d98822") + leaf(x + 6, y - 26, -30, 0.6)),
    ),
  },
  {
    key: "apple",
    name: "사과.jpg",
    mime: "image/jpeg",
    svg: svg(
      SQUARE,
      backdrop("#f6f1ea", "#e6d8c4", SQUARE) +
        heap("#c8373a", "#a3272f", (x, y) => stem(x, y) + leaf(x + 12, y - 20, -18, 0.5)),
    ),
  },
  {
    key: "pear",
    name: "신고배.jpg",
    mime: "image/jpeg",
    svg: svg(SQUARE, backdrop("#f3f5ea", "#dfe5c6", SQUARE) + heap("#d9b65c", "#bd963d", stem)),
  },
  {
    key: "persimmon",
    name: "대봉감.jpg",
    mime: "image/jpeg",
    svg: svg(SQUARE, backdrop("#f3f0ef", "#ddd2ce", SQUARE) + heap("#e46d2a", "#c4531a", persimmonTop)),
  },
  {
    key: "tomato",
    name: "완숙 토마토.jpg",
    mime: "image/jpeg",
    svg: svg(SQUARE, backdrop("#eef4f6", "#cfdfe5", SQUARE) + heap("#d8402f", "#b42f24", persimmonTop)),
  },
  {
    key: "grape",
    name: "샤인머스캣.jpg",
    mime: "image/jpeg",
    svg: svg(
      SQUARE,
      backdrop("#f7fbef", "#dcebbd", SQUARE) +
        grapes(300, 270, "#b5cf5a", "#98b342") +
        grapes(610, 300, "#b5cf5a", "#98b342"),
    ),
  },
  {
    key: "banana",
    name: "바나나.jpg",
    mime: "image/jpeg",
    svg: svg(SQUARE, backdrop("#f2f6fb", "#d3e0ee", SQUARE) + banana(-26) + banana(0) + banana(24)),
  },
  {
    key: "banner-gift",
    name: "선물 세트 배너.png",
    mime: "image/png",
    svg: svg(
      gift,
      `${backdrop("#7a1f2b", "#55141d", gift)}<circle cx="980" cy="140" r="300" fill="#8d2a37"/><g transform="translate(120 190)"><rect width="420" height="420" rx="22" fill="#f1e3cc"/><rect x="180" width="60" height="420" fill="#c9a24a"/><rect y="180" width="420" height="60" fill="#c9a24a"/><path d="M210 0C150-110 30-80 90-6c36 40 120 6 120 6zM210 0c60-110 180-80 120-6-36 40-120 6-120 6z" fill="#e0bd66"/></g>${ball(700, 560, 96, "#c8373a", "#a3272f")}${ball(880, 590, 86, "#f49b34", "#dd7f1d")}${ball(1030, 560, 96, "#d9b65c", "#bd963d")}${lines(640, 240, [440, 360, 240], "#f1e3cc")}`,
    ),
  },
  {
    key: "banner-tasting",
    name: "시식회 배너.png",
    mime: "image/png",
    svg: svg(
      gift,
      `${backdrop("#0f5f56", "#0a423c", gift)}<circle cx="180" cy="690" r="330" fill="#157468"/>${ball(300, 420, 170, "#f3a53c", "#d98822")}${leaf(310, 260, -28, 1.1)}${ball(560, 520, 120, "#f49b34", "#dd7f1d")}<path d="M760 520h300l-40 120H800z" fill="#f4efe4"/>${ball(840, 500, 46, "#d63b3f", "#b22a33")}${ball(920, 490, 46, "#b5cf5a", "#98b342")}${ball(1000, 500, 46, "#f2cf4a", "#c79f23")}${lines(700, 190, [400, 300], "#e9f3ef")}`,
    ),
  },
  {
    key: "price-tag",
    name: "딸기 가격.png",
    mime: "image/png",
    svg: svg(
      tag,
      `<rect width="900" height="1200" fill="#fffdf6"/><rect x="36" y="36" width="828" height="1128" rx="28" fill="none" stroke="#d63b3f" stroke-width="14"/><rect x="36" y="36" width="828" height="190" rx="28" fill="#d63b3f"/>${lines(120, 118, [420], "#fff")}${strawberry(450, 500, 1.9)}${lines(120, 800, [660, 520], "#3b3a37")}<rect x="120" y="960" width="660" height="130" rx="20" fill="#f6d36b"/>${lines(180, 1012, [540], "#7a1f2b")}`,
    ),
  },
];

export const pictureByKey = new Map(storyPictures.map((picture) => [picture.key, picture]));

/** The drawing alone at about half its size, cut to a box: its pixels. */
export function rasterise({ svg: drawing }: StoryPicture, { width, height }: Box) {
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  return sharp(Buffer.from(drawing), { density: 40 })
    .resize(width, height, { fit: "cover" })
    .flatten({ background: "#fff" })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** The picture as a camera or a drawing program would hand it over. */
export async function drawPicture({ svg: drawing, mime }: StoryPicture): Promise<Uint8Array> {
  // The upload pipeline shuts this loader for the whole process; only this drawing of our own opens it.
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const image = sharp(Buffer.from(drawing));
  return mime === "image/png" ? image.png().toBuffer() : image.jpeg({ quality: 86 }).toBuffer();
}
