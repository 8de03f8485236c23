import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "node:util";
import { sql } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, vi } from "vitest";
import type { Db } from "@/db/client";
import { apiTokens } from "@/db/schema/users";
import { type PlantedOrg, plantUser } from "@/db/testing/plant";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import type { Runtime } from "@/lib/runtime";

type Door = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Call = {
  token?: string;
  body?: unknown;
  query?: string;
  headers?: Record<string, string>;
  params?: object;
};
type World = { readonly db: Db; readonly rt: Runtime };

/** Everything that leaves the process, or is written where somebody may read it, by its way; and which of `forms` came out by it. */
export function canaryRig(w: World, forms: readonly string[]) {
  const seen: [way: string, text: string][] = [];
  const note = (way: string, value: unknown) => {
    seen.push([way, typeof value === "string" ? value : format("%O", value)]);
  };
  /** To be called before each test, once its world stands. */
  beforeEach(() => {
    seen.length = 0;
    for (const level of ["log", "info", "warn", "error", "debug", "trace"] as const)
      vi.spyOn(console, level).mockImplementation((...said) => note(`console.${level}`, format(...said)));
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, "write").mockImplementation((chunk) => {
        note("output", String(chunk));
        return true;
      });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  /** One call of a door as a program makes it; what it answers is taken down, whoever asked, and opened where it is an archive. */
  async function call(door: unknown, { token, body, query = "", headers = {}, params = {} }: Call) {
    const named = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
    const isBytes = body instanceof Uint8Array;
    const request = new Request(`https://dochak.example/api${query}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...(token && { authorization: `Bearer ${token}` }), "content-type": "application/json", ...headers },
      ...(body !== undefined && {
        body: isBytes ? Uint8Array.from(body) : typeof body === "string" ? body : JSON.stringify(body),
      }),
    });
    const answer = await (door as Door)(request, { params: Promise.resolve(named) });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = strFromU8(bytes);
    note(`answer ${answer.status}`, `${JSON.stringify([...answer.headers])} ${text}`);
    if (text.startsWith("PK"))
      for (const [name, entry] of Object.entries(unzipSync(bytes))) note("archive", `${name} ${strFromU8(entry)}`);
    return { status: answer.status, text, json: () => JSON.parse(text) as Record<string, unknown> };
  }

  async function tokenOf(org: PlantedOrg, role: "admin" | "operator" | "viewer") {
    const { userId } = await plantUser(w.db, org, role);
    const token = newSecret();
    const createdAt = await w.rt.clock();
    await w.db.insert(apiTokens).values({ tokenHash: secretHash(token), userId, name: "자동화", createdAt });
    return token;
  }

  /** Every table whole, as whoever reads the database sees it. */
  async function noteDatabase() {
    const [tables] = await w.db.execute(
      sql`select table_name as name from information_schema.tables where table_schema = database()`,
    );
    for (const { name } of tables as unknown as { name: string }[]) {
      const [rows] = await w.db.execute(sql`select * from ${sql.identifier(name)}`);
      const asText = (_: string, value: { type?: string; data?: number[] }) =>
        value?.type === "Buffer" ? Buffer.from(value.data ?? []).toString("latin1") : value;
      note(`table ${name}`, JSON.stringify(rows, asText));
    }
  }

  /** Every file under a folder, its name and its bytes. */
  async function noteFiles(folder: string) {
    for (const one of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (one.isFile()) {
        const path = join(one.parentPath, one.name);
        note("file", `${path.slice(folder.length)} ${(await readFile(path)).toString("latin1")}`);
      }
  }

  return {
    ...{ note, call, tokenOf, noteDatabase, noteFiles },
    /** What was taken down by one way. */
    by: (way: string) => seen.flatMap(([name, text]) => (name === way ? [text] : [])),
    leaks: () => seen.flatMap(([way, text]) => forms.filter((form) => text.includes(form)).map((form) => [way, form])),
  };
}
