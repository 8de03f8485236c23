import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { SandboxSilent } from "@/lib/transports/sandbox-port";
import { getSandboxRoom } from "./queries";

const TYPES = ["image/jpeg", "image/png", "image/gif"];

/**
 * A picture that a room of the stand-in received. Whatever isn't one of a room one may see is the same 404.
 * @throws AppError not_found
 */
export async function openImage(
  rt: Pick<Runtime, "db" | "sandbox">,
  actor: UserActor,
  { id, sha256 }: { id: number; sha256: string },
): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const { roomId } = await getSandboxRoom(rt.db, scopeOf(actor), id);
  try {
    const messages = (await rt.sandbox?.messages(roomId)) ?? [];
    const isHere = messages.some(
      (message) => message.kind === "images" && message.images.some((one) => one.sha256 === sha256),
    );
    const image = isHere ? await rt.sandbox?.image(sha256) : null;
    if (!image || !TYPES.includes(image.mime)) throw new AppError("not_found");
    return {
      body: image.bytes,
      headers: {
        "Content-Type": image.mime,
        "Content-Length": String(image.bytes.byteLength),
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=300",
        Vary: "Cookie, Authorization",
      },
    };
  } catch (error) {
    if (error instanceof SandboxSilent) throw new AppError("not_found");
    throw error;
  }
}
