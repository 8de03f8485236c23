import { IMAGE_MAX_BYTES } from "@/lib/images/limits";
import { declaredImage, namedImage } from "@/lib/images/sniff-image";

type FileFacts = { name: string; type: string; size: number };

/** What the browser already knows to be wrong with a file, before a byte is sent; null = worth sending. The server decides. */
export function checkFile(file: FileFacts): "wrongType" | "empty" | "tooLarge" | null {
  if (!typeOf(file)) return "wrongType";
  if (file.size === 0) return "empty";
  return file.size > IMAGE_MAX_BYTES ? "tooLarge" : null;
}

/** Type to declare: the browser's guess, else what the name says. */
export const typeOf = (file: FileFacts) =>
  declaredImage(file.type) ?? (file.type === "" ? namedImage(file.name) : null);

/** Files of a dropped folder in the order people number them, junk of the system left out. */
export function sortDropped<F extends { name: string }>(files: readonly F[]): F[] {
  const place = (file: F) => ("path" in file && typeof file.path === "string" ? file.path : file.name);
  return files
    .filter((file) => !/^(\.|Thumbs\.db$|desktop\.ini$)/i.test(file.name))
    .toSorted((a, b) => place(a).localeCompare(place(b), "ko", { numeric: true }));
}
