"use client";
import { useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import type { StatusKind } from "@/components/ui/status-icon";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import type { Match } from "@/lib/sandbox/match";
import { SLOW_MS } from "@/lib/sandbox/run-summary";
import type { SandboxRoomDto, ShownMessage } from "@/lib/sandbox/show-room";
import { clockTenths, seconds } from "./say-clock";

const SHOWN = 8;
const LOOK: Record<Exclude<Match["kind"], "unasked">, StatusKind> = {
  same: "arrived",
  different: "failed",
  again: "deferred",
};
const cell = "h-[34px] max-md:px-1.5 max-md:first:ps-2 max-md:last:pe-2 whitespace-nowrap";

/** The newest messages in the order they came, each compared with what was sent. */
export function ReceivedTable({ shown: { items, total } }: { shown: SandboxRoomDto }) {
  const t = useTranslations("sandbox.received");
  if (items.length === 0) return null;
  const newest = items.slice(-SHOWN);
  return (
    <Table plain label={t("caption")} className="border-line border-t">
      <thead>
        <tr>
          <Th className={cell}>{t("no")}</Th>
          <Th className={cell}>{t("what")}</Th>
          <Th className={cell}>{t("at")}</Th>
          <Th className={cell} num>
            {t("took")}
          </Th>
          <Th className={cell}>{t("compared")}</Th>
        </tr>
      </thead>
      <tbody>
        {newest.map((message, i) => (
          <Row key={message.seq} message={message} no={total - newest.length + i + 1} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ message, no }: { message: ShownMessage; no: number }) {
  const t = useTranslations("sandbox.received");
  const { match } = message;
  const what =
    message.kind === "text"
      ? t("text", { count: [...message.text].length })
      : t("photos", { count: message.images.length });
  const tookMs = match.kind === "unasked" ? null : match.tookMs;
  return (
    <Tr>
      <Td className={cell}>{no}</Td>
      <Td className={`${cell} font-semibold`}>
        {match.kind === "unasked" ? what : <RowLink href={`/logs/${match.logId}`}>{what}</RowLink>}
      </Td>
      <Td className={cell}>{clockTenths(message.at)}</Td>
      <Td className={cell} num>
        {tookMs !== null && (
          <span className={tookMs >= SLOW_MS ? "font-semibold text-deferred" : undefined}>
            {t("seconds", { n: Math.max(0.1, seconds(tookMs)) })}
          </span>
        )}
      </Td>
      <Td className={cell}>
        {match.kind === "unasked" ? (
          <span className="text-ink-3">{t("unasked")}</span>
        ) : (
          <Status kind={LOOK[match.kind]}>{t(match.kind)}</Status>
        )}
      </Td>
    </Tr>
  );
}
