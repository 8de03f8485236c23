import { FlaskConicalOff } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DiagnosisTabs } from "@/components/diagnosis/diagnosis-tabs";
import { type DrillChoice, DrillScreen } from "@/components/diagnosis/drill-screen";
import { Screen } from "@/components/shell/screen";
import { PageHeader } from "@/components/ui/page-header";
import { StateBlock } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { drillIds, drillSpecs, isRoomDrill } from "@/lib/diagnosis/drill-faults";
import { mayDrill } from "@/lib/diagnosis/drill-may";
import { causeTitle, saidDrills } from "@/lib/diagnosis/drill-words";
import { endOverdueDrills } from "@/lib/diagnosis/end-drill";
import { listDrills } from "@/lib/diagnosis/list-drills";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("drill"))("title") };
}

/** Every fault of the stand-ins, to be tried out: planted, met by a test message, seen in the diagnosis, taken away. */
export default async function DrillPage() {
  const actor = await requireActor();
  const rt = runtime();
  if (!mayEver(actor, "drill.run")) notFound();
  const [t, d, locale] = await Promise.all([words("drill"), words("shell"), requestLocale()]);
  const crumbs = [{ label: d("to.diagnosis"), href: "/diagnosis" }, { label: t("title") }];
  if (!mayDrill(rt, actor))
    return (
      <Screen crumbs={crumbs}>
        <DiagnosisTabs here="drill" drill />
        <PageHeader title={t("title")} />
        <Card>
          <StateBlock icon={<FlaskConicalOff aria-hidden />} title={t("live")}>
            {t("liveWhy")}
          </StateBlock>
        </Card>
      </Screen>
    );
  await endOverdueDrills(rt);
  const list = saidDrills(await listDrills(rt, actor), locale);
  const choices = drillIds.map(
    (id): DrillChoice => ({
      id,
      side: isRoomDrill(id) ? "rooms" : "phones",
      title: t(`faults.${id}.title`),
      what: t(`faults.${id}.what`),
      expects: drillSpecs[id].causes.map((cause) => causeTitle(cause, locale)),
      mayBeProven: drillSpecs[id].mayBeProven === true,
    }),
  );
  return (
    <Screen crumbs={crumbs}>
      <DiagnosisTabs here="drill" drill />
      <PageHeader title={t("headline")} lede={t("lede")} />
      <Words areas={["drill", "codeBook", "errors"]}>
        <DrillScreen first={list} choices={choices.filter(({ side }) => list.sides[side])} />
      </Words>
    </Screen>
  );
}
