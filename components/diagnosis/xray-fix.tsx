import type { ReactNode } from "react";
import { ChargeButton } from "@/components/tenants/charge-button";
import { RequestButton } from "@/components/tenants/request-button";
import { ButtonLink } from "@/components/ui/button";
import { Why } from "@/components/ui/why";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { josa } from "@/lib/i18n/josa";
import { words } from "@/lib/i18n/words";
import { CodeLink } from "./code-link";
import { codeKindOf } from "./code-path";
import { actsOf, type FixContext } from "./fix-acts";
import { XrayAct } from "./xray-act";
import { causeText, fixText } from "./xray-words";

type Props = {
  xray: Xray;
  context: FixContext;
  /** A button of the page's own, where the fix is one it has already. */
  act?: ReactNode;
};

/** The one thing to do: done here where the reader may, else who to ask. Nothing where nothing is wrong. */
export async function FixCard({ xray, context, act }: Props) {
  const [t, c] = await Promise.all([words("xray"), words("diagnosisCauses")]);
  const { fix, verdict } = xray;
  if (!fix) return null;
  const acts = fix.may ? actsOf(fix, context, t) : [];
  const form = fix.may ? formOf(fix.id, context) : null;
  const isHere = acts.length > 0 || form !== null || Boolean(act);
  const cause = causeText(verdict.cause, "title", c);
  const why = causeText(verdict.cause, "why", c);
  const how = fixText(fix.id, "how", c);
  const ask = fixText(fix.id, "ask", c);
  return (
    <section
      aria-labelledby="fix"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-3 rounded-xl border border-accent-line bg-accent-soft px-5 py-[18px] max-lg:grid-cols-1"
    >
      <div className="min-w-0">
        <h2 id="fix" className="font-semibold text-xl tracking-tight">
          {josa(fixText(fix.id, "title", c) ?? "")}
        </h2>
        {cause && (
          <p className="mt-1 max-w-[62ch] text-ink-2">
            <b className="font-medium text-ink">{cause}.</b> {why}
          </p>
        )}
        {verdict.code && (
          <CodeLink code={verdict.code} kind={codeKindOf(xray.subject.kind, verdict.code)} className="mt-1.5" />
        )}
      </div>
      {(isHere || fix.href) && (
        <div className="flex flex-wrap gap-2 max-lg:[&>a]:grow max-lg:[&>button]:grow">
          {act}
          {acts.map((one, i) => (
            <XrayAct key={one.id} act={one} primary={i === 0 && !act} />
          ))}
          {form}
          {fix.href && (
            <ButtonLink href={fix.href} prefetch={false} variant={isHere ? "ghost" : fix.may ? "primary" : "secondary"}>
              {t(isHere ? "fix.open" : fix.may ? "fix.elsewhere" : "fix.look")}
            </ButtonLink>
          )}
        </div>
      )}
      {(how || !fix.may) && (
        <Why className="col-span-full">
          {josa([!fix.may && t("fix.mayNot"), fix.may ? how : (ask ?? how)].filter(Boolean).join(" "))}
        </Why>
      )}
    </section>
  );
}

/** Forms of ours that open in place. */
function formOf(id: string, { tenant }: FixContext): ReactNode {
  if (!tenant) return null;
  if (id === "charge") return <ChargeButton tenant={tenant} mayCharge />;
  const hasOther = tenant.senders.some(({ status }) => status === "verified");
  if (id === "choose_sender" && !hasOther && tenant.isOwn) return <RequestButton tenants={[tenant]} mayRequest />;
  return null;
}
