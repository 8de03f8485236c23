import "server-only";
import { AppError, invalid } from "@/lib/errors";
import { readCsv } from "./read-csv";
import { readXlsx } from "./read-xlsx";
import type { SheetRow } from "./sheet";
import { CSV_MAX_BYTES, XLSX_MAX_BYTES } from "./upload-limits";

/** How files of Excel 97–2003 begin. */
const OLD_EXCEL = 0xd0cf11e0;

const tooLarge = (maximumBytes: number) =>
  new AppError("invalid", {
    status: 413,
    message: "importTooLarge",
    params: { maximum: maximumBytes / 1_048_576 },
    issues: [{ path: ["file"], message: "importTooLarge", params: { maximum: maximumBytes / 1_048_576 } }],
  });

/** The pieces of a body, counted: too many are refused, too few are a body that was cut on its way. */
export async function* countedBody(
  body: ReadableStream<Uint8Array>,
  declared: number | null,
  maximum: () => number,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  let isWhole = false;
  try {
    for (;;) {
      const next = await reader.read().catch(() => {
        throw invalid("file", "importIncomplete");
      });
      if (next.done) break;
      bytes += next.value.byteLength;
      if (bytes > maximum()) throw tooLarge(maximum());
      yield next.value;
    }
    if (declared !== null && bytes !== declared) throw invalid("file", "importIncomplete");
    isWhole = true;
  } finally {
    // Whoever answers a refusal hears the rest out.
    if (!isWhole) reader.releaseLock();
  }
}

/**
 * The lines of an uploaded file, read while it arrives: xlsx by its first bytes, anything else as CSV or TSV. A CSV is
 * never in memory as a whole; an xlsx has to be.
 * @throws AppError invalid: 413 past 20 MB (xlsx) or 200 MB, importIncomplete, importEmpty, importNotXlsx, importBroken
 */
export async function* openUpload({ headers, body }: Pick<Request, "headers" | "body">): AsyncGenerator<SheetRow> {
  const length = headers.get("content-length");
  const declared = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
  if (declared !== null && declared > CSV_MAX_BYTES) throw tooLarge(CSV_MAX_BYTES);
  if (!body) throw invalid("file", "importEmpty");
  let maximum = CSV_MAX_BYTES;
  const pieces = countedBody(body, declared, () => maximum);
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes < 4; ) {
    const next = await pieces.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.byteLength;
  }
  const all = async function* () {
    yield* first;
    yield* pieces;
  };
  const start = Buffer.concat(first.map((piece) => piece.subarray(0, 4)));
  if (start.length === 0) throw invalid("file", "importEmpty");
  if (start.length >= 4 && start.readUInt32BE(0) === OLD_EXCEL) throw invalid("file", "importNotXlsx");
  if (start.toString("latin1", 0, 2) !== "PK") return yield* readCsv(all());
  maximum = XLSX_MAX_BYTES;
  if (declared !== null && declared > XLSX_MAX_BYTES) throw tooLarge(XLSX_MAX_BYTES);
  const whole: Uint8Array[] = [];
  for await (const piece of all()) whole.push(piece);
  yield* readXlsx(Buffer.concat(whole));
}
