import { Screen } from "@/components/shell/screen";
import { Skeleton, SkeletonRows } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { words } from "@/lib/i18n/words";

export default async function SchedulesLoading() {
  const [t, c] = await Promise.all([words("schedules"), words("common")]);
  return (
    <Screen crumbs={[{ label: t("crumb") }]}>
      <div className="mb-6 grid grid-cols-[minmax(0,1fr)] gap-3">
        <Skeleton className="h-8 w-80 max-w-full" />
        <Skeleton className="h-5 w-[28rem] max-w-full" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Skeleton className="h-8 w-96 max-w-full" />
        <Skeleton className="h-8 w-full" />
        <TableFrame>
          <SkeletonRows rows={12} label={c("loading")} />
        </TableFrame>
      </div>
    </Screen>
  );
}
