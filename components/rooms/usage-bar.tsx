import { cn } from "@/components/ui/cn";

/** How much of a limit is used; it turns amber when nine tenths are gone. The words beside it carry the numbers. */
export function UsageBar({ used, limit, className }: { used: number; limit: number; className?: string }) {
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <div
      aria-hidden
      className={cn("mt-1 flex h-1.5 base:w-[104px] overflow-hidden rounded-full bg-pressed", className)}
    >
      <i className={share >= 0.9 ? "bg-deferred-mark" : "bg-ink-3"} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
