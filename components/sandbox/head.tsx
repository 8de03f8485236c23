"use client";
import { Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { partOf, usePart } from "@/components/ui/load-part";
import { PageHeader } from "@/components/ui/page-header";
import { useToast } from "@/components/ui/toast";
import { josa } from "@/lib/i18n/josa";
import type { SandboxRoomDto } from "@/lib/sandbox/show-room";
import { clockSeconds, seconds } from "./say-clock";
import { useRoomChanges } from "./use-sandbox";

const confirmDialog = partOf(() => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog));

/** What became of the room's newest run, and what can be done here. */
export function Head({ shown }: { shown: SandboxRoomDto }) {
  const t = useTranslations("sandbox");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const ConfirmDialog = usePart(confirmDialog, wasAsked);
  const { room, may, total } = shown;
  const { clear } = useRoomChanges(room.id);
  const { title, lede } = useSentences(shown);
  return (
    <>
      <PageHeader
        title={title}
        lede={lede}
        actions={
          may.write && (
            <>
              <Button
                onClick={() => {
                  setWasAsked(true);
                  setAsking(true);
                }}
                disabled={total === 0}
                className="max-md:flex-1"
              >
                <Trash2 aria-hidden />
                {t("clear")}
              </Button>
              <ButtonLink variant="primary" href={`/schedules/new?room=${room.id}`} className="max-md:flex-1">
                <Send aria-hidden />
                {t("send")}
              </ButtonLink>
            </>
          )
        }
      />
      {ConfirmDialog && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={josa(t("clearTitle", { room: room.name }))}
          description={t("clearText", { count: total })}
          confirmLabel={t("clear")}
          onConfirm={async () => {
            await clear();
            toast({ text: t("cleared") });
          }}
        />
      )}
    </>
  );
}

function useSentences({ room: { name: room }, online, items, total, run, faults }: SandboxRoomDto) {
  const t = useTranslations("sandbox");
  if (!online) return { title: t("headline.silent"), lede: t("lede.silent") };
  const last = items.at(-1);
  if (!last) return { title: josa(t("headline.nothing", { room })), lede: t("lede.nothing") };
  if (!run || (run.received === 0 && run.startedAt < last.at))
    return { title: josa(t("headline.other", { room, count: total })), lede: t("lede.other") };
  const { parts, received, texts, photos, firstAt, lastAt, slowest } = run;
  const whole = parts === received;
  const title = josa(t(whole ? "headline.all" : "headline.some", { room, parts, received }));
  if (!firstAt || !lastAt) return { title, lede: t("lede.none") };
  const [from, until] = [clockSeconds(firstAt), clockSeconds(lastAt)];
  const both = texts > 0 && photos > 0 ? "yes" : "no";
  const came = t(from === until ? "lede.one" : "lede.arrived", { texts, photos, both, first: from, last: until });
  if (!slowest) return { title, lede: came };
  const isOn = faults.some(({ kind }) => kind === "slow");
  const part = t(`part.${slowest.partKind}`);
  return {
    title,
    lede: `${came} ${t(isOn ? "lede.slowFault" : "lede.slow", { part, seconds: seconds(slowest.tookMs) })}`,
  };
}
