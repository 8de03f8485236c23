import { Tabs } from "@/components/ui/tabs";
import { words } from "@/lib/i18n/words";

const PLACES = {
  system: "/diagnosis",
  find: "/diagnosis/find",
  codes: "/diagnosis/codes",
  drill: "/diagnosis/drill",
} as const;
export type DiagnosisPlace = keyof typeof PLACES;

/** The screens about what went wrong: the system itself, messages, codes, and trying it out where nothing is real. */
export async function DiagnosisTabs({ here, drill }: { here: DiagnosisPlace; drill: boolean }) {
  const t = await words("codeBook");
  return (
    <Tabs
      label={t("tabs.label")}
      className="mb-6"
      tabs={(Object.keys(PLACES) as DiagnosisPlace[])
        .filter((place) => place !== "drill" || drill)
        .map((place) => ({ href: PLACES[place], label: t(`tabs.${place}`), current: place === here }))}
    />
  );
}
