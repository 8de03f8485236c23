import { Check, CircleHelp } from "lucide-react";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { words } from "@/lib/i18n/words";
import { knownText } from "./xray-words";

/** What is certain, and what nobody can tell: said apart, so that nobody takes one for the other. */
export async function Knows({ xray }: { xray: Xray }) {
  const t = await words("xray");
  if (xray.known.length + xray.unknown.length === 0) return null;
  const lists = [
    { kind: "known", items: xray.known, none: t("knows.noneKnown"), family: "is-arrived", Icon: Check },
    { kind: "unknown", items: xray.unknown, none: t("knows.noneUnknown"), family: "is-unknown", Icon: CircleHelp },
  ] as const;
  return (
    <Card aria-labelledby="knows">
      <CardHead id="knows" title={t("knows.title")} />
      <CardBody className="grid grid-cols-2 gap-x-8 gap-y-5 max-md:grid-cols-1">
        {lists.map(({ kind, items, none, family, Icon }) => (
          <div key={kind} className="min-w-0">
            <h3 className="mb-1.5 font-semibold text-sm">{t(`knows.${kind}`)}</h3>
            {items.length === 0 ? (
              <p className="text-ink-3 text-sm">{none}</p>
            ) : (
              <ul aria-label={t(`knows.${kind}`)} className="grid gap-1.5 text-sm">
                {items.map((key) => (
                  <li key={key} className={`flex gap-2 ${family}`}>
                    <Icon className="mt-[3px] size-3.5 shrink-0 text-(--c)" aria-hidden />
                    <span className="min-w-0 text-ink-2">{knownText(kind, key, t)}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </CardBody>
    </Card>
  );
}
