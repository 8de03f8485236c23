import { BookOpen, Search } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CodeTable } from "@/components/diagnosis/code-table";
import { DiagnosisTabs } from "@/components/diagnosis/diagnosis-tabs";
import { Screen } from "@/components/shell/screen";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-look";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { StateBlock } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { layers } from "@/db/enums";
import { codeKinds } from "@/lib/diagnosis/codes-book";
import { CodeFilter, findCodes } from "@/lib/diagnosis/codes-find";
import { mayDrill } from "@/lib/diagnosis/drill-may";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("codeBook"))("title") };
}

/** Only what can be asked for; anything else in the address counts as nothing. */
function filterOf(params: Record<string, string | string[] | undefined>): CodeFilter {
  const given = (name: keyof CodeFilter) => [params[name]].flat()[0] || undefined;
  const asked = { q: given("q"), layer: given("layer"), kind: given("kind"), code: given("code") };
  const fits = Object.entries(asked).filter(
    ([name, value]) => value !== undefined && CodeFilter.safeParse({ [name]: value }).success,
  );
  return CodeFilter.parse(Object.fromEntries(fits));
}

/** Every code with its meaning, what was done and what to do. The search is the address: nothing is loaded for it. */
export default async function CodesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const filter = filterOf(await searchParams);
  const [t, d, locale] = await Promise.all([words("codeBook"), words("shell"), requestLocale()]);
  const { items, total } = findCodes(filter, locale);
  const isNarrowed = Boolean(filter.q || filter.layer || filter.kind || filter.code);
  return (
    <Screen crumbs={[{ label: d("to.diagnosis"), href: "/diagnosis" }, { label: t("title") }]}>
      <DiagnosisTabs here="codes" drill={mayDrill(runtime(), actor)} />
      <PageHeader title={t("headline")} lede={t("lede")} />
      <search>
        <form action="/diagnosis/codes" method="get" className="mb-4 flex flex-wrap items-end gap-2.5">
          <Input
            type="search"
            name="q"
            aria-label={t("search")}
            placeholder={t("search")}
            defaultValue={filter.q ?? ""}
            maxLength={100}
            lead={<Search aria-hidden />}
            className="w-72 max-md:w-full"
          />
          <Select name="layer" aria-label={t("layer")} defaultValue={filter.layer ?? ""} className="w-40 max-md:w-full">
            <option value="">{t("anyLayer")}</option>
            {layers.map((layer) => (
              <option key={layer} value={layer}>
                {t(`layers.${layer}`)}
              </option>
            ))}
          </Select>
          <Select name="kind" aria-label={t("kind")} defaultValue={filter.kind ?? ""} className="w-44 max-md:w-full">
            <option value="">{t("anyKind")}</option>
            {codeKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
          <Button type="submit" variant="primary">
            {t("find")}
          </Button>
          {isNarrowed && (
            <Link href="/diagnosis/codes" className={buttonClass({ variant: "ghost" })}>
              {t("clear")}
            </Link>
          )}
        </form>
      </search>
      <p role="status" className="mb-2 text-ink-2 text-sm tabular-nums">
        {t("found", { total, shown: items.length })}
      </p>
      <TableFrame>
        {items.length === 0 ? (
          <StateBlock icon={<BookOpen aria-hidden />} title={t("none")}>
            {t("noneWhy")}
          </StateBlock>
        ) : (
          <CodeTable items={items} />
        )}
      </TableFrame>
    </Screen>
  );
}
