import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

type Kept = { bytes: Buffer; type: string; at: Date; etag: string };
/** `PUT`, `COPY`, `GET`, `HEAD`, `DELETE` of an object, `LIST` and `BUCKET` of a bucket. */
type Action = "PUT" | "COPY" | "GET" | "HEAD" | "DELETE" | "LIST" | "BUCKET";
type Call = { action: Action; key: string; headers: IncomingMessage["headers"]; query: URLSearchParams };

/** How the bucket misbehaves. */
export type S3Faults = {
  /** Answers instead of doing, for as many calls as it says: a status and S3's word for it. */
  refuse: { action: Action; status: number; code: string; times: number; key?: string } | null;
  /** Takes a call and never answers; `after` = does it first. */
  hang: { action: Action; after?: boolean } | null;
  /** Answers end in the middle. */
  cut: Action | null;
  /** What is read isn't what was put; its sum still is. */
  isRotten: boolean;
  /** What the service knows of conditions: all of them, refuses them as unknown, or doesn't look at them. */
  conditions: "known" | "unknown" | "ignored";
  /** What to make of the names of a page, which is then what it says. */
  page: ((names: string[], call: number) => string[]) | null;
  /** Leaves words out of a listing or puts others in their place. */
  listing: ((xml: string) => string) | null;
  /** So many pages without a name come before each that has some. */
  emptyPages: number;
  /** Told before a call is done: here a test lets something happen meanwhile. */
  before: ((call: Call) => void) | null;
};

const NONE: S3Faults = {
  ...{ refuse: null, hang: null, cut: null, isRotten: false, conditions: "known" },
  ...{ page: null, listing: null, emptyPages: 0, before: null },
};

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const encoded = (text: string) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
const plain = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * A small S3 on loopback that speaks REST and XML to the real client: one bucket, names in byte order, pages of at most 1,000,
 * conditional writes. It proves how we use the service, not the service.
 */
export async function startS3Server(bucket = "dochak-test") {
  const objects = new Map<string, Kept>();
  const faults: S3Faults = { ...NONE };
  const calls: string[] = [];
  let lists = 0;

  const keep = (name: string, bytes: Buffer, type = "application/octet-stream") => {
    const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    objects.set(name, { bytes, type, at: new Date(Math.floor(Date.now() / 1000) * 1000), etag });
    return etag;
  };

  /** Which of the conditions of a write holds. */
  function condition(there: Kept | undefined, { headers }: Call): void {
    const [match, none] = [headers["if-match"], headers["if-none-match"]];
    if ((!match && !none) || faults.conditions === "ignored") return;
    if (faults.conditions === "unknown") throw new Refused(501, "NotImplemented");
    if (none === "*" && there) throw new Refused(412, "PreconditionFailed");
    if (match && there?.etag !== match)
      throw there ? new Refused(412, "PreconditionFailed") : new Refused(404, "NoSuchKey");
  }
  function objectAt(key: string): Kept {
    const found = objects.get(key);
    if (!found) throw new Refused(404, "NoSuchKey");
    return found;
  }
  const headersOf = (found: Kept, { headers }: Call) => ({
    ...(headers["x-amz-checksum-mode"] && { "x-amz-checksum-crc32": sumOf(found.bytes) }),
    "content-type": found.type,
    "content-length": String(found.bytes.byteLength),
    "last-modified": found.at.toUTCString(),
    etag: found.etag,
  });

  function listing({ query }: Call): string {
    const prefix = query.get("prefix") ?? "";
    const most = Math.min(Number(query.get("max-keys") ?? 1000), 1000);
    const token = query.get("continuation-token");
    const [empty, after] = token
      ? (JSON.parse(token) as [number, string])
      : [faults.emptyPages, query.get("start-after") ?? ""];
    const behind = [...objects.keys()]
      .filter((name) => name.startsWith(prefix) && byBytes(name, after) > 0)
      .sort(byBytes);
    const isEmpty = empty > 0 && behind.length > 0;
    let names = isEmpty ? [] : behind.slice(0, most);
    const isCut = isEmpty || behind.length > most;
    const next = isEmpty ? [empty - 1, after] : [faults.emptyPages, names.at(-1) ?? after];
    if (faults.page) names = faults.page(names, ++lists);
    const word = query.get("encoding-type") === "url" ? encoded : plain;
    // XML can't write these at all.
    if (word === plain && names.some((name) => /\p{Cc}/u.test(name))) throw new Refused(500, "InternalError");
    const contents = names.map((name) => {
      const found = objects.get(name) ?? { at: new Date(0), etag: '"0"', bytes: Buffer.alloc(0) };
      return `<Contents><Key>${word(name)}</Key><LastModified>${found.at.toISOString()}</LastModified><ETag>${plain(found.etag)}</ETag><Size>${found.bytes.byteLength}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
    });
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${word(prefix)}</Prefix><KeyCount>${names.length}</KeyCount><MaxKeys>${most}</MaxKeys>${query.has("encoding-type") ? "<EncodingType>url</EncodingType>" : ""}<IsTruncated>${isCut}</IsTruncated>${isCut ? `<NextContinuationToken>${plain(JSON.stringify(next))}</NextContinuationToken>` : ""}${contents.join("")}</ListBucketResult>`;
    return faults.listing ? faults.listing(xml) : xml;
  }

  /** Does what is asked; gives headers and body of the answer. */
  function perform(
    call: Call,
    body: Buffer,
  ): { status?: number; headers?: Record<string, string>; body?: string | Buffer } {
    const { action, key, headers } = call;
    if (action === "BUCKET") return {};
    if (action === "LIST") return { headers: { "content-type": "application/xml" }, body: listing(call) };
    if (action === "GET" || action === "HEAD") {
      const found = objectAt(key);
      return {
        headers: headersOf(found, call),
        body: faults.isRotten ? Buffer.alloc(found.bytes.byteLength) : found.bytes,
      };
    }
    condition(objects.get(key), call);
    if (action === "DELETE") {
      objects.delete(key);
      return { status: 204 };
    }
    const sum = headers["x-amz-checksum-crc32"];
    if (sum && sum !== sumOf(body)) throw new Refused(400, "BadDigest");
    if (action === "PUT") return { headers: { etag: keep(key, body, headers["content-type"]) } };
    const [, from = "", name = ""] =
      /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(String(headers["x-amz-copy-source"]))) ?? [];
    if (from !== bucket) throw new Refused(404, "NoSuchBucket");
    const source = objectAt(name);
    const match = headers["x-amz-copy-source-if-match"];
    if (match && faults.conditions === "known" && match !== source.etag) throw new Refused(412, "PreconditionFailed");
    const etag = keep(key, source.bytes, source.type);
    return {
      body: `<CopyObjectResult><LastModified>${new Date().toISOString()}</LastModified><ETag>${plain(etag)}</ETag></CopyObjectResult>`,
    };
  }

  function callOf(request: IncomingMessage): Call {
    const url = new URL(request.url!, "http://localhost");
    const [, name = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? [];
    if (!/^AWS4-HMAC-SHA256 Credential=TESTONLY\//.test(request.headers.authorization ?? ""))
      throw new Refused(403, "InvalidAccessKeyId");
    if (name !== bucket) throw new Refused(404, "NoSuchBucket");
    const method = request.method as Action;
    const isCopy = method === "PUT" && "x-amz-copy-source" in request.headers;
    const action = key === "" ? (method === "GET" ? "LIST" : "BUCKET") : isCopy ? "COPY" : method;
    return { action, key, headers: request.headers, query: url.searchParams };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    try {
      const call = callOf(request);
      calls.push(`${call.action} ${call.key}`.trim());
      faults.before?.(call);
      const { refuse, hang } = faults;
      if (hang?.action === call.action && !hang.after) return;
      if (refuse?.action === call.action && refuse.times > 0 && (refuse.key ?? call.key) === call.key) {
        refuse.times--;
        throw new Refused(refuse.status, refuse.code);
      }
      const said = perform(call, body);
      if (hang?.action === call.action) return;
      const bytes = Buffer.from(said.body ?? "");
      response.writeHead(said.status ?? 200, { "content-length": String(bytes.byteLength), ...said.headers });
      if (request.method === "HEAD") response.end();
      else if (faults.cut === call.action)
        response.write(bytes.subarray(0, bytes.byteLength >> 1), () => response.destroy());
      else response.end(bytes);
    } catch (error) {
      const { status, code } = error instanceof Refused ? error : new Refused(500, "InternalError");
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
      response.writeHead(status, { "content-type": "application/xml" });
      response.end(request.method === "HEAD" ? "" : xml);
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    bucket,
    objects,
    faults,
    /** What was asked, in order: `LIST`, `PUT img/1/a.jpg`. */
    calls,
    keep,
    settings: (over: { bucket?: string; callMs?: number } = {}) => ({
      ...{ bucket, region: "ap-northeast-2", endpoint },
      credentials: { accessKeyId: "TESTONLY", secretAccessKey: "test-only" },
      ...over,
    }),
    /** Empty, without faults, as if just started. */
    clear() {
      objects.clear();
      calls.length = 0;
      lists = 0;
      Object.assign(faults, NONE);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** CRC32 as S3 writes it. */
function sumOf(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString("base64");
}

/** A body as it was meant: the client may send it in signed pieces with a sum behind it. */
async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (!/aws-chunked/.test(String(request.headers["content-encoding"]))) return bytes;
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
