import { Badge } from "@/components/ui/badge";
import { Facts } from "@/components/ui/facts";
import { Card, CardHead } from "@/components/ui/surface";
import type { Dispatcher } from "@/lib/alerts/dispatcher-queries";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatExact } from "@/lib/time/format";
import { passedWords } from "./passed-words";

/** How the dispatcher does: when it last passed, what waits, how late runs begin, who is alive (S2-105…S2-109). */
export async function HomeDispatcher({ dispatcher, now }: { dispatcher: Dispatcher; now: Date }) {
  const [t, locale] = await Promise.all([words("alerts"), requestLocale()]);
  const { lastPassAt, queue, delay, instances } = dispatcher;
  const seconds = (ms: number) => (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);
  const waitedMinutes = queue.oldestAt ? Math.floor((now.getTime() - queue.oldestAt.getTime()) / 60_000) : 0;
  const versions = [...new Set(instances.map(({ version }) => version))];
  const of = (kind: "web" | "worker") => instances.filter((one) => one.kind === kind).length;
  const state = dispatcher.isStopped ? "stopped" : dispatcher.isActive ? "running" : "idle";
  return (
    <Card id="dispatcher" className="scroll-mt-16" aria-labelledby="dispatcher-head">
      <CardHead id="dispatcher-head" title={t("tile.heading")}>
        <Badge kind={state === "stopped" ? "failed" : state === "running" ? "arrived" : "skipped"}>
          {t(`tile.${state}`)}
        </Badge>
      </CardHead>
      <Facts
        className="grid-cols-[112px_minmax(0,1fr)] px-4 py-3.5"
        facts={[
          [
            t("tile.pass"),
            lastPassAt ? (
              <time key="pass" dateTime={lastPassAt.toISOString()} title={formatExact(lastPassAt, locale)}>
                {passedWords(lastPassAt, now, locale)}
              </time>
            ) : (
              t("tile.passNever")
            ),
          ],
          [
            t("tile.queue"),
            queue.runs === 0
              ? t("tile.queueNone")
              : waitedMinutes > 0
                ? t("tile.queueCount", { count: queue.runs, minutes: waitedMinutes })
                : t("tile.queueFresh", { count: queue.runs }),
          ],
          [
            t("tile.delay"),
            delay
              ? t("tile.delayValue", { p50: seconds(delay.p50Ms), p95: seconds(delay.p95Ms) })
              : t("tile.delayNone"),
          ],
          [t("tile.perHour"), t("tile.perHourValue", { count: dispatcher.perHour })],
          [
            t("tile.instances"),
            instances.length === 0
              ? t("tile.instancesNone")
              : t("tile.instancesValue", { web: of("web"), worker: of("worker") }),
          ],
          [
            t("tile.version"),
            versions.length > 1 ? (
              <span key="mixed" className="font-semibold text-deferred">
                {t("tile.mixed", { versions: versions.join(", ") })}
              </span>
            ) : (
              (versions[0] ?? "–")
            ),
          ],
        ]}
      />
    </Card>
  );
}
