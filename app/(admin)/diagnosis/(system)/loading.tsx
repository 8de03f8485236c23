import { Screen } from "@/components/shell/screen";
import { Skeleton, SkeletonRows } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { words } from "@/lib/i18n/words";

export default async function DiagnosisLoading() {
  const [t, c] = await Promise.all([words("diagnosis"), words("common")]);
  return (
    <Screen crumbs={[{ label: t("title") }]}>
      <div className="mb-6 h-[31px] border-line border-b" />
      <div className="mb-6 grid gap-3">
        <Skeleton className="h-8 w-96 max-w-full" />
        <Skeleton className="h-5 w-[28rem] max-w-full" />
      </div>
      <Skeleton className="mb-4 h-[98px] w-full rounded-xl max-md:h-[180px]" />
      <Card>
        <SkeletonRows rows={14} label={c("loading")} />
      </Card>
    </Screen>
  );
}
