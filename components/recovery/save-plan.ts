import { saveText } from "@/components/customers/send-file";
import { api } from "@/components/query/api-client";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";
import type { RunDto } from "@/lib/recovery/run-dto";
import { kstDateTime } from "@/lib/time/kst";
import type { ItemPage } from "./plan-items";

/**
 * Every message of a plan as a file, whatever is on the screen.
 * @param head the titles of its columns, in order
 * @throws ApiError
 */
export async function savePlan(run: RunDto, head: readonly string[]): Promise<void> {
  const lines = [csvLine([...head])];
  for (let cursor: string | null = "0"; cursor !== null; ) {
    const page: ItemPage = await api(
      `/api/coverage/recoveries/${run.runId}/messages?limit=200${cursor === "0" ? "" : `&cursor=${cursor}`}`,
    );
    for (const item of page.items) {
      const { legacyId, messageId, title, orgName, createdAt, messageStatus, expected, recorded, missing } = item;
      const { proven, rowStatus, unrecoverable } = item;
      const figures = [expected, recorded, missing, proven.delivered, proven.failed, proven.other].map(String);
      const at = kstDateTime(new Date(createdAt)).replace("T", " ");
      lines.push(
        csvLine([
          legacyId ?? String(messageId),
          title,
          orgName,
          at,
          messageStatus,
          ...figures,
          rowStatus,
          String(unrecoverable),
        ]),
      );
    }
    cursor = page.nextCursor;
  }
  saveText(`recovery-${run.runId}.csv`, BYTE_ORDER_MARK + lines.join(""));
}
