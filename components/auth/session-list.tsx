"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { deviceName } from "@/lib/orgs/device-name";
import type { SessionDto } from "@/lib/orgs/people-queries";
import { When } from "./when";

/** Where I am signed in, and the way to end it. */
export function SessionList({ sessions, now }: { sessions: readonly SessionDto[]; now: string }) {
  const t = useTranslations("auth.mine");
  const router = useRouter();
  const toast = useToast();
  const failure = useFailure();
  const [busy, setBusy] = useState<string | null>(null);
  const others = sessions.filter((one) => !one.isCurrent).length;
  const nameOf = (one: SessionDto) => deviceName(one.userAgent) ?? t("unknownDevice");

  async function end(id: string, work: () => Promise<string>) {
    setBusy(id);
    try {
      toast({ text: await work() });
    } catch (error) {
      toast({ text: failure(error).general, tone: "failed" });
    }
    setBusy(null);
    router.refresh();
  }
  const endOne = (one: SessionDto) =>
    end(one.id, async () => {
      await api(`/api/sessions/${one.id}`, { method: "DELETE" });
      return t("ended", { device: nameOf(one) });
    });
  const endOthers = () =>
    end("others", async () => {
      const { endedSessions } = await api<{ endedSessions: number }>("/api/sessions", { method: "DELETE" });
      return t("endedOthers", { count: endedSessions });
    });

  return (
    <Card aria-labelledby="sessions">
      <CardHead id="sessions" title={t("sessions")} note={t("places", { count: sessions.length })}>
        <Button
          size="sm"
          busy={busy === "others"}
          disabled={others === 0}
          title={others === 0 ? t("noOthers") : undefined}
          onClick={() => void endOthers()}
        >
          {t("endOthers")}
        </Button>
      </CardHead>
      <Table label={t("sessions")}>
        <thead>
          <tr>
            <Th>{t("device")}</Th>
            <Th>{t("lastSeen")}</Th>
            <Th>{t("since")}</Th>
            <Th>{t("address")}</Th>
            <Th>
              <span className="sr-only">{t("end")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <Tr key={one.id}>
              <Td lead>{nameOf(one)}</Td>
              <Td className="text-ink-2 max-md:col-start-1 max-md:row-start-2">
                <span className="me-1.5 text-ink-3 md:hidden">{t("lastSeen")}</span>
                <When at={one.lastSeenAt} now={now} />
              </Td>
              <Td wideOnly className="text-ink-2">
                <When at={one.createdAt} now={now} />
              </Td>
              <Td className="text-ink-2 max-md:col-start-1 max-md:row-start-3">{one.ip ?? t("unknownAddress")}</Td>
              <Td className="w-px text-end max-md:col-start-2 max-md:row-span-3 max-md:row-start-1">
                {one.isCurrent ? (
                  <Status kind="arrived">{t("here")}</Status>
                ) : (
                  <Button
                    size="sm"
                    aria-label={t("endOf", { device: nameOf(one) })}
                    busy={busy === one.id}
                    onClick={() => void endOne(one)}
                  >
                    {t("end")}
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
