import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import type { AlertKind } from "@/db/enums";
import { words } from "@/lib/i18n/words";
import { AlertGlyph, alertStatus } from "./alert-looks";

/** What each rule looks at, and whether it finds something now. */
export async function RulesCard({ kinds, on }: { kinds: readonly AlertKind[]; on: ReadonlySet<AlertKind> }) {
  const t = await words("alerts");
  return (
    <Card aria-labelledby="alert-rules">
      <CardHead id="alert-rules" title={t("rules.heading")} note={t("rules.note")} />
      <ul className="grid grid-cols-2 max-lg:grid-cols-1">
        {kinds.map((kind) => (
          <li
            key={kind}
            className="flex gap-3 border-line border-b px-4 py-3 max-lg:last:border-b-0 lg:odd:border-e lg:last:border-b-0 lg:nth-last-2:odd:border-b-0"
          >
            <AlertGlyph kind={kind} isOn={on.has(kind)} />
            <div className="min-w-0 grow">
              <h3 className="flex flex-wrap items-center justify-between gap-x-3 font-semibold text-base">
                {t(`rules.${kind}.name`)}
                <Status kind={on.has(kind) ? alertStatus(kind) : "arrived"}>
                  {on.has(kind) ? t("rules.on") : t("rules.off")}
                </Status>
              </h3>
              <p className="text-ink-2 text-sm">{t(`rules.${kind}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
