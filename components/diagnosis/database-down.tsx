import { ProbeTiles } from "@/components/diagnosis/probe-tiles";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import type { DiagnosisDto } from "@/lib/diagnosis/probe-dto";
import { words } from "@/lib/i18n/words";

/** Instead of any screen while the database isn't there: what of the four layers is known, until it is back. */
export async function DatabaseDown({ known }: { known: DiagnosisDto }) {
  const t = await words("diagnosis");
  return (
    <Words areas={["diagnosis"]}>
      <LiveRefresh everySeconds={10} />
      <main id="main" className="mx-auto w-full max-w-[1280px] px-8 pt-16 max-md:px-4 max-md:pt-8">
        <PageHeader title={t("headline.down")} lede={t("lede.down")} />
        <ProbeTiles known={known} />
      </main>
    </Words>
  );
}
