import "server-only";
import type { Executor } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import { can, mayEver } from "@/lib/access/can";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { imagesByKeys } from "@/lib/images/queries";
import { type ActingTenant, tenantOf } from "@/lib/tenants/tenant-of";
import { isAdNight } from "./ad-rules";
import { readTemplate, type TemplateUse } from "./read-template";
import type { RequestReason } from "./reasons";
import type { MessageText } from "./recipients";
import { resolveSender } from "./resolve-sender";
import type { SendRequest } from "./schema";
import { type Block, lawfulText, textBlocks } from "./text-blocks";

/** What a message is, apart from whom it is for. `blocks` is everything that keeps it from being sent, the first reason first. */
export type Content = {
  tenant: ActingTenant;
  /** Whose message it is: the caller's organisation, or the tenant's where someone above acts for it (rulings 19). */
  org: { id: number; path: string };
  text: MessageText;
  template: TemplateUse | null;
  sender: string | null;
  imageKey: string | null;
  /** When it may go: the time asked for, or now. */
  leavesAt: Date;
  isNight: boolean;
  blocks: Block[];
};

/** As far ahead as Solapi itself plans (solapi.md §3.6). */
const AHEAD_MAX_MS = 183 * 86_400_000;
/** A form that lay open for a moment still means now. */
const PAST_MAX_MS = 60_000;

export type Acting = Pick<Content, "tenant" | "org">;

/**
 * Who pays for a message and whose it is, for someone who may send it (S3-02, S1-09).
 * @throws AppError forbidden; not_found for a tenant one may not act for
 */
export async function actingFor(db: Executor, actor: UserActor, tenantCode: string | null): Promise<Acting> {
  if (!mayEver(actor, "message.send")) throw new AppError("forbidden");
  const tenant = await tenantOf(db, actor, tenantCode);
  const org = isSelfOrBelow(actor.org.path, tenant.orgPath)
    ? { id: actor.org.id, path: actor.org.path }
    : { id: tenant.orgId, path: tenant.orgPath };
  if (!can(actor, "message.send", org.path)) throw new AppError("forbidden");
  return { tenant, org };
}

/**
 * Reads sender, template, picture and text of a request against what is stored now; writes nothing.
 * @throws AppError invalid at `send_at`
 */
export async function contentOf(
  db: Executor,
  actor: UserActor,
  { tenant, org }: Acting,
  request: SendRequest,
  now: Date,
): Promise<Content> {
  const leavesAt = leavesAtOf(request.sendAt, now);
  const blocks: Block[] = [];
  const block = (reason: RequestReason, path?: string) => void blocks.push({ reason, ...(path && { path }) });
  if (!tenant.messagingIsActive) block("messaging_inactive");

  const { messageMode, purpose } = request;
  const isAlimtalk = messageMode === "alimtalk" || messageMode === "both";
  const read = isAlimtalk ? await readTemplate(db, tenant.orgPath, request.templateId, request.rawBody) : null;
  const given = read?.template?.body ?? request.rawBody;
  if (given === null && !isAlimtalk) block("body_required", "raw_body");
  if (read) blocks.push(...read.blocks);
  if (isAlimtalk && !tenant.kakaoPfId) block("kakao_channel_missing");

  const asked: MessageText = { messageMode, purpose, rawBody: given ?? "", subject: request.subject };
  const [rawBody, lawBlocks] = lawfulText(asked, tenant);
  const text = { ...asked, rawBody };
  if (given !== null) blocks.push(...lawBlocks, ...textBlocks(text));

  const sender = await resolveSender(db, tenant, request.sender, now);
  if ("reason" in sender) block(sender.reason, "sender");
  const image = await imageBlock(db, actor, request);
  if (image) block(image, "image_key");
  return {
    tenant,
    org,
    text,
    template: read?.template ?? null,
    sender: "number" in sender ? sender.number : null,
    imageKey: messageMode === "mms" ? request.imageKey : null,
    leavesAt,
    isNight: isAdNight(leavesAt),
    blocks,
  };
}

function leavesAtOf(sendAt: Date | null, now: Date): Date {
  const refuse = (message: string) =>
    new AppError("invalid", { status: 400, issues: [{ path: ["send_at"], message }] });
  if (sendAt === null) return now;
  if (sendAt.getTime() < now.getTime() - PAST_MAX_MS) throw refuse("sendAtPast");
  if (sendAt.getTime() > now.getTime() + AHEAD_MAX_MS) throw refuse("sendAtTooFar");
  return sendAt > now ? sendAt : now;
}

async function imageBlock(db: Executor, actor: UserActor, { messageMode, imageKey }: SendRequest) {
  if (messageMode !== "mms") return imageKey === null ? null : ("image_only_mms" as const);
  if (imageKey === null) return "image_required" as const;
  const [image] = await imagesByKeys(db, scopeOf(actor), [imageKey]);
  return image ? null : ("image_not_found" as const);
}
