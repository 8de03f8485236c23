import { createHash } from "node:crypto";
import type { customerImages } from "../schema/customer-images";
import { type CustomerPictures, drawCustomerPictures } from "./customer-files";
import { quietAlbums, type StoryAlbum, type StoryExtra, troubledAlbums } from "./customer-images";
import { everyCustomer, type StoryCustomer, storyCustomers } from "./customers";
import { orgBySlug } from "./organisations";
import type { SeedTools } from "./tools";

type Row = typeof customerImages.$inferInsert & { id: number };
export type CustomerAlbums = { rows: Row[]; covers: { imageId: number; customerId: number }[] };
type File = { path: string; body: Buffer; at: Date };

const DAY_MS = 86_400_000;
/** As customers and shops name them, in the order of the drawings; numbered, so that no name comes twice by chance. */
const NAMES = "딸기 상자,감귤 선물,한라봉,사과 박스,배 선물세트,대봉감,토마토,샤인머스캣,바나나,픽업 사진".split(",");
const PREFIX = "customers/";

/**
 * Tells of every album: files under the paths of an old system, and the rows it kept of them. Files first and as old as the rows
 * say, so that the reconciliation judges them at once.
 */
export async function hangCustomerPictures(tools: SeedTools, now: Date): Promise<CustomerAlbums> {
  const troubled = new Set(troubledAlbums.map(({ code }) => code));
  const byCode = new Map(everyCustomer.map((customer) => [customer.code, customer]));
  const others = storyCustomers.map(({ code }) => code).filter((code) => !troubled.has(code));
  const desk = new Desk(await drawCustomerPictures(), now);
  for (const album of [...troubledAlbums, ...quietAlbums(others)]) desk.tell(album, byCode.get(album.code)!);
  await inTurns(desk.files, 8, ({ path, body, at }) => tools.keepCustomerFile(path, body, at));
  return { rows: desk.rows, covers: desk.covers };
}

async function inTurns<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

/** Where the albums are written, row by row and file by file. */
class Desk {
  readonly rows: Row[] = [];
  readonly files: File[] = [];
  readonly covers: CustomerAlbums["covers"] = [];
  #pictures = 0;
  #names = 0;
  #customer!: StoryCustomer;

  constructor(
    private readonly drawn: CustomerPictures,
    private readonly now: Date,
  ) {}

  tell({ valid, ghosts = 0, twins = [], copies = 0, extras = [] }: StoryAlbum, customer: StoryCustomer): void {
    this.#customer = customer;
    const firsts: Row[] = [];
    for (let n = 0; n < valid; n++) firsts.push(this.#kept());
    for (const [n, rows] of twins.entries())
      for (let again = 1; again < rows; again++)
        this.#row({ ...repeat(firsts[n]!), at: this.#later(firsts[n]!, again) });
    const copied = firsts.slice(twins.length, twins.length + copies);
    for (const [n, first] of copied.entries()) this.#copy(first, n % 2 === 0);
    const gone = Array.from({ length: ghosts }, () => this.#ghost());
    for (const extra of extras) this.#extra(extra, { firsts: firsts.slice(twins.length + copies), copied, gone });
  }

  #extra(extra: StoryExtra, { firsts, copied, gone }: { firsts: Row[]; copied: Row[]; gone: Row[] }): void {
    if (extra === "thumbnail") {
      const of = firsts.find(({ filePath }) => !this.#has(thumbOf(filePath)))!;
      this.#file(thumbOf(of.filePath), this.drawn.small(this.#pictureOf(of), drawingOf(of.filename)), of.createdAt);
    } else if (extra === "thumbnail_of_ghost")
      this.#file(thumbOf(gone[0]!.filePath), this.#drawSmall(gone[0]!.filename), gone[0]!.createdAt);
    else if (extra === "thumbnail_alone") {
      const filename = this.#name();
      this.#file(thumbOf(this.#path(filename, this.#at(300))), this.#drawSmall(filename), this.#at(300));
    } else if (extra === "mispath_percent") this.#mispath((path) => path.split("/").map(encodeURIComponent).join("/"));
    else if (extra === "mispath_slash") this.#mispath((path) => `/${path}`);
    else if (extra === "mispath_plus") this.#mispath((path) => path.replaceAll(" ", "+"));
    else if (extra === "conflict") this.#conflict(firsts);
    else if (extra === "orphan") {
      const filename = this.#name();
      this.#file(this.#path(filename, this.#at(210)), this.#draw(filename), this.#at(210));
    } else if (extra === "expired_upload") this.#expired();
    else if (extra === "corrupt") {
      const row = this.#kept();
      row.bytes = row.bytes! + 4_096;
      row.sha256 = null;
    } else {
      const { id, customerId } = extra === "cover_of_ghost" ? gone.at(-1)! : copied[0]!;
      this.covers.push({ imageId: id, customerId });
    }
  }

  /** A row with its file. */
  #kept(): Row {
    const at = this.#at();
    const filename = this.#name();
    const filePath = this.#path(filename, at);
    const body = this.#draw(filename);
    this.#file(filePath, body, at);
    const sha256 = this.rows.length % 2 === 0 ? createHash("sha256").update(body).digest() : null;
    return this.#row({ filename, filePath, bytes: body.length, sha256, at });
  }

  #ghost(): Row {
    const at = this.#at();
    const filename = this.#name();
    // Of some the file was deleted, of the others the path was wrong from the beginning.
    const folder = this.rows.length % 3 === 0 ? "임시" : null;
    const filePath = folder ? `${PREFIX}${folder}/${this.#customer.code}/${filename}` : this.#path(filename, at);
    return this.#row({ filename, filePath, bytes: 9_000 + ((this.rows.length * 7_919) % 300_000), sha256: null, at });
  }

  #copy(first: Row, otherForm: boolean): void {
    const at = this.#later(first, 40);
    const filename = otherForm ? otherUnicodeForm(first.filename) : first.filename;
    const filePath = this.#path(filename, at);
    const body = this.files.find(({ path }) => path === first.filePath)!.body;
    this.#file(filePath, body, at);
    this.#row({ filename, filePath, bytes: body.length, sha256: null, at });
  }

  #mispath(write: (path: string) => string): void {
    const at = this.#at();
    const filename = this.#name();
    const body = this.#draw(filename);
    const path = this.#path(filename, at);
    this.#file(path, body, at);
    const sha256 = createHash("sha256").update(body).digest();
    this.#row({ filename, filePath: write(path), bytes: body.length, sha256, at });
  }

  /** The second of two rows gets the name of the first, and stays what it is. */
  #conflict(firsts: readonly Row[]): void {
    const [one, other] = [firsts.at(-2)!, firsts.at(-1)!];
    const at = this.#later(one, 60);
    const file = this.files.find(({ path }) => path === other.filePath)!;
    other.filename = one.filename;
    other.nameKey = one.nameKey;
    other.filePath = file.path = this.#path(one.filename, at);
    other.pathKey = Buffer.from(other.filePath);
    other.createdAt = other.updatedAt = file.at = at;
  }

  #expired(): void {
    const at = new Date(this.now.getTime() - 3 * DAY_MS);
    const { id, org } = this.#customer;
    const filePath = `${PREFIX}${orgBySlug.get(org)!.id}/${id}/0193a7c4-5b1e-7a2f-9c3d-6e5f4a3b2c1d.jpg`;
    const filename = this.#name();
    const body = this.#draw(filename);
    this.#file(filePath, body, at);
    const row = this.#row({ filename, filePath, bytes: body.length, sha256: null, at });
    Object.assign(row, { status: "pending", origin: "new", importSource: null, legacyId: null });
  }

  #row(row: Pick<Row, "filename" | "filePath" | "bytes" | "sha256"> & { at: Date }): Row {
    const { at, ...told } = row;
    const id = this.rows.length + 1;
    const kept: Row = {
      ...{ id, customerId: this.#customer.id, ...told },
      nameKey: Buffer.from(told.filename.normalize("NFC")),
      pathKey: Buffer.from(told.filePath),
      ...{ status: "ready", origin: "imported", importSource: "legacy", legacyId: String(id) },
      ...{ createdAt: at, updatedAt: at },
    };
    this.rows.push(kept);
    return kept;
  }

  #file(path: string, body: Buffer, at: Date): void {
    if (this.#has(path)) throw new Error(`two files of the story lie at ${path}`);
    this.files.push({ path, body, at });
  }

  #has = (path: string): boolean => this.files.some((file) => file.path === path);
  #draw = (filename: string): Buffer => this.drawn.picture(this.#pictures++, drawingOf(filename));
  #drawSmall = (filename: string): Buffer => this.drawn.small(this.#pictures++, drawingOf(filename));

  /** Which drawing a row shows, told by the comment in its bytes. */
  #pictureOf({ filePath }: Row): number {
    const { body } = this.files.find(({ path }) => path === filePath)!;
    return Number(/picture (\d+)/.exec(body.toString("latin1", 0, 40))![1]);
  }

  /** Half of all systems write Korean names in one form, the others in the other: every fifth here. */
  #name(): string {
    const n = this.#names++;
    const name = `${NAMES[n % NAMES.length]} ${Math.floor(n / NAMES.length) + 1}.${n % 7 === 6 ? "JPG" : "jpg"}`;
    return name.normalize(n % 5 === 4 ? "NFD" : "NFC");
  }

  #path(filename: string, at: Date): string {
    const month = at.toISOString().slice(0, 7).replace("-", "");
    return `${PREFIX}${this.#customer.code}/${month}/${filename}`;
  }

  #at = (days = 30 + ((this.rows.length * 37) % 360)): Date =>
    new Date(this.now.getTime() - days * DAY_MS - ((this.rows.length * 977_123) % DAY_MS));
  #later = ({ createdAt }: Row, days: number): Date =>
    new Date(Math.min(createdAt.getTime() + days * DAY_MS, this.now.getTime() - 3 * DAY_MS));
}

const drawingOf = (filename: string): number => NAMES.findIndex((name) => filename.normalize("NFC").startsWith(name));
const thumbOf = (path: string): string => path.replace(/(\.\w+)$/, "_thumb$1");
const repeat = ({ filename, filePath, bytes, sha256 }: Row) => ({ filename, filePath, bytes, sha256 });
const otherUnicodeForm = (text: string): string =>
  text.normalize("NFC") === text ? text.normalize("NFD") : text.normalize("NFC");
