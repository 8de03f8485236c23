import type { CustomerImageStatus, FindingAction, ImageVerdict } from "@/db/enums";
import type { Doubt } from "@/lib/image-sync/verdict";

/** Days before everything: what is planted is old unless it says otherwise. */
export const DAY = 86_400_000;

export type PlantedFile = {
  key: string;
  /** What its bytes are made of; two files of one `content` are the same byte for byte. */
  content: string;
  bytes: number;
  isFresh: boolean;
  /** Null: no picture at all. */
  size: { width: number; height: number } | null;
};

export type PlantedRow = {
  customer: number;
  name: string;
  path: string;
  bytes: number | null;
  /** The `content` whose hash is recorded; null = none is. */
  content: string | null;
  status: CustomerImageStatus;
  /** When it was uploaded, in days: the larger the newer. */
  day: number;
  isFresh: boolean;
  isDeleted: boolean;
  isSetAside: boolean;
  isUsed: boolean;
};

/** What must be found, by how the world was made: nothing here knows how it is looked for. */
export type Expected = {
  verdict: ImageVerdict;
  doubt: Doubt | null;
  action: FindingAction;
  customer: number | null;
  row: number | null;
  keep: number | null;
  path: string;
  toPath: string | null;
};

export type World = {
  prefix: string;
  /** Of each customer the folder that is theirs alone. */
  homes: string[];
  rows: PlantedRow[];
  files: PlantedFile[];
  expected: Expected[];
  /** What the sums must be. */
  valid: number;
  fresh: number;
};

/** Plants one thing after another and writes down what must be said of it. */
export class Planter {
  readonly world: World;
  private serial = 0;
  constructor(prefix: string, homes: string[]) {
    this.world = { prefix, homes, rows: [], files: [], expected: [], valid: 0, fresh: 0 };
  }
  /** A text nobody else has, for names and contents. */
  token = (): string => `${(++this.serial).toString(36)}z`;

  file(key: string, over: Partial<PlantedFile> = {}): PlantedFile {
    const content = over.content ?? this.token();
    const file: PlantedFile = {
      ...{ key, content, bytes: 1_000 + (this.serial % 7), isFresh: false, size: { width: 800, height: 600 } },
      ...over,
    };
    this.world.files.push(file);
    return file;
  }

  /** A row; gives its number. Of a file it records bytes and hash unless told otherwise. */
  row(customer: number, path: string, over: Partial<PlantedRow> & { of?: PlantedFile } = {}): number {
    const { of, ...rest } = over;
    this.world.rows.push({
      ...{ customer, path, name: path.split("/").at(-1)!, day: 1, status: "ready" },
      ...{ isFresh: false, isDeleted: false, isSetAside: false, isUsed: false },
      ...{ bytes: of?.bytes ?? 1_000, content: of?.content ?? null },
      ...rest,
    });
    return this.world.rows.length - 1;
  }

  /** A row with its file, all well. */
  valid(customer: number, path: string, over: Partial<PlantedRow> = {}, file: Partial<PlantedFile> = {}): number {
    const of = this.file(path, file);
    this.world.valid++;
    return this.row(customer, path, { of, ...over });
  }

  /** What must be said of a row. */
  say(row: number, verdict: ImageVerdict, action: FindingAction, over: Partial<Expected> = {}): void {
    const { customer, path } = this.world.rows[row]!;
    this.world.expected.push({ verdict, action, doubt: null, customer, row, keep: null, path, toPath: null, ...over });
  }

  /** What must be said of a file without a row. */
  sayFile(path: string, verdict: ImageVerdict, action: FindingAction, doubt: Doubt | null, over: Partial<Expected>) {
    this.world.expected.push({
      ...{ verdict, action, doubt, path, customer: null, row: null, keep: null, toPath: null },
      ...over,
    });
  }

  /** The used one stays, else the newest; of one moment the later row. */
  keeperOf(of: readonly number[]): number {
    const { rows } = this.world;
    const used = of.filter((row) => rows[row]!.isUsed);
    const among = used.length > 0 ? used : of;
    return among.reduce((best, row) => (rows[row]!.day >= rows[best]!.day ? row : best));
  }
}

/** Where a situation stands: whose, in which folder, and a name nobody else has. */
export type Place = {
  customer: number;
  /** Of the next customer. */
  other: number;
  folder: string;
  /** The customer's alone; null where several share it. */
  home: string;
  isHome: boolean;
  /** Of several customers: where one's pictures lie among another's. */
  shared: string;
  /** A name without its ending: adversarial, with a token of its own. */
  stem: string;
  n: (most: number) => number;
  flag: () => boolean;
};
export type Situation = (p: Planter, at: Place) => void;
