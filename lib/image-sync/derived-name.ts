/** Folder beside the pictures in which the gallery keeps its own small ones. */
export const THUMB_FOLDER = "_thumb";

/** How the systems before this one named what they made of a picture: at the end of its name, never inside it (C-62). */
const SUFFIXES = [
  /^(.+)_(?:thumb|thumbnail|resized)(?:_\d{1,4}(?:x\d{1,4})?)?$/su,
  /^(.+)_[sml]$/su,
  /^(.+)-\d{2,4}x\d{2,4}$/su,
];
/** Or by a folder of small pictures beside the others. */
const FOLDERS = new Set([THUMB_FOLDER, "thumb", "thumbs", "thumbnail", "thumbnails"]);
const PICTURE = /^(.+)\.(jpe?g|png|gif|webp)$/isu;
const ENDINGS = ["jpg", "jpeg", "png", "gif", "webp"];

/** Where the original of a file would lie if its name says that it was made of another one; empty where it doesn't. */
export function originalsOf(key: string): string[] {
  const cut = key.lastIndexOf("/") + 1;
  const [folder, file] = [key.slice(0, cut), key.slice(cut)];
  const [, stem, ending] = PICTURE.exec(file) ?? [];
  if (stem === undefined || ending === undefined) return [];
  const stems = new Set<string>();
  for (const pattern of SUFFIXES) {
    const original = pattern.exec(stem)?.[1];
    if (original !== undefined) stems.add(folder + original);
  }
  const parts = folder.split("/");
  if (FOLDERS.has(parts.at(-2)?.toLowerCase() ?? "")) stems.add([...parts.slice(0, -2), stem].join("/"));
  const all = [...new Set([ending, ...ENDINGS, ...ENDINGS.map((other) => other.toUpperCase())])];
  return [...stems].flatMap((one) => all.map((other) => `${one}.${other}`));
}

/** True where the name says that a file was made of another one. */
export const isDerived = (key: string): boolean => originalsOf(key).length > 0;
