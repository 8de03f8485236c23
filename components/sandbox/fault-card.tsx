"use client";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card, CardFoot, CardHead } from "@/components/ui/surface";
import type { SandboxRoomDto } from "@/lib/sandbox/show-room";
import type { FaultKind } from "@/lib/transports/sandbox-faults";
import { FaultRow } from "./fault-row";
import { useRoomChanges } from "./use-sandbox";

const ORDER: readonly FaultKind[] = [
  "offline",
  "http_500",
  "slow",
  "lost",
  "drop_older",
  "queue_full",
  "duplicate",
  "late",
  "reset_after",
  "garbage",
  "html_500",
];

/** Every failure a gateway knows, at a switch, for the room that is looked at. */
export function FaultCard({ shown }: { shown: SandboxRoomDto }) {
  const t = useTranslations("sandbox");
  const { faults, may, online, room } = shown;
  const { set, end, busy } = useRoomChanges(room.id);
  const reason = !may.write ? t("viewerCannot") : online ? undefined : t("headline.silent");
  const on = new Set(faults.map(({ kind }) => kind)).size;
  return (
    <Card>
      <CardHead title={t("faults.heading")} note={on > 0 ? t("faults.count", { count: on }) : undefined}>
        <Button
          size="sm"
          onClick={() => end()}
          disabled={on === 0 || Boolean(reason) || busy}
          {...(on === 0 && { title: t("faults.noneOn") })}
        >
          {t("faults.allOff")}
        </Button>
      </CardHead>
      <ul>
        {ORDER.map((kind) => {
          const mine = faults.filter((fault) => fault.kind === kind);
          const here = mine.find(({ roomId }) => roomId !== undefined);
          const everywhere = !here && mine[0] !== undefined;
          return (
            <FaultRow
              key={`${room.id}-${kind}`}
              kind={kind}
              fault={here ?? mine[0]}
              everywhere={everywhere}
              reason={reason ?? (everywhere && !may.everywhere ? t("faults.onlyHq") : undefined)}
              onSet={set}
              onEnd={end}
            />
          );
        })}
      </ul>
      <CardFoot className="text-ink-3 text-xs">{t("faults.hereOnly")}</CardFoot>
    </Card>
  );
}
