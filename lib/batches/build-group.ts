import "server-only";
import { eq } from "drizzle-orm";
import { messages } from "@/db/schema/messages";
import { fitMms } from "@/lib/images/fit-mms";
import { ownVariables, renderText } from "@/lib/messages/template";
import type { Runtime } from "@/lib/runtime";
import type { ObjectKey } from "@/lib/storage/object-key";
import type { SolapiAccount } from "@/lib/tenants/account-of";
import type { PhoneMessage, Refusal } from "@/lib/transports/phone-port";
import type { Work } from "./load-batch";
import type { OpenRow } from "./open-numbers";

/**
 * What the provider calls the message's picture, taken there once, and again where another account is to send it now; null
 * where the message has none.
 */
export async function imageOf(
  rt: Pick<Runtime, "db" | "storage" | "phone">,
  account: SolapiAccount,
  { message }: Work,
): Promise<{ imageId: string | null } | { refusal: Refusal | null }> {
  const { imageKey, providerImageId, providerImageAccount } = message;
  if (imageKey === null) return { imageId: null };
  const isHere = providerImageAccount?.equals(account.accountKey) ?? false;
  if (providerImageId !== null && isHere) return { imageId: providerImageId };
  const file = await rt.storage.read(imageKey as ObjectKey);
  if (!file) return { refusal: null };
  const bytes = await fitMms(new Uint8Array(await new Response(file.body).arrayBuffer()));
  const uploaded = await rt.phone.uploadImage(account, { bytes, name: `${message.id}.jpg` });
  if (uploaded.kind === "refused") return { refusal: uploaded };
  const { imageId } = uploaded;
  await rt.db
    .update(messages)
    .set({ providerImageId: imageId, providerImageAccount: account.accountKey })
    .where(eq(messages.id, message.id));
  return { imageId };
}

/** The messages of a batch as they travel: texts rendered, for one call and no longer. */
export function messagesOf(
  { batch, message }: Pick<Work, "batch" | "message">,
  rows: readonly OpenRow[],
  imageId: string | null,
): PhoneMessage[] {
  const { sender: from, providerTemplateId: templateId, kakaoPfId: pfId } = message;
  const isAlimtalk = batch.channel === "alimtalk";
  return rows.map((row) => {
    const variables = ownVariables(row.name, row.variables);
    return {
      ...{ logId: String(row.id), from, channel: batch.channel },
      to: row.to,
      text: renderText(message, variables),
      subject: batch.channel === "sms" || isAlimtalk ? null : message.subject,
      imageId: batch.channel === "mms" ? imageId : null,
      kakao: isAlimtalk && pfId && templateId ? { pfId, templateId, variables: row.variables ?? {} } : null,
    };
  });
}
