import type { Situation } from "./image-truth";

const NFC = "가나é";
const NFD = NFC.normalize("NFD");
const encoded = (path: string) => path.split("/").map(encodeURIComponent).join("/");

/** Everything 2f of the design names, and what must not be taken for it. */
export const ROW_SITUATIONS: Record<string, Situation> = {
  valid(p, at) {
    p.valid(at.customer, `${at.folder}${at.stem}.jpg`, at.flag() ? { bytes: null, content: null } : {});
  },
  order(p, at) {
    // Bytes, UTF-16 and the order of folders disagree about all of these.
    for (const name of ["-1.jpg", "/b.jpg", ".jpg", "Ａ.jpg", "😀.jpg", "\uE000.jpg", "0.jpg"])
      p.valid(at.customer, `${at.folder}${at.stem}${name}`, { name: `${p.token()}.jpg` });
  },
  caseTwins(p, at) {
    p.valid(at.customer, `${at.folder}${at.stem}a.jpg`);
    p.valid(at.customer, `${at.folder}${at.stem}A.jpg`);
  },
  ghost(p, at) {
    const isUsed = at.flag();
    const row = p.row(at.customer, `${at.folder}${at.stem}.jpg`, {
      isUsed,
      bytes: at.flag() ? null : 900,
      content: at.flag() ? p.token() : null,
    });
    p.say(row, "ghost", isUsed ? "mark_missing" : "delete_row");
  },
  twoGhosts(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    for (let i = 0; i < 2; i++) p.say(p.row(at.customer, path, { day: i }), "ghost", "delete_row");
  },
  ghostBesideOlder(p, at) {
    const name = `${at.stem}.jpg`;
    p.valid(at.customer, `${at.folder}${name}`, { day: 1 });
    p.say(p.row(at.customer, `${at.folder}new/${name}`, { day: 9, name }), "ghost", "delete_row");
  },
  badPath(p, at) {
    const path = [`${at.folder}../${at.stem}.jpg`, `${at.folder}${at.stem}\u0007.jpg`, `/${at.folder}${at.stem}.jpg`];
    p.say(p.row(at.customer, path[at.n(3)]!), "ghost", "delete_row", { doubt: "bad_path" });
  },
  outside(p, at) {
    const path = `legacy/${at.stem}.jpg`;
    if (at.flag()) p.valid(at.customer, path);
    else p.say(p.row(at.customer, path), "ghost", "delete_row", { doubt: "outside_prefix" });
  },
  mispath(p, at) {
    // As an old system wrote the path of a file that lies at `real`.
    const base = `${at.folder}${at.stem.replaceAll("+", "")}`;
    const real = [
      `${at.folder}${(at.stem + NFC).normalize(at.flag() ? "NFC" : "NFD")}.jpg`,
      `${base} b한.jpg`,
      `${base}.jpg`,
    ];
    const last = real[0]!.slice(at.folder.length);
    const [path, key] = (
      [
        [at.folder + last.normalize(last === last.normalize("NFC") ? "NFD" : "NFC"), real[0]!],
        [encoded(real[1]!), real[1]!],
        [encoded(real[1]!).replaceAll("%20", "+"), real[1]!],
        [real[1]!.replaceAll(" ", "+"), real[1]!],
        [`${base} .jpg`, real[2]!],
        [`${base}.JPG`, real[2]!],
        [`${base}.png`, `${base}.PNG`],
        [`/${real[2]}`, real[2]!],
        [`bucket/${real[2]}`, real[2]!],
        [`https://cdn.example/x/${real[2]}`, real[2]!],
        [real[2]!.slice(p.world.prefix.length), real[2]!],
        [real[2]!.replaceAll("/", "\\"), real[2]!],
      ] as const
    )[at.n(12)]!;
    const kind = at.n(7);
    const file = p.file(key, { isFresh: kind === 6 });
    const toPath = key;
    if (kind < 2) {
      const content = kind === 0 ? file.content : null;
      p.say(p.row(at.customer, path, { of: file, content }), "mispath", "repoint_row", { toPath });
    } else if (kind === 2)
      p.say(p.row(at.customer, path, { bytes: file.bytes + 1 }), "mispath", "repoint_row", {
        ...{ doubt: "other_bytes", toPath },
      });
    else if (kind === 3)
      p.say(p.row(at.customer, path, { of: file, content: p.token() }), "mispath", "repoint_row", {
        ...{ doubt: "other_bytes", toPath },
      });
    else if (kind === 4)
      p.say(p.row(at.customer, path, { bytes: null }), "mispath", "repoint_row", { doubt: "size_unknown", toPath });
    else if (kind === 5) {
      p.world.valid++;
      p.row(at.customer, key, { of: file, name: `${p.token()}.jpg` });
      const isKey = !/^\/|\\|:/.test(path);
      const doubt = !isKey ? "bad_path" : path.startsWith(p.world.prefix) ? "alternate_taken" : "outside_prefix";
      p.say(p.row(at.customer, path, { of: file, name: `${p.token()}.jpg`, content: null }), "ghost", "delete_row", {
        doubt,
      });
    } else {
      p.row(at.customer, path, { of: file });
      p.world.fresh += 2;
    }
  },
  wantedTwice(p, at) {
    const name = `${at.stem}${NFC}.jpg`.normalize("NFC");
    const file = p.file(at.folder + name);
    for (const path of [at.folder + name.normalize("NFD"), `/${at.folder}${name}`])
      p.say(p.row(at.customer, path, { of: file }), "mispath", "repoint_row", {
        ...{ toPath: file.key, doubt: "wanted_twice" },
      });
  },
  severalSpellings(p, at) {
    const base = `${at.folder}${at.stem.replaceAll("+", "")}`;
    const first = p.file(`${base} ${NFC}.jpg`);
    p.file(`${base} ${NFC}.JPG`);
    const row = p.row(at.customer, `${base}+${NFC}.jpg`, { of: first });
    p.say(row, "mispath", "repoint_row", { doubt: "several_alternates", toPath: first.key });
    p.sayFile(`${base} ${NFC}.JPG`, "orphan", "report", "no_row", { customer: at.isHome ? at.customer : null });
  },
  elsewhere(p, at) {
    const name = `${at.stem}${NFC}.jpg`.normalize("NFC");
    const isByBytes = at.flag();
    const sameName = name.normalize(at.flag() ? "NFC" : "NFD");
    const file = p.file(`${at.home}moved/${isByBytes ? `${p.token()}.jpg` : sameName}`);
    const row = p.row(at.customer, `${at.folder}was/${name}`, {
      of: file,
      content: isByBytes ? file.content : p.token(),
    });
    const doubt = isByBytes ? "same_bytes_elsewhere" : "elsewhere";
    p.say(row, "mispath", "repoint_row", { doubt, toPath: file.key });
  },
  samePath(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    const file = p.file(path);
    const used = at.n(3);
    const rows = Array.from({ length: 2 + at.n(3) }, (_, i) =>
      p.row(at.customer, path, { of: file, day: (i * 7) % 5, isUsed: i < used }),
    );
    p.world.valid++;
    const keep = p.keeperOf(rows);
    for (const row of rows.filter((one) => one !== keep)) {
      const isUsed = p.world.rows[row]!.isUsed;
      const doubt = used > 1 ? ("in_use" as const) : null;
      p.say(row, "duplicate_key", isUsed ? "report" : "delete_row", { keep, doubt });
    }
  },
  sharedPath(p, at) {
    const path = `${at.shared}${at.stem}.jpg`;
    const file = p.file(path);
    for (const customer of [at.customer, at.other]) p.row(customer, path, { of: file });
    p.world.valid += 2;
  },
  sameBytes(p, at) {
    const content = p.token();
    const used = at.n(3);
    const isShared = !at.isHome && at.flag();
    const isRecorded = at.flag();
    const rows = Array.from({ length: 2 + at.n(2) }, (_, i) => {
      const name = `${at.stem}${i % 2 ? NFC : NFD}.jpg`;
      const file = p.file(`${at.folder}${i}/${name}`, { content, bytes: 1_234 });
      return p.row(at.customer, file.key, {
        ...{ of: file, name, day: (i * 7) % 5, isUsed: i < used },
        ...(!isRecorded && { content: null, bytes: at.flag() ? null : 1_234 }),
      });
    });
    const keep = p.keeperOf(rows);
    p.world.valid++;
    for (const row of rows.filter((one) => one !== keep)) {
      const { isUsed, path } = p.world.rows[row]!;
      const doubt = used > 1 ? ("in_use" as const) : null;
      if (isShared) {
        p.row(at.other, path, { bytes: 1_234, name: `${p.token()}.jpg` });
        p.world.valid++;
      }
      const action = isUsed ? "report" : isShared ? "delete_row" : "delete_and_set_aside";
      p.say(row, "duplicate_content", action, { keep, doubt });
    }
  },
  sameName(p, at) {
    const name = `${at.stem}.jpg`;
    const bytes = at.flag() ? [700, 700, 700] : [700, 701, 702];
    const rows = bytes.map((of, i) => {
      const file = p.file(`${at.folder}${i}/${name}`, { bytes: of });
      return p.row(at.customer, file.key, { of: file, name, day: i });
    });
    p.world.valid += 3;
    for (const row of rows.slice(0, 2)) p.say(row, "same_name", "report", { doubt: "other_content", keep: rows[2]! });
  },
  otherThanRecorded(p, at) {
    // Of two alike in name and size one isn't what its row says: it is told, and nobody's duplicate.
    const name = `${at.stem}.jpg`;
    const good = p.file(`${at.folder}0/${name}`, { bytes: 650 });
    p.row(at.customer, good.key, { of: good, name });
    p.world.valid++;
    const bad = p.file(`${at.folder}1/${name}`, { bytes: 650 });
    const row = p.row(at.customer, bad.key, { of: bad, name, content: p.token() });
    p.say(row, "corrupt", "report", { doubt: "content_differs" });
  },
  otherName(p, at) {
    const content = p.token();
    const rows = [0, 1].map((i) => {
      const file = p.file(`${at.folder}${at.stem}${i}.jpg`, { content, bytes: 1_111 });
      return p.row(at.customer, file.key, { of: file, day: i });
    });
    p.world.valid++;
    p.say(rows[0]!, "duplicate_content", "delete_and_set_aside", { doubt: "other_name", keep: rows[1]! });
  },
  ofTwoCustomers(p, at) {
    const content = p.token();
    for (const customer of [at.customer, at.other])
      p.valid(customer, `${at.shared}${at.stem}/${customer}/same.jpg`, { name: `${at.stem}.jpg` }, { content });
  },
};
