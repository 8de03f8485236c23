import { CircleSlash, Hash, MessageSquareOff, Tag, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { Note } from "@/components/ui/note";
import { statusFamily } from "@/components/ui/status-icon";
import { requestLocale, words } from "@/lib/i18n/words";
import { type ParkReason, parkReasons } from "@/lib/tenants/park-tenant";
import type { TenantDto } from "@/lib/tenants/queries";
import { type Block, blocksOf } from "@/lib/tenants/standing";
import { formatWhen } from "@/lib/time/format";
import { ResumeButton } from "./resume-button";
import { blockLook } from "./tenant-looks";

const ICON: Record<Block["kind"], ReactNode> = {
  inactive: <CircleSlash aria-hidden />,
  paused: <MessageSquareOff aria-hidden />,
  no_sender: <Hash aria-hidden />,
  no_price: <Tag aria-hidden />,
  no_credit: <Wallet aria-hidden />,
};

/** Everything that stands between a tenant and its next text, each with its next step. */
export async function BlockNotes({ tenant, mayWrite, now }: { tenant: TenantDto; mayWrite: boolean; now: Date }) {
  const [t, locale] = await Promise.all([words("tenants"), requestLocale()]);
  const probeAt = tenant.paused?.probeAt;
  return blocksOf(tenant).map((block) => (
    <Note
      key={block.kind}
      role="note"
      family={statusFamily(blockLook[block.kind])}
      icon={ICON[block.kind]}
      title={t(`blocks.${block.kind}.title`)}
    >
      {block.kind === "paused" ? (
        <>
          <p>
            {isKnown(block.reason) ? t(`pause.${block.reason}`) : t("pause.other", { reason: block.reason })}{" "}
            {t("pause.waits")} {probeAt && t("pause.probe", { when: formatWhen(new Date(probeAt), now, locale) })}
          </p>
          <ResumeButton tenantId={tenant.id} mayWrite={mayWrite} />
        </>
      ) : (
        t(`blocks.${block.kind}.text`)
      )}
    </Note>
  ));
}

const isKnown = (reason: string): reason is ParkReason => (parkReasons as readonly string[]).includes(reason);
