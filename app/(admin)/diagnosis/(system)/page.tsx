import type { Metadata } from "next";
import { DiagnosisTabs } from "@/components/diagnosis/diagnosis-tabs";
import { ProbesScreen } from "@/components/diagnosis/probes-screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { mayDrill } from "@/lib/diagnosis/drill-may";
import { readDiagnosis } from "@/lib/diagnosis/read-diagnosis";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("diagnosis"))("title") };
}

/** Whether the system can send right now, layer by layer, as it was seen last. */
export default async function DiagnosisPage() {
  const actor = await requireActor();
  const first = await readDiagnosis(runtime(), actor);
  return (
    <Words areas={["diagnosis"]}>
      <ProbesScreen
        first={first}
        mayProbe={mayEver(actor, "diagnosis.probe")}
        tabs={<DiagnosisTabs here="system" drill={mayDrill(runtime(), actor)} />}
      />
    </Words>
  );
}
