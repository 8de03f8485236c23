import * as z from "zod";
import { parseImageKey } from "@/lib/storage/object-key";

/** An image as the path of a request names it: the parts between the slashes, with `?thumb=1` for the small picture. */
export const ImageAddress = z.strictObject({
  key: z.array(z.string()).transform((parts, context) => {
    const key = parseImageKey(parts.join("/"));
    if (key) return key;
    context.addIssue({ code: "custom", message: "imageNotFound" });
    return z.NEVER;
  }),
  thumb: z
    .enum(["1", "0"])
    .optional()
    .transform((value) => value === "1"),
});
export type ImageAddress = z.output<typeof ImageAddress>;
