import type { Metadata } from "next";
import { DiagnosisTabs } from "@/components/diagnosis/diagnosis-tabs";
import { findBodyOf, findFormFrom } from "@/components/diagnosis/find-address";
import { FindScreen } from "@/components/diagnosis/find-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayDrill } from "@/lib/diagnosis/drill-may";
import { FindAddress } from "@/lib/diagnosis/find-schema";
import { findStuck } from "@/lib/diagnosis/find-stuck";
import { saidResult } from "@/lib/diagnosis/find-words";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("findStuck"))("title") };
}

/** What went wrong, found by what somebody saw of it. */
export default async function FindPage({ searchParams }: Props) {
  const actor = await requireActor();
  const rt = runtime();
  const params = await searchParams;
  const [t, d, locale, now] = await Promise.all([words("findStuck"), words("shell"), requestLocale(), rt.clock()]);
  const form = findFormFrom({ get: (name) => [params[name]].flat()[0] ?? null });
  const asked = FindAddress.safeParse(findBodyOf(form, now));
  // A time that can't be looked through is told when somebody asks for it, not by a page that doesn't open.
  const found = asked.success
    ? await findStuck(rt, actor, asked.data).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "invalid") return null;
        throw error;
      })
    : null;
  return (
    <Screen crumbs={[{ label: d("to.diagnosis"), href: "/diagnosis" }, { label: t("title") }]}>
      <DiagnosisTabs here="find" drill={mayDrill(rt, actor)} />
      <Words areas={["findStuck", "codeBook", "errors"]}>
        <FindScreen first={form} found={found && saidResult(found, locale)} />
      </Words>
    </Screen>
  );
}
