import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import sharp from "sharp";
import { accountOf, signIn } from "./demo";

const LIMIT = 10_485_760;

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes: Buffer) =>
  (bytes.reduce((c, byte) => crcTable[(c ^ byte) & 255]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** A real PNG of exactly `bytes` bytes: noise that doesn't compress, and a private chunk to fill it up. */
function pngOf(bytes: number): Buffer {
  const side = 1200;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(
    Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), randomBytes(side * 3)])),
  );
  const parts = [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
  ];
  const end = chunk("IEND", Buffer.alloc(0));
  const fill = bytes - parts.reduce((sum, part) => sum + part.length, 0) - end.length - 12;
  return Buffer.concat([...parts, chunk("prVt", randomBytes(fill)), end]);
}

test("an image of exactly 10 MiB gets through the production server whole, one byte more is refused", async ({
  page,
  baseURL,
}) => {
  await signIn(page, accountOf("branch"));
  const send = (body: Buffer) =>
    page.request.post("/api/images", {
      data: body,
      headers: { "content-type": "image/png", "x-filename": encodeURIComponent("가득.png"), origin: baseURL! },
    });
  const full = pngOf(LIMIT);
  expect(full.length).toBe(LIMIT);
  const answer = await send(full);
  expect(answer.status(), await answer.text()).toBe(201);
  const { key, width } = await answer.json();
  expect(width).toBe(1200);
  const back = await (await page.request.get(`/api/images/${key}`)).body();
  const pixels = (bytes: Buffer) => sharp(bytes).removeAlpha().raw().toBuffer();
  expect((await pixels(back)).equals(await pixels(full))).toBe(true);

  const tooMuch = await send(pngOf(LIMIT + 1));
  expect(tooMuch.status()).toBe(413);
  expect(await tooMuch.json()).toMatchObject({ code: "invalid", message: expect.any(String) });
});
