import { SettingsScreen } from "@/components/settings/settings-screen";
import { Skeleton, SkeletonRows } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { words } from "@/lib/i18n/words";

export default async function RoomsLoading() {
  const c = await words("common");
  return (
    <SettingsScreen
      here="rooms"
      head={
        <div className="mb-6 grid gap-3">
          <Skeleton className="h-8 w-80 max-w-full" />
          <Skeleton className="h-5 w-[28rem] max-w-full" />
        </div>
      }
    >
      <Card>
        <SkeletonRows rows={4} label={c("loading")} />
      </Card>
      <Card>
        <SkeletonRows rows={10} label={c("loading")} />
      </Card>
    </SettingsScreen>
  );
}
