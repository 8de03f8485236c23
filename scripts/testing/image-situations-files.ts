import type { Situation } from "./image-truth";

/** Uploads under way, deleted rows, files without a row and small pictures. */
export const FILE_SITUATIONS: Record<string, Situation> = {
  expired(p, at) {
    const kind = at.n(3);
    const path = `${kind === 2 ? at.shared : at.folder}${at.stem}.jpg`;
    const file = kind > 0 ? p.file(path) : null;
    if (kind === 2) {
      p.row(at.other, path, { of: file! });
      p.world.valid++;
    }
    const row = p.row(at.customer, path, { status: "pending", bytes: null });
    p.say(row, "expired_pending", kind === 1 ? "delete_and_set_aside" : "delete_row");
  },
  fresh(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    const kind = at.n(4);
    p.world.fresh++;
    if (kind === 0) p.file(path, { isFresh: true });
    else if (kind === 1) p.row(at.customer, path, { isFresh: true, status: at.flag() ? "pending" : "ready" });
    else if (kind === 2) p.valid(at.customer, path, {}, { isFresh: true });
    else p.valid(at.customer, path, { isFresh: true });
  },
  freshTwin(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    const file = p.file(path);
    for (const isFresh of [true, false]) p.row(at.customer, path, { of: file, isFresh, day: isFresh ? 9 : 1 });
    p.world.fresh++;
    p.world.valid += 2;
  },
  deleted(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    const kind = at.n(3);
    if (kind !== 1) p.file(path);
    p.row(at.customer, path, { isDeleted: true, isSetAside: kind === 2 });
    if (kind === 2) p.sayFile(path, "orphan", "report", "no_row", { customer: at.isHome ? at.customer : null });
  },
  missing(p, at) {
    p.row(at.customer, `${at.folder}${at.stem}.jpg`, { status: "missing", isUsed: true });
  },
  orphan(p, at) {
    const path = `${at.folder}${at.stem}.${at.flag() ? "jpg" : "pdf"}`;
    p.file(path);
    p.sayFile(path, "orphan", "report", "no_row", { customer: at.isHome ? at.customer : null });
  },
  corrupt(p, at) {
    const path = `${at.folder}${at.stem}.jpg`;
    const isEmpty = at.flag();
    p.file(path, isEmpty ? { bytes: 0, content: "" } : {});
    const row = p.row(at.customer, path, { bytes: isEmpty ? null : 5 });
    p.say(row, "corrupt", "report", { doubt: "size_differs" });
  },
  thumbnail(p, at) {
    const original = `${at.folder}${at.stem}.jpg`;
    const key = [
      `${at.folder}${at.stem}_thumb.jpg`,
      `${at.folder}${at.stem}_resized_200x150.png`,
      `${at.folder}${at.stem}_s.webp`,
      `${at.folder}${at.stem}-200x150.jpg`,
      `${at.folder}thumbs/${at.stem}.jpg`,
    ][at.n(5)]!;
    const kind = at.n(6);
    const small = { bytes: 100, size: { width: 200, height: 150 } };
    if (kind === 5) {
      p.file(key, small);
      const customer = at.isHome ? at.customer : null;
      p.sayFile(key, "thumbnail_only", "report", "original_missing", { customer });
      return;
    }
    if (kind === 4) {
      p.file(original);
      p.file(key, small);
      const customer = at.isHome ? at.customer : null;
      p.sayFile(key, "thumbnail", "set_aside", "original_unclaimed", { customer });
      p.sayFile(original, "orphan", "report", "no_row", { customer });
      return;
    }
    const keep = p.valid(at.customer, original);
    const [doubt, over] = (
      [
        [null, small],
        ["not_smaller", { ...small, size: { width: 800, height: 600 } }],
        ["other_shape", { ...small, size: { width: 200, height: 200 } }],
        ["unreadable_picture", { ...small, size: null }],
      ] as const
    )[kind]!;
    p.file(key, over);
    p.sayFile(key, "thumbnail", "set_aside", doubt, { customer: at.customer, keep });
  },
  ownThumbnail(p, at) {
    p.valid(at.customer, `${at.folder}${at.stem}.jpg`);
    p.file(`${at.folder}_thumb/${at.stem}.webp`, { bytes: 90, size: { width: 80, height: 60 } });
  },
  ghostWithThumbnail(p, at) {
    const row = p.row(at.customer, `${at.folder}${at.stem}.jpg`);
    p.say(row, "ghost", "delete_row");
    const key = `${at.folder}${at.stem}_thumb.jpg`;
    p.file(key, { bytes: 90 });
    p.sayFile(key, "thumbnail_only", "report", "original_missing", { customer: at.customer, keep: row });
  },
  namedLikeSmall(p, at) {
    // Two pictures of their own, one of which is called like a small one.
    p.valid(at.customer, `${at.folder}${at.stem}.jpg`);
    p.valid(at.customer, `${at.folder}${at.stem}_s.jpg`);
  },
};
