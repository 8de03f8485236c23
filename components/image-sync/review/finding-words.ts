"use client";
import { useTranslations } from "use-intl";
import type { FindingDto } from "@/lib/image-sync/run-dto";

/** Last piece of a path: what a file is called where nobody named it. */
export const baseName = (path: string): string => path.split("/").filter(Boolean).at(-1) ?? path;

/** What people call it; letters of Hangul that were stored taken apart are put together, as no font draws them otherwise. */
export const nameOf = ({ filename, filePath }: Pick<FindingDto, "filename" | "filePath">): string =>
  (filename || baseName(filePath)).normalize("NFC");

/** Whether a path looks like another one and isn't: its letters are stored taken apart. */
export const isTakenApart = (path: string): boolean => path !== path.normalize("NFC");

/** Why it is certain, or why it isn't: the sentence for its verdict and doubt. */
export function useWhy(): (finding: FindingDto) => string {
  const t = useTranslations("imageReview.why");
  const d = useTranslations("imageReview.doubts");
  return ({ verdict, certainty, doubt }) => {
    if (certainty === "certain") return t(verdict);
    const key = doubt as Parameters<typeof d>[0] | null;
    return key && d.has(key) ? d(key) : d("other");
  };
}

/** `9c41 … e7b2`: enough to compare by eye. */
export const shortHash = (sha256: string): string => `${sha256.slice(0, 4)} … ${sha256.slice(-4)}`;
