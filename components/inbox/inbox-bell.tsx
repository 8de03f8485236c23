"use client";
import { Bell } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { IconButton } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { Popover } from "@/components/ui/popover";
import { useToast } from "@/components/ui/toast";
import { logLook } from "@/lib/deliveries/look";
import { outcomeOf } from "@/lib/inbox/outcomes";
import type { InboxItem } from "@/lib/inbox/queries";
import { changeInbox } from "./inbox-store";
import { useInbox } from "./use-inbox";

const MANY = 100;
const panel = partOf(() => import("./inbox-panel").then((module) => module.InboxPanel));

/** The quiet inbox: what failed, was missed or nobody is sure of comes up once, plain arrivals only gather. */
export function InboxBell() {
  const t = useTranslations("inbox");
  const c = useTranslations("common.status");
  const toast = useToast();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const say = useCallback(
    (items: readonly InboxItem[]) => {
      const loud = items.filter((item) => outcomeOf(item.status) !== "arrived");
      const [item] = loud;
      if (!item) return;
      const text = t("told", {
        outcome: c(logLook(item.status, item.certainty)),
        title: item.title,
        room: item.roomName,
      });
      const action = { label: t("look"), onPress: () => router.push(`/logs/${item.id}`) };
      toast({ text: loud.length > 1 ? t("more", { text, count: loud.length - 1 }) : text, tone: "failed", action });
    },
    [t, c, toast, router],
  );
  const inbox = useInbox(say);
  const Panel = usePart(panel, open);
  const count = inbox.data?.newCount ?? 0;
  const show = (next: boolean) => {
    setOpen(next);
    const until = inbox.data?.items[0]?.outcomeAt;
    if (!next || count === 0 || !until) return;
    changeInbox({ newCount: 0 });
    // Where it fails the pip comes back with the next look.
    api("/api/inbox/seen", { method: "POST", body: { until } }).catch(() => {});
  };
  return (
    <Popover
      label={t("title")}
      align="end"
      open={open}
      onOpenChange={show}
      className="w-[380px] p-0"
      trigger={
        <IconButton label={t("open", { count, text: count >= MANY ? t("many") : String(count) })} pip={count > 0}>
          <Bell aria-hidden />
        </IconButton>
      }
    >
      {Panel ? (
        <Panel inbox={inbox.data} isFailed={inbox.isFailed} onChange={changeInbox} onLeave={() => setOpen(false)} />
      ) : (
        <div className="h-40" />
      )}
    </Popover>
  );
}
