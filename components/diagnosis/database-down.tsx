import { LiveRefresh } from "@/components/shell/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { StatTiles } from "@/components/ui/stat-tiles";
import { Status } from "@/components/ui/status";
import type { DiagnosisDto } from "@/lib/diagnosis/probe-dto";
import { words } from "@/lib/i18n/words";

/**
 * Instead of any screen while the database isn't there: what of the four layers is known, until it is back. Every screen
 * could become this one, so nothing of it but the refreshing is sent to the browser as a program.
 */
export async function DatabaseDown({ known }: { known: DiagnosisDto }) {
  const t = await words("diagnosis");
  return (
    <>
      <LiveRefresh everySeconds={10} />
      <main id="main" className="mx-auto w-full max-w-[1280px] px-8 pt-16 max-md:px-4 max-md:pt-8">
        <PageHeader title={t("headline.down")} lede={t("lede.down")} />
        <StatTiles
          label={t("layersLabel")}
          className="mb-4"
          tiles={known.layers.map(({ layer, state }, i) => ({
            label: (
              <span className="flex flex-wrap items-center gap-x-1.5">
                <span className="text-ink-3 tabular-nums">{i + 1}</span>
                {t(`layers.${layer}`)}
                <span className="ms-auto">
                  <Status kind={state === "bad" ? "failed" : "unreached"}>
                    {t(state === "bad" ? "state.bad" : "state.unasked")}
                  </Status>
                </span>
              </span>
            ),
            value: t("tile.none"),
            note: state === "bad" ? t("causes.database_down.title") : t(`layerNotes.${layer}`),
          }))}
        />
      </main>
    </>
  );
}
